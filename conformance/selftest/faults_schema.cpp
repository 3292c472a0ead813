#include "conformance/field_examples.h"
#include "conformance/selftest/bend.h"
#include "core/profile/check.h"

namespace vidspec::conformance::selftest {

using core::Assertion;
using core::Json;
using core::Operation;
using core::Stage;

namespace {

// When a member may be bent without ending the run before its time.
auto moment_of(const core::FieldRequirement& requirement) -> When {
  if (requirement.object != "task") return good();
  if (requirement.pointer.rfind("/error", 0) == 0) return in_stage(Stage::failed);
  if (requirement.pointer == "/status" || requirement.pointer.rfind("/detail", 0) == 0) return in_stage(Stage::running);
  return at(Operation::retrieve);
}

auto setup_of(const core::FieldRequirement& requirement) -> std::string_view {
  if (requirement.object == "character") return "all";
  return requirement.object == "task" && requirement.pointer.rfind("/error", 0) == 0 ? "fail" : "";
}

auto operation_of(std::string_view object) -> Operation {
  if (object == "list") return Operation::list;
  return object == "deleted" ? Operation::remove : Operation::character_create;
}

auto says_of(const core::FieldRequirement& requirement) -> std::string_view {
  switch (requirement.assertion) {
    case Assertion::present:
    case Assertion::nullable_absent:
      return "the member is left out";
    case Assertion::null:
      return "the member is null";
    case Assertion::type:
      return "the member is of another type";
    case Assertion::range:
      return "the value lies outside of its range";
    default:
      return "the member has a value that is not documented";
  }
}

auto bend_of(const core::FieldRequirement& requirement, const Json& schema) -> BendJson {
  const auto& pointer = requirement.pointer;
  if (pointer.empty()) {
    return [](Json& json, const Call&) { json = Json::array({json}); };
  }
  if (requirement.assertion == Assertion::present || requirement.assertion == Assertion::nullable_absent)
    return erase(pointer);
  const auto* member = core::describe_member(schema, pointer);
  const auto value = wrong_value(requirement.assertion, member == nullptr ? Json::object() : *member);
  return value ? set(pointer, *value) : erase(pointer);
}

}  // namespace

auto schema_faults(const core::Profile& profile) -> std::vector<Bend> {
  std::vector<Bend> faults;
  for (const auto& requirement : profile.requirements_of_fields) {
    const auto schema = profile.schemas.find(requirement.object);
    if (requirement.binding.level == core::Level::may || schema == profile.schemas.end()) continue;
    Bend fault;
    fault.id = "schema." + requirement.id;
    fault.profiles = "*";
    fault.caught_by = requirement.id;
    fault.says = says_of(requirement);
    fault.setup = setup_of(requirement);
    auto bend = bend_of(requirement, schema->second);
    if (requirement.object == "task") {
      fault.task = when(moment_of(requirement), std::move(bend));
    } else if (requirement.object == "error") {
      fault.error = std::move(bend);
    } else {
      fault.body = when(both(at(operation_of(requirement.object)), good()), std::move(bend));
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

auto excuse_for(std::string_view fault, std::string_view profile) -> std::string_view {
  struct Excuse {
    std::string_view fault, profile, reason;
  };
  static constexpr Excuse excuses[] = {
      {"", "", ""},
  };
  for (const auto& excuse : excuses) {
    if (excuse.fault == fault && (excuse.profile == profile || excuse.profile == "*")) return excuse.reason;
  }
  return {};
}

}  // namespace vidspec::conformance::selftest
