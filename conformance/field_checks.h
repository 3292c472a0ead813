#pragma once

#include <string>

#include "conformance/evidence.h"
#include "core/requirement.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// What is said about one field requirement, made from its id, assertion and expectation.
struct FieldTexts {
  core::LocalText title, why, fix;
};
auto field_texts(const core::FieldRequirement& requirement) -> FieldTexts;

/// The class of operations that a response object belongs to: "core", "list", "delete" or "character".
auto ops_of_object(std::string_view object) -> std::string;

/// The intents, by blanks, whose absence explains that an object was not observed.
auto probe_of_object(std::string_view object) -> std::string;

/// Judges every field requirement of the profile over every object in the evidence. `results[i]` belongs to
/// `profile.requirements_of_fields[i]`; findings and subjects are added, verdicts are not.
void judge_field_requirements(const Evidence& evidence, std::vector<reports::CheckResult>& results);

}  // namespace vidspec::conformance
