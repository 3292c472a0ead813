#pragma once

#include "core/schema/keywords.h"

/// How each keyword is compiled into its node. Each throws InputError, with the keyword's pointer, for a wrong value.
namespace vidspec::core::schema::rules {

/// The part of a node's rules, made when it is needed first.
template <typename Rules>
auto rules_of(std::unique_ptr<Rules>& rules) -> Rules& {
  if (!rules) rules = std::make_unique<Rules>();
  return *rules;
}

/// The rule for a member by name, made when it is needed first.
auto member_of(ObjectRules& rules, std::string name) -> Member&;

/// Annotations and what was dealt with when the document was scanned.
void nothing(const Occurrence& at);
/// $id, $schema, $anchor, $dynamicAnchor: must be text.
void text(const Occurrence& at);
/// $defs: what nothing refers to must be sound too.
void definitions(const Occurrence& at);
void reference(const Occurrence& at);
void dynamic_reference(const Occurrence& at);

void type(const Occurrence& at);
void enumeration(const Occurrence& at);
void constant(const Occurrence& at);
void number_bound(const Occurrence& at);
void multiple_of(const Occurrence& at);
/// minLength, maxItems and every other bound that counts.
void count(const Occurrence& at);
void pattern(const Occurrence& at);
void format(const Occurrence& at);
void unique_items(const Occurrence& at);
void required(const Occurrence& at);
void dependent_required(const Occurrence& at);

void properties(const Occurrence& at);
void pattern_properties(const Occurrence& at);
void dependent_schemas(const Occurrence& at);
void dependencies(const Occurrence& at);
void prefix_items(const Occurrence& at);
/// items: of 2020-12 one schema, of draft-07 one or several.
void items(const Occurrence& at);
/// allOf, anyOf, oneOf.
void combination(const Occurrence& at);
/// Every keyword whose value is one schema: not, if, contains, additionalProperties …
void single(const Occurrence& at);

}  // namespace vidspec::core::schema::rules
