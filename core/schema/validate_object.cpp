#include "core/schema/evaluation.h"
#include "core/schema/words.h"

namespace vidspec::core::schema {

auto Evaluation::check_object(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const ObjectRules& rules = *node.object;
  const auto& object = value.get_ref<const Json::object_t&>();
  bool valid = true;
  const auto bad = [&](std::string_view keyword) {
    valid = false;
    return found_ == nullptr ||
           stop(node, keyword, path, expected_words(keyword, node.source->at(std::string(keyword))),
                count_words(object.size(), "member"));
  };
  if (object.size() < rules.min_members && bad("minProperties")) return false;
  if (object.size() > rules.max_members && bad("maxProperties")) return false;
  valid = check_members(node, object, path, marks) && valid;
  if (!valid && stopped()) return false;
  return check_dependencies(node, value, path, marks) && valid;
}

// Members and rules are both sorted by name: one walk over the two decides what is known, unknown and missing.
auto Evaluation::check_members(const Node& node, const Json::object_t& object, const Path& path, Marks* marks) -> bool {
  const ObjectRules& rules = *node.object;
  const bool others = rules.additional != nullptr || rules.names != nullptr || !rules.patterns.empty();
  bool valid = true;
  const auto missing = [&](const std::string& name) {
    valid = false;
    return found_ == nullptr || stop(node, "required", path, "a member " + show(name), "missing");
  };
  auto rule = rules.members.begin();
  std::size_t position = 0;
  for (auto member = object.begin(); member != object.end(); ++member, ++position) {
    int order = 1;
    for (; rule != rules.members.end() && (order = rule->name.compare(member->first)) < 0; ++rule) {
      if (rule->required && missing(rule->name)) return false;
    }
    const Node* known = nullptr;
    if (rule != rules.members.end() && order == 0) {
      known = rule->schema;
      ++rule;
    }
    if (known == nullptr && !others) continue;
    const Path below{&path, &member->first, 0};
    bool looked_at = known != nullptr;
    bool holds = known == nullptr || check(*known, member->second, below, nullptr);
    if (others && (holds || !stopped())) {
      holds = check_other_member(rules, known != nullptr, member->first, member->second, below, looked_at) && holds;
    }
    if (!holds) {
      valid = false;
      if (stopped()) return false;
    }
    if (looked_at && marks != nullptr) marks->add(position);
  }
  for (; rule != rules.members.end(); ++rule) {
    if (rule->required && missing(rule->name)) return false;
  }
  return valid;
}

auto Evaluation::check_other_member(const ObjectRules& rules, bool known, const std::string& name, const Json& value,
                                    const Path& path, bool& looked_at) -> bool {
  bool valid = true;
  for (const auto& [pattern, schema] : rules.patterns) {
    if (!pattern->found_in(name)) continue;
    looked_at = true;
    valid = check(*schema, value, path, nullptr) && valid;
    if (!valid && stopped()) return false;
  }
  if (rules.additional != nullptr && !known && !looked_at) {
    looked_at = true;
    valid = check(*rules.additional, value, path, nullptr) && valid;
    if (!valid && stopped()) return false;
  }
  return (rules.names == nullptr || check(*rules.names, Json(name), path, nullptr)) && valid;
}

auto Evaluation::check_dependencies(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const ObjectRules& rules = *node.object;
  const auto& object = value.get_ref<const Json::object_t&>();
  bool valid = true;
  for (const auto& [name, needed] : rules.dependent_required) {
    if (object.find(name) == object.end()) continue;
    for (const std::string& other : needed) {
      if (object.find(other) != object.end()) continue;
      valid = false;
      const std::string_view keyword =
          node.source->contains("dependentRequired") ? "dependentRequired" : "dependencies";
      if (found_ == nullptr ||
          stop(node, keyword, path, "a member " + show(other) + " beside " + show(name), "missing"))
        return false;
    }
  }
  for (const auto& [name, schema] : rules.dependent_schemas) {
    if (object.find(name) == object.end()) continue;
    valid = check(*schema, value, path, marks) && valid;
    if (!valid && stopped()) return false;
  }
  return valid;
}

auto Evaluation::check_unevaluated(const Node& node, const Json& value, const Path& path, Marks& marks) -> bool {
  bool valid = true;
  std::size_t position = 0;
  const auto rest = [&](const Node& schema, const Json& inner, const Path& below) {
    if (marks.has(position++)) return true;
    valid = check(schema, inner, below, nullptr) && valid;
    return valid || !stopped();
  };
  if (marks.has_all()) return true;
  if (const auto* object = value.get_ptr<const Json::object_t*>()) {
    for (const auto& [name, member] : *object) {
      if (!rest(*node.unevaluated_members, member, Path{&path, &name, 0})) return false;
    }
  } else if (const auto* array = value.get_ptr<const Json::array_t*>()) {
    for (const Json& element : *array) {
      const std::size_t index = position;
      if (!rest(*node.unevaluated_items, element, Path{&path, nullptr, index})) return false;
    }
  }
  return valid;
}

}  // namespace vidspec::core::schema
