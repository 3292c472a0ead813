#include "conformance/field_examples.h"

#include <algorithm>

#include "core/profile/check.h"

namespace vidspec::conformance {

using core::Assertion;
using core::Json;

namespace {

auto allows(const Json& member, std::string_view type) -> bool {
  if (!member.contains("type")) return true;
  const auto& types = member.at("type");
  if (types.is_string()) return types == type;
  return std::find(types.begin(), types.end(), type) != types.end();
}

auto of_another_type(const Json& member) -> Json {
  if (!allows(member, "string")) return "7";
  if (!allows(member, "integer") && !allows(member, "number")) return 7;
  return Json::array({"seven"});
}

auto of_another_value(const Json& member) -> Json {
  if (member.contains("const") && member.at("const").is_boolean()) return !member.at("const").get<bool>();
  if (allows(member, "string")) return "no-such-value";
  return 987'654;
}

auto beyond(const Json& member) -> Json {
  if (member.contains("maximum")) return member.at("maximum").get<double>() + 1;
  if (member.contains("minimum")) return member.at("minimum").get<double>() - 1;
  if (member.contains("minLength")) return "";
  return 987'654;
}

// A JSON text with a value at a pointer; `*` is the first element.
auto text_with(std::string pointer, const Json& value) -> std::string {
  for (auto at = pointer.find('*'); at != std::string::npos; at = pointer.find('*')) pointer.replace(at, 1, "0");
  Json root;
  root[Json::json_pointer(pointer)] = value;
  return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

auto text_without(const std::string& pointer) -> std::string {
  const auto parent = pointer.substr(0, pointer.rfind('/'));
  return parent.empty() ? "{}" : text_with(parent, Json::object());
}

}  // namespace

auto wrong_value(Assertion assertion, const Json& member) -> std::optional<Json> {
  switch (assertion) {
    case Assertion::null:
      return Json();
    case Assertion::type:
      return of_another_type(member);
    case Assertion::enum_:
    case Assertion::const_:
    case Assertion::format:
      return of_another_value(member);
    case Assertion::range:
      return beyond(member);
    default:
      return std::nullopt;
  }
}

auto right_value(const Json& member) -> Json {
  if (member.contains("const")) return member.at("const");
  if (member.contains("enum") && !member.at("enum").empty()) return member.at("enum").front();
  if (member.contains("examples") && !member.at("examples").empty()) return member.at("examples").front();
  if (allows(member, "string")) return "a text";
  if (allows(member, "integer") || allows(member, "number")) return member.value("minimum", Json(1764649117));
  if (allows(member, "boolean")) return true;
  return allows(member, "array") ? Json::array() : Json::object();
}

auto field_examples(const core::Profile& profile, const core::FieldRequirement& requirement) -> FieldExamples {
  const auto& pointer = requirement.pointer;
  if (pointer.empty()) return {"{…}", "[{…}]"};
  const auto schema = profile.schemas.find(requirement.object);
  const auto* found = schema == profile.schemas.end() ? nullptr : core::describe_member(schema->second, pointer);
  const auto member = found == nullptr ? Json::object() : *found;
  const bool nullable = requirement.assertion == Assertion::nullable_absent;
  const auto wrong = wrong_value(requirement.assertion, member);
  return {text_with(pointer, nullable ? Json() : right_value(member)),
          wrong ? text_with(pointer, *wrong) : text_without(pointer)};
}

}  // namespace vidspec::conformance
