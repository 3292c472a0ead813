#include <algorithm>

#include "core/schema/evaluation.h"
#include "core/schema/words.h"
#include "core/text.h"

namespace vidspec::core::schema {

namespace {

constexpr std::size_t max_explained = 6;

}  // namespace

auto Evaluation::matches(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  std::vector<Violation>* const found = std::exchange(found_, nullptr);
  bool holds = false;
  if (marks == nullptr) {
    holds = check(node, value, path, nullptr);
  } else {
    Marks own(value.size());
    holds = check(node, value, path, &own);
    if (holds) marks->add(own);
  }
  found_ = found;
  return holds;
}

auto Evaluation::check_logic(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const LogicRules& logic = *node.logic;
  bool valid = true;
  const auto part = [&](bool holds) {
    valid = valid && holds;
    return valid || !stopped();
  };
  if (!part(check_references(logic, value, path, marks))) return false;
  for (const Node* one : logic.all) {
    if (!part(check(*one, value, path, marks))) return false;
  }
  if (!part(check_alternatives(node, value, path, marks))) return false;
  if (logic.negated != nullptr && matches(*logic.negated, value, path, nullptr)) {
    valid = false;
    if (stop(node, "not", path, value)) return false;
  }
  if (logic.condition != nullptr) {
    const Node* next = matches(*logic.condition, value, path, marks) ? logic.then : logic.otherwise;
    if (next != nullptr && !part(check(*next, value, path, marks))) return false;
  }
  return valid;
}

auto Evaluation::check_references(const LogicRules& logic, const Json& value, const Path& path, Marks* marks) -> bool {
  bool valid = true;
  if (logic.ref != nullptr) valid = check(*logic.ref, value, path, marks);
  if (logic.dynamic_ref == nullptr || (!valid && stopped())) return valid;
  return check(dynamic_target(logic), value, path, marks) && valid;
}

// The outermost resource on the way here that has the anchor wins.
auto Evaluation::dynamic_target(const LogicRules& logic) const -> const Node& {
  const Node* target = logic.dynamic_ref;
  if (logic.dynamic_anchor.empty()) return *target;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    const auto found = scope->resource->dynamic_nodes.find(logic.dynamic_anchor);
    if (found != scope->resource->dynamic_nodes.end()) target = found->second;
  }
  return *target;
}

auto Evaluation::check_alternatives(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const LogicRules& logic = *node.logic;
  bool valid = true;
  if (!logic.any.empty()) {
    bool any = false;
    for (const Node* one : logic.any) {
      any = matches(*one, value, path, marks) || any;
      if (any && marks == nullptr) break;
    }
    valid = any;
    if (!any && (found_ == nullptr || stop(node, "anyOf", path, explain(logic.any, value, path), show(value))))
      return false;
  }
  if (logic.one.empty()) return valid;
  std::size_t count = 0;
  std::string which;
  for (std::size_t i = 0; i < logic.one.size(); ++i) {
    if (!matches(*logic.one[i], value, path, marks)) continue;
    if (++count > 1 && found_ == nullptr) return false;
    if (count <= max_explained) which.append(which.empty() ? "" : ", ").append(std::to_string(i + 1));
  }
  if (count == 1) return valid;
  if (found_ == nullptr) return false;
  if (count == 0) {
    stop(node, "oneOf", path, explain(logic.one, value, path), show(value));
  } else {
    stop(node, "oneOf", path, expected_words("oneOf", node.source->at("oneOf")), "a match of alternatives " + which);
  }
  return false;
}

// Says what each alternative missed first, which for a choice of types reads as "a string or null".
auto Evaluation::explain(const std::vector<const Node*>& nodes, const Json& value, const Path& path) -> std::string {
  if (explaining_) return "a match of one of " + count_words(nodes.size(), "alternative");
  explaining_ = true;
  std::vector<Violation>* const found = found_;
  const std::size_t most = std::exchange(most_, 1);
  std::string words;
  const std::size_t here = pointer_of(path).size();
  for (std::size_t i = 0; i < nodes.size() && i < max_explained; ++i) {
    std::vector<Violation> first;
    found_ = &first;
    check(*nodes[i], value, path, nullptr);
    if (first.empty()) continue;
    const bool inside = first[0].instance.size() > here;
    words.append(words.empty() ? "" : " or ");
    words += inside ? first[0].expected + " at " + first[0].instance : first[0].expected;
  }
  if (nodes.size() > max_explained) words += " or another of " + count_words(nodes.size(), "alternative");
  found_ = found;
  most_ = most;
  explaining_ = false;
  return elide(words, max_words);
}

}  // namespace vidspec::core::schema
