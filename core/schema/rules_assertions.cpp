#include <array>
#include <cmath>

#include "core/schema/compiler.h"
#include "core/schema/formats.h"
#include "core/schema/rules.h"

namespace vidspec::core::schema::rules {

namespace {

struct TypeName {
  std::string_view name;
  TypeMask bits;
};
constexpr std::array<TypeName, 7> type_names = {{{"null", type_null},
                                                 {"boolean", type_boolean},
                                                 {"object", type_object},
                                                 {"array", type_array},
                                                 {"number", type_number},
                                                 {"string", type_string},
                                                 {"integer", type_integer}}};

auto bits_of(const Occurrence& at, const Json& name) -> TypeMask {
  for (const TypeName& type : type_names) {
    if (name == type.name) return type.bits;
  }
  at.compiler.refuse(at, "knows null, boolean, object, array, number, string and integer, not " + show(name, 60));
}

auto names_of(const Occurrence& at, const Json& list, const std::string& below) -> std::vector<std::string> {
  std::vector<std::string> names;
  if (!list.is_array()) at.compiler.refuse(at, "must be a list of member names", below);
  for (const Json& name : list) {
    if (!name.is_string()) at.compiler.refuse(at, "must be a list of member names", below);
    names.push_back(name.get<std::string>());
  }
  return names;
}

}  // namespace

void nothing(const Occurrence& /*at*/) {}

void text(const Occurrence& at) {
  if (!at.value.is_string()) at.compiler.refuse(at, "must be text");
}

void type(const Occurrence& at) {
  TypeMask mask = 0;
  if (at.value.is_array()) {
    for (const Json& name : at.value) mask = static_cast<TypeMask>(mask | bits_of(at, name));
    if (at.value.empty()) at.compiler.refuse(at, "must name at least one type");
  } else {
    mask = bits_of(at, at.value);
  }
  at.node.types = mask;
}

void enumeration(const Occurrence& at) {
  at.node.values = at.value.get_ptr<const Json::array_t*>();
  if (at.node.values == nullptr) at.compiler.refuse(at, "must be a list of values");
}

void constant(const Occurrence& at) { at.node.constant = &at.value; }

void number_bound(const Occurrence& at) {
  if (!at.value.is_number()) at.compiler.refuse(at, "must be a number");
  NumberRules& rules = rules_of(at.node.number);
  if (at.keyword == "minimum") rules.minimum = &at.value;
  if (at.keyword == "maximum") rules.maximum = &at.value;
  if (at.keyword == "exclusiveMinimum") rules.exclusive_minimum = &at.value;
  if (at.keyword == "exclusiveMaximum") rules.exclusive_maximum = &at.value;
}

void multiple_of(const Occurrence& at) {
  if (!at.value.is_number() || at.value <= 0) at.compiler.refuse(at, "must be a number above 0");
  rules_of(at.node.number).multiple_of = &at.value;
}

void count(const Occurrence& at) {
  if ((type_bits(at.value) & type_integer) == 0 || at.value < 0)
    at.compiler.refuse(at, "must be a whole number from 0 up");
  const double wanted = at.value.get<double>();
  const std::size_t count = wanted >= 1e18 ? unlimited : at.value.get<std::size_t>();
  if (at.keyword == "minLength") rules_of(at.node.string).min_length = count;
  if (at.keyword == "maxLength") rules_of(at.node.string).max_length = count;
  if (at.keyword == "minItems") rules_of(at.node.array).min_items = count;
  if (at.keyword == "maxItems") rules_of(at.node.array).max_items = count;
  if (at.keyword == "minContains") rules_of(at.node.array).min_contains = count;
  if (at.keyword == "maxContains") rules_of(at.node.array).max_contains = count;
  if (at.keyword == "minProperties") rules_of(at.node.object).min_members = count;
  if (at.keyword == "maxProperties") rules_of(at.node.object).max_members = count;
}

void pattern(const Occurrence& at) {
  const auto* source = at.value.get_ptr<const std::string*>();
  if (source == nullptr) at.compiler.refuse(at, "must be text, a regular expression");
  std::string reason;
  rules_of(at.node.string).pattern = Pattern::compile(*source, reason);
  if (!at.node.string->pattern) at.compiler.refuse(at, "cannot be used: " + reason);
}

void format(const Occurrence& at) {
  const auto* name = at.value.get_ptr<const std::string*>();
  if (name == nullptr) at.compiler.refuse(at, "must be text, the name of a format");
  if (!at.node.resource->dialect.formats_assert) return;
  if (const FormatCheck check = find_format(*name)) rules_of(at.node.string).format = check;
}

void unique_items(const Occurrence& at) {
  if (!at.value.is_boolean()) at.compiler.refuse(at, "must be true or false");
  rules_of(at.node.array).unique = at.value.get<bool>();
}

void required(const Occurrence& at) {
  ObjectRules& rules = rules_of(at.node.object);
  for (std::string& name : names_of(at, at.value, "")) member_of(rules, std::move(name)).required = true;
}

void dependent_required(const Occurrence& at) {
  if (!at.value.is_object()) at.compiler.refuse(at, "must be an object of lists of member names");
  for (const auto& [name, names] : at.value.get_ref<const Json::object_t&>()) {
    rules_of(at.node.object).dependent_required.emplace_back(name, names_of(at, names, pointer_append("", name)));
  }
}

void dependencies(const Occurrence& at) {
  if (!at.value.is_object()) at.compiler.refuse(at, "must be an object of schemas or lists of member names");
  ObjectRules& rules = rules_of(at.node.object);
  for (const auto& [name, value] : at.value.get_ref<const Json::object_t&>()) {
    if (value.is_array()) {
      rules.dependent_required.emplace_back(name, names_of(at, value, pointer_append("", name)));
    } else {
      rules.dependent_schemas.emplace_back(name, at.compiler.node(value));
    }
  }
}

}  // namespace vidspec::core::schema::rules
