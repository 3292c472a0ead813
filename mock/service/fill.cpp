#include "mock/service/json_text.h"
#include "mock/service/render.h"
#include "mock/service/shape.h"

namespace vidspec::mock {

namespace {

/// The JSON text of a value that a documented member may have where the mock knows nothing better.
auto anything_for(const core::Json& member, const std::string& text) -> std::string {
  if (member.contains("enum")) return member["enum"].at(0).dump();
  if (allows(member, "null")) return "null";
  if (allows(member, "string")) return text.empty() ? "\"unknown\"" : text;
  if (allows_number(member)) return "0";
  return allows(member, "boolean") ? "false" : "[]";
}

auto value_of(const Values& values, std::string_view name) -> std::string {
  for (const auto& [key, json] : values) {
    if (key == name) return json;
  }
  return {};
}

}  // namespace

auto fill(const core::Json& schema, const Values& values) -> std::string {
  std::string text = "{";
  if (!schema.contains("properties")) return "{}";
  for (const auto& name : members_in_order(schema)) {
    const core::Json& member = schema["properties"][name];
    auto value = value_of(values, name);
    const bool fits = value.empty() || value.front() != '"' || !member.contains("type") || allows(member, "string");
    if (!fits) value.clear();
    if (member.contains("const")) {
      value = member["const"].dump();
    } else if (value.empty() && member.contains("properties")) {
      value = fill(member, values);
    } else if (value.empty() && is_required(schema, name)) {
      value = anything_for(member, value_of(values, other_texts));
    }
    if (value.empty()) continue;
    if (text.size() > 1) text += ',';
    text += json_string(name) + ":" + value;
  }
  return text + "}";
}

auto render_error(const core::Profile& profile, const ApiError& error) -> std::string {
  static const core::Json usual = {
      {"properties",
       {{"error",
         {{"type", "object"}, {"properties", {{"code", {}}, {"message", {}}, {"param", {}}, {"type", {}}}}}}}}};
  const auto schema = profile.schemas.find("error");
  const auto or_null = [](const std::string& text) { return text.empty() ? std::string("null") : json_string(text); };
  return fill(schema == profile.schemas.end() ? usual : schema->second, {{"message", json_string(error.message)},
                                                                         {"type", json_string(error.type)},
                                                                         {"param", or_null(error.param)},
                                                                         {"code", or_null(error.code)},
                                                                         {"data", "null"},
                                                                         {other_texts, json_string(error.message)}});
}

}  // namespace vidspec::mock
