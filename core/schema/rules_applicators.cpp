#include <algorithm>

#include "core/schema/compiler.h"
#include "core/schema/rules.h"

namespace vidspec::core::schema::rules {

auto member_of(ObjectRules& rules, std::string name) -> Member& {
  const auto at =
      std::lower_bound(rules.members.begin(), rules.members.end(), name,
                       [](const Member& member, const std::string& wanted) { return member.name < wanted; });
  if (at != rules.members.end() && at->name == name) return *at;
  return *rules.members.insert(at, Member{std::move(name), nullptr, false});
}

namespace {

auto members_of(const Occurrence& at) -> const Json::object_t& {
  const auto* members = at.value.get_ptr<const Json::object_t*>();
  if (members == nullptr) at.compiler.refuse(at, "must be an object of schemas");
  return *members;
}

auto list_of(const Occurrence& at) -> std::vector<const Node*> {
  const auto* schemas = at.value.get_ptr<const Json::array_t*>();
  if (schemas == nullptr || schemas->empty()) at.compiler.refuse(at, "must be a list of at least one schema");
  std::vector<const Node*> nodes;
  for (const Json& schema : *schemas) nodes.push_back(at.compiler.node(schema));
  return nodes;
}

}  // namespace

void definitions(const Occurrence& at) {
  for (const auto& [name, schema] : members_of(at)) at.compiler.node(schema);
}

void reference(const Occurrence& at) {
  const Target target = at.compiler.follow(at);
  rules_of(at.node.logic).ref = at.compiler.node(*target.schema);
}

void dynamic_reference(const Occurrence& at) {
  Target target = at.compiler.follow(at);
  LogicRules& rules = rules_of(at.node.logic);
  rules.dynamic_ref = at.compiler.node(*target.schema);
  rules.dynamic_anchor = std::move(target.dynamic_anchor);
  if (!rules.dynamic_anchor.empty()) at.compiler.needs_dynamic_scope();
}

void properties(const Occurrence& at) {
  ObjectRules& rules = rules_of(at.node.object);
  for (const auto& [name, schema] : members_of(at)) member_of(rules, name).schema = at.compiler.node(schema);
}

void pattern_properties(const Occurrence& at) {
  ObjectRules& rules = rules_of(at.node.object);
  for (const auto& [source, schema] : members_of(at)) {
    std::string reason;
    auto pattern = Pattern::compile(source, reason);
    if (!pattern) at.compiler.refuse(at, "has a pattern that cannot be used: " + reason, pointer_append("", source));
    rules.patterns.emplace_back(std::move(pattern), at.compiler.node(schema));
  }
}

void dependent_schemas(const Occurrence& at) {
  ObjectRules& rules = rules_of(at.node.object);
  for (const auto& [name, schema] : members_of(at))
    rules.dependent_schemas.emplace_back(name, at.compiler.node(schema));
}

void prefix_items(const Occurrence& at) { rules_of(at.node.array).prefix = list_of(at); }

void items(const Occurrence& at) {
  ArrayRules& rules = rules_of(at.node.array);
  if (!at.node.resource->dialect.draft7 || !at.value.is_array()) {
    rules.rest = at.compiler.node(at.value);
    return;
  }
  for (const Json& schema : at.value) rules.prefix.push_back(at.compiler.node(schema));
  if (const auto rest = at.node.source->find("additionalItems"); rest != at.node.source->end()) {
    rules.rest = at.compiler.node(*rest);
  }
}

void combination(const Occurrence& at) {
  std::vector<const Node*> nodes = list_of(at);
  LogicRules& rules = rules_of(at.node.logic);
  (at.keyword == "allOf" ? rules.all : at.keyword == "anyOf" ? rules.any : rules.one) = std::move(nodes);
}

void single(const Occurrence& at) {
  const Node* schema = at.compiler.node(at.value);
  Node& node = at.node;
  if (at.keyword == "not") rules_of(node.logic).negated = schema;
  if (at.keyword == "if") rules_of(node.logic).condition = schema;
  if (at.keyword == "then") rules_of(node.logic).then = schema;
  if (at.keyword == "else") rules_of(node.logic).otherwise = schema;
  if (at.keyword == "contains") rules_of(node.array).contains = schema;
  if (at.keyword == "additionalProperties") rules_of(node.object).additional = schema;
  if (at.keyword == "propertyNames") rules_of(node.object).names = schema;
  if (at.keyword == "unevaluatedItems") node.unevaluated_items = schema;
  if (at.keyword == "unevaluatedProperties") node.unevaluated_members = schema;
}

}  // namespace vidspec::core::schema::rules
