#include "core/schema/keywords.h"

#include <array>
#include <map>

#include "core/schema/rules.h"

namespace vidspec::core::schema {

namespace {

constexpr auto core_ = Vocabulary::core;
constexpr auto applicator = Vocabulary::applicator;
constexpr auto unevaluated = Vocabulary::unevaluated;
constexpr auto validation = Vocabulary::validation;
constexpr auto annotation = Vocabulary::annotation;

// name, shape, vocabulary, in draft-07, in 2020-12, how it is compiled
constexpr std::array<Keyword, 61> keywords = {{
    {"$schema", Shape::value, core_, true, true, rules::text},
    {"$id", Shape::value, core_, true, true, rules::text},
    {"$anchor", Shape::value, core_, false, true, rules::text},
    {"$dynamicAnchor", Shape::value, core_, false, true, rules::text},
    {"$ref", Shape::value, core_, true, true, rules::reference},
    {"$dynamicRef", Shape::value, core_, false, true, rules::dynamic_reference},
    {"$vocabulary", Shape::value, core_, false, true, rules::nothing},
    {"$comment", Shape::value, core_, true, true, rules::nothing},
    {"$defs", Shape::map, core_, false, true, rules::definitions},
    // 2020-12 keeps the old names of $defs and dependent* for compatibility.
    {"definitions", Shape::map, core_, true, true, rules::definitions},
    {"dependencies", Shape::map_of_schemas_or_names, applicator, true, true, rules::dependencies},

    {"type", Shape::value, validation, true, true, rules::type},
    {"enum", Shape::value, validation, true, true, rules::enumeration},
    {"const", Shape::value, validation, true, true, rules::constant},
    {"minimum", Shape::value, validation, true, true, rules::number_bound},
    {"maximum", Shape::value, validation, true, true, rules::number_bound},
    {"exclusiveMinimum", Shape::value, validation, true, true, rules::number_bound},
    {"exclusiveMaximum", Shape::value, validation, true, true, rules::number_bound},
    {"multipleOf", Shape::value, validation, true, true, rules::multiple_of},
    {"minLength", Shape::value, validation, true, true, rules::count},
    {"maxLength", Shape::value, validation, true, true, rules::count},
    {"minItems", Shape::value, validation, true, true, rules::count},
    {"maxItems", Shape::value, validation, true, true, rules::count},
    {"minContains", Shape::value, validation, false, true, rules::count},
    {"maxContains", Shape::value, validation, false, true, rules::count},
    {"minProperties", Shape::value, validation, true, true, rules::count},
    {"maxProperties", Shape::value, validation, true, true, rules::count},
    {"pattern", Shape::value, validation, true, true, rules::pattern},
    {"uniqueItems", Shape::value, validation, true, true, rules::unique_items},
    {"required", Shape::value, validation, true, true, rules::required},
    {"dependentRequired", Shape::value, validation, false, true, rules::dependent_required},

    {"properties", Shape::map, applicator, true, true, rules::properties},
    {"patternProperties", Shape::map, applicator, true, true, rules::pattern_properties},
    {"additionalProperties", Shape::schema, applicator, true, true, rules::single},
    {"propertyNames", Shape::schema, applicator, true, true, rules::single},
    {"dependentSchemas", Shape::map, applicator, false, true, rules::dependent_schemas},
    {"prefixItems", Shape::schemas, applicator, false, true, rules::prefix_items},
    {"items", Shape::schema_or_schemas, applicator, true, false, rules::items},
    {"items", Shape::schema, applicator, false, true, rules::items},
    {"additionalItems", Shape::schema, applicator, true, false, rules::single},
    {"contains", Shape::schema, applicator, true, true, rules::single},
    {"allOf", Shape::schemas, applicator, true, true, rules::combination},
    {"anyOf", Shape::schemas, applicator, true, true, rules::combination},
    {"oneOf", Shape::schemas, applicator, true, true, rules::combination},
    {"not", Shape::schema, applicator, true, true, rules::single},
    {"if", Shape::schema, applicator, true, true, rules::single},
    {"then", Shape::schema, applicator, true, true, rules::single},
    {"else", Shape::schema, applicator, true, true, rules::single},
    {"unevaluatedItems", Shape::schema, unevaluated, false, true, rules::single},
    {"unevaluatedProperties", Shape::schema, unevaluated, false, true, rules::single},

    {"format", Shape::value, annotation, true, true, rules::format},
    {"title", Shape::value, annotation, true, true, rules::nothing},
    {"description", Shape::value, annotation, true, true, rules::nothing},
    {"default", Shape::value, annotation, true, true, rules::nothing},
    {"examples", Shape::value, annotation, true, true, rules::nothing},
    {"deprecated", Shape::value, annotation, false, true, rules::nothing},
    {"readOnly", Shape::value, annotation, true, true, rules::nothing},
    {"writeOnly", Shape::value, annotation, true, true, rules::nothing},
    {"contentEncoding", Shape::value, annotation, true, true, rules::nothing},
    {"contentMediaType", Shape::value, annotation, true, true, rules::nothing},
    {"contentSchema", Shape::schema, annotation, false, true, rules::nothing},
}};

using Index = std::map<std::string_view, const Keyword*>;

auto index_of(bool draft7) -> Index {
  Index index;
  for (const Keyword& keyword : keywords) {
    if (draft7 ? keyword.draft7 : keyword.draft2020) index.emplace(keyword.name, &keyword);
  }
  return index;
}

auto is_on(Vocabulary vocabulary, const Dialect& dialect) -> bool {
  switch (vocabulary) {
    case Vocabulary::applicator:
      return dialect.applicator;
    case Vocabulary::unevaluated:
      return dialect.unevaluated;
    case Vocabulary::validation:
      return dialect.validation;
    default:
      return true;
  }
}

}  // namespace

auto find_keyword(std::string_view name, const Dialect& dialect) -> const Keyword* {
  static const Index draft7 = index_of(true);
  static const Index draft2020 = index_of(false);
  const Index& index = dialect.draft7 ? draft7 : draft2020;
  const auto found = index.find(name);
  return found == index.end() || !is_on(found->second->vocabulary, dialect) ? nullptr : found->second;
}

}  // namespace vidspec::core::schema
