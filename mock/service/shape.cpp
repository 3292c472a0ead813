#include "mock/service/shape.h"

#include <algorithm>

namespace vidspec::mock {

auto allows(const core::Json& schema, std::string_view type) -> bool {
  const auto found = schema.find("type");
  if (found == schema.end()) return false;
  if (found->is_string()) return found->get_ref<const std::string&>() == type;
  for (const auto& item : *found) {
    if (item == type) return true;
  }
  return false;
}

auto allows_number(const core::Json& schema) -> bool { return allows(schema, "integer") || allows(schema, "number"); }

auto is_required(const core::Json& schema, const std::string& name) -> bool {
  const auto required = schema.find("required");
  if (required == schema.end() || !required->is_array()) return false;
  return std::find(required->begin(), required->end(), core::Json(name)) != required->end();
}

auto members_in_order(const core::Json& schema) -> std::vector<std::string> {
  std::vector<std::string> names;
  const auto& properties = schema["properties"];
  if (const auto required = schema.find("required"); required != schema.end()) {
    for (const auto& name : *required) {
      if (properties.contains(name.get_ref<const std::string&>())) names.push_back(name.get<std::string>());
    }
  }
  for (const auto& [name, member] : properties.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace vidspec::mock
