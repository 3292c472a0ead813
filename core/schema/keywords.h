#pragma once

#include <string_view>

#include "core/schema/program.h"

namespace vidspec::core::schema {

class Compiler;

/// A keyword as it stands in a schema that is being compiled.
struct Occurrence {
  Compiler& compiler;
  Node& node;
  std::string_view keyword;
  const Json& value;
};

/// What kind of value a keyword has; where schemas are in it.
enum class Shape { value, schema, schemas, map, schema_or_schemas, map_of_schemas_or_names };

/// Which part of a dialect has the keyword.
enum class Vocabulary { core, applicator, unevaluated, validation, annotation };

/// One keyword that we know.
struct Keyword {
  std::string_view name;
  Shape shape;
  Vocabulary vocabulary;
  bool draft7;
  bool draft2020;
  void (*compile)(const Occurrence& at);
};

/// The keyword of that name in that dialect, or nullptr.
auto find_keyword(std::string_view name, const Dialect& dialect) -> const Keyword*;

/// Calls `each` with every schema directly below a keyword's value, and the pointer to it from the keyword.
template <typename Each>
void for_each_subschema(Shape shape, const Json& value, const Each& each) {
  const bool one = shape == Shape::schema || (shape == Shape::schema_or_schemas && !value.is_array());
  if (one) {
    each(value, std::string());
  } else if (shape == Shape::schemas || shape == Shape::schema_or_schemas) {
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) each(value[i], "/" + std::to_string(i));
  } else if (shape == Shape::map || shape == Shape::map_of_schemas_or_names) {
    const auto* members = value.get_ptr<const Json::object_t*>();
    if (members == nullptr) return;
    for (const auto& [name, member] : *members) {
      if (shape == Shape::map || !member.is_array()) each(member, pointer_append("", name));
    }
  }
}

}  // namespace vidspec::core::schema
