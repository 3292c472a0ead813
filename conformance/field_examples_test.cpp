#include "conformance/field_examples.h"
#include "conformance/testing.h"

#include <gtest/gtest.h>

namespace vidspec::conformance {
namespace {

TEST(FieldExamples, HoldAndViolateTheirRequirement) {
  for (const auto& name : core::builtin_profiles()) {
    const auto profile = testing::profile(name);
    for (const auto& requirement : profile->requirements_of_fields) {
      if (requirement.pointer.empty()) continue;
      const auto examples = field_examples(*profile, requirement);
      const auto verdict = [&](const std::string& text) {
        const auto json = core::parse_json(text);
        std::optional<bool> holds;
        if (json.value == nullptr) return holds;
        core::judge_fields(profile->requirements_of_fields, requirement.object, *json.value,
                           [&](const core::FieldOutcome& outcome) {
                             if (outcome.requirement == &requirement) holds = outcome.holds && holds.value_or(true);
                           });
        return holds;
      };
      EXPECT_EQ(verdict(examples.conforming), true) << name << " " << requirement.id << " " << examples.conforming;
      EXPECT_EQ(verdict(examples.violating), false) << name << " " << requirement.id << " " << examples.violating;
    }
  }
}

}  // namespace
}  // namespace vidspec::conformance
