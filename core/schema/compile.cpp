#include <map>
#include <utility>

#include "core/error.h"
#include "core/schema/compiler.h"

namespace vidspec::core {

namespace schema {

namespace {

constexpr std::size_t max_schema_depth = 256;

/// Copying and destroying a value recurses in the library, so what is too deep is never copied.
auto is_deeper_than(const Json& root, std::size_t limit) -> bool {
  std::vector<std::pair<const Json*, std::size_t>> open = {{&root, 1}};
  while (!open.empty()) {
    const auto [value, depth] = open.back();
    open.pop_back();
    if (!value->is_structured()) continue;
    if (depth > limit) return true;
    for (const Json& inner : *value) open.emplace_back(&inner, depth + 1);
  }
  return false;
}

/// Calls `each` with the nodes that judge the very value that the node judges.
template <typename Each>
void for_each_in_place(const Node& node, const Each& each) {
  const auto one = [&](const Node* other) {
    if (other != nullptr) each(other);
  };
  if (node.object) {
    for (const auto& [name, schema] : node.object->dependent_schemas) one(schema);
  }
  if (!node.logic) return;
  const LogicRules& logic = *node.logic;
  for (const auto* list : {&logic.all, &logic.any, &logic.one}) {
    for (const Node* other : *list) one(other);
  }
  for (const Node* other : {logic.ref, logic.negated, logic.condition, logic.then, logic.otherwise}) one(other);
  if (logic.dynamic_anchor.empty()) one(logic.dynamic_ref);
}

}  // namespace

void Compiler::run(std::shared_ptr<const Json> document) {
  const Json* root = documents_.add(std::move(document), "", documents_.default_dialect());
  program_.root = node(*root);
  while (!open_.empty()) {
    Node& next = *open_.front();
    open_.pop_front();
    fill(next);
    if (open_.empty() && program_.dynamic) link_dynamic_anchors();
  }
  refuse_endless_references();
}

auto Compiler::node(const Json& schema) -> const Node* {
  const auto [entry, fresh] = nodes_.try_emplace(&schema, nullptr);
  if (!fresh) return entry->second;
  Node& made = program_.nodes.emplace_back();
  entry->second = &made;
  const Place& place = documents_.place(&schema);
  made.source = &schema;
  made.resource = place.resource;
  made.pointer = place.pointer;
  made.keyword = place.keyword;
  open_.push_back(&made);
  return &made;
}

auto Compiler::follow(const Occurrence& at) -> Target {
  const auto* reference = at.value.get_ptr<const std::string*>();
  if (reference == nullptr) refuse(at, "must be text, a URI reference");
  return documents_.follow(documents_.place(at.node.source), at.keyword, *reference);
}

void Compiler::refuse(const Occurrence& at, const std::string& message, std::string_view below) const {
  schema::refuse(options_, *at.node.resource, pointer_append(at.node.pointer, at.keyword).append(below),
                 std::string(at.keyword) + " " + message);
}

void Compiler::fill(Node& node) {
  if (node.source->is_boolean()) {
    node.never = !node.source->get<bool>();
    return;
  }
  if (!node.source->is_object()) {
    schema::refuse(options_, *node.resource, node.pointer,
                   "a schema is an object, true or false, not " + show(*node.source, 60));
  }
  const Dialect& dialect = node.resource->dialect;
  // Draft-07 ignores what stands beside a $ref.
  const bool only_reference = dialect.draft7 && node.source->contains("$ref");
  for (const auto& [name, value] : node.source->get_ref<const Json::object_t&>()) {
    const Keyword* keyword = find_keyword(name, dialect);
    if (keyword == nullptr) {
      if (!options_.strict || name.starts_with("x-")) continue;
      schema::refuse(options_, *node.resource, pointer_append(node.pointer, name),
                     "unknown keyword " + show(name, 60) + " (keywords of our own begin with x-)");
    }
    if (!only_reference || name == "$ref" || name == "definitions") keyword->compile({*this, node, name, value});
  }
  node.plain = node.constant == nullptr && node.values == nullptr && !node.number && !node.string && !node.array &&
               !node.object && !node.logic && node.unevaluated_items == nullptr && node.unevaluated_members == nullptr;
}

void Compiler::link_dynamic_anchors() {
  for (Resource& resource : program_.resources) {
    for (const auto& [anchor, schema] : resource.dynamic_anchors) resource.dynamic_nodes[anchor] = node(*schema);
  }
}

void Compiler::refuse_endless_references() const {
  enum class Mark { fresh, open, done };
  std::unordered_map<const Node*, Mark> marks;
  for (const Node& start : program_.nodes) {
    std::vector<const Node*> path = {&start};
    while (!path.empty()) {
      const Node* at = path.back();
      Mark& mark = marks[at];
      if (mark != Mark::fresh) {
        mark = Mark::done;
        path.pop_back();
        continue;
      }
      mark = Mark::open;
      for_each_in_place(*at, [&](const Node* next) {
        const Mark seen = marks[next];
        if (seen == Mark::open) {
          schema::refuse(options_, *at->resource, at->pointer, "refers to itself without end, for the same value");
        }
        if (seen == Mark::fresh) path.push_back(next);
      });
    }
  }
}

}  // namespace schema

auto Schema::compile(const Json& document, const SchemaOptions& options) -> Schema {
  if (schema::is_deeper_than(document, schema::max_schema_depth)) {
    throw InputError(options.name, "", "nested deeper than " + std::to_string(schema::max_schema_depth) + " levels");
  }
  auto program = std::make_shared<Program>();
  schema::Compiler(*program, options).run(std::make_shared<const Json>(document));
  return Schema(std::move(program));
}

}  // namespace vidspec::core
