#include <algorithm>
#include <array>

#include "core/schema/evaluation.h"
#include "core/schema/words.h"

namespace vidspec::core {

namespace schema {

namespace {

constexpr std::size_t max_depth = 512;
constexpr std::size_t max_steps = 10'000'000;
constexpr std::size_t max_violations = 1000;
constexpr std::size_t max_shown = 120;

auto characters(std::string_view text) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

auto pointer_of(const Path& path) -> std::string {
  std::vector<const Path*> steps;
  for (const Path* step = &path; step->parent != nullptr; step = step->parent) steps.push_back(step);
  std::string pointer;
  for (std::size_t i = steps.size(); i-- > 0;) {
    pointer =
        pointer_append(pointer, steps[i]->member != nullptr ? *steps[i]->member : std::to_string(steps[i]->index));
  }
  return pointer;
}

void Marks::add(const Marks& other) {
  all_ = all_ || other.all_;
  for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] = seen_[i] || other.seen_[i];
}

auto Evaluation::judge(const Json& value) -> bool {
  const bool valid = check(*program_.root, value, Path{}, nullptr);
  if (!gave_up_) return valid;
  if (found_ != nullptr) {
    found_->push_back({"", "", "",
                       "a value that can be judged within " + count_words(max_depth, "level") + " and " +
                           count_words(max_steps, "step"),
                       "one that cannot"});
  }
  return false;
}

auto Evaluation::check(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  if (node.plain) {
    if (node.never) return stop_never(node, path, value), false;
    if ((node.types & type_bits(value)) != 0) return true;
    return stop(node, "type", path, value), false;
  }
  if (gave_up_ || depth_ >= max_depth || steps_ >= max_steps) {
    gave_up_ = true;
    return false;
  }
  ++depth_;
  ++steps_;
  const Scope scope{scope_, node.resource};
  const bool enters = program_.dynamic && (scope_ == nullptr || scope_->resource != node.resource);
  if (enters) scope_ = &scope;
  bool valid = true;
  const bool unevaluated = (node.unevaluated_members != nullptr && value.is_object()) ||
                           (node.unevaluated_items != nullptr && value.is_array());
  if (unevaluated) {
    Marks own(value.size());
    valid = check_keywords(node, value, path, &own);
    if (valid || !stopped()) valid = check_unevaluated(node, value, path, own) && valid;
    if (marks != nullptr) marks->add_all();
  } else {
    valid = check_keywords(node, value, path, marks);
  }
  if (enters) scope_ = scope.outer;
  --depth_;
  return valid;
}

auto Evaluation::check_keywords(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  bool valid = true;
  const auto bad = [&](std::string_view keyword) {
    valid = false;
    return stop(node, keyword, path, value);
  };
  if ((node.types & type_bits(value)) == 0 && bad("type")) return false;
  if (node.constant != nullptr && compare(*node.constant, value) != 0 && bad("const")) return false;
  if (node.values != nullptr &&
      std::none_of(node.values->begin(), node.values->end(),
                   [&](const Json& one) { return compare(one, value) == 0; }) &&
      bad("enum")) {
    return false;
  }
  const auto part = [&](bool holds) {
    valid = valid && holds;
    return valid || !stopped();
  };
  if (node.object && value.is_object() && !part(check_object(node, value, path, marks))) return false;
  if (node.array && value.is_array() && !part(check_array(node, value, path, marks))) return false;
  if (node.string && value.is_string() && !part(check_string(node, value, path))) return false;
  if (node.number && value.is_number() && !part(check_number(node, value, path))) return false;
  if (node.logic && !part(check_logic(node, value, path, marks))) return false;
  return valid;
}

auto Evaluation::check_number(const Node& node, const Json& value, const Path& path) -> bool {
  const NumberRules& rules = *node.number;
  bool valid = true;
  const auto bad = [&](std::string_view keyword) {
    valid = false;
    return stop(node, keyword, path, value);
  };
  if (rules.minimum != nullptr && compare(value, *rules.minimum) < 0 && bad("minimum")) return false;
  if (rules.maximum != nullptr && compare(value, *rules.maximum) > 0 && bad("maximum")) return false;
  if (rules.exclusive_minimum != nullptr && compare(value, *rules.exclusive_minimum) <= 0 && bad("exclusiveMinimum"))
    return false;
  if (rules.exclusive_maximum != nullptr && compare(value, *rules.exclusive_maximum) >= 0 && bad("exclusiveMaximum"))
    return false;
  if (rules.multiple_of != nullptr && !is_multiple(value, *rules.multiple_of) && bad("multipleOf")) return false;
  return valid;
}

auto Evaluation::check_string(const Node& node, const Json& value, const Path& path) -> bool {
  const StringRules& rules = *node.string;
  const std::string& text = value.get_ref<const std::string&>();
  bool valid = true;
  const auto bad = [&](std::string_view keyword) {
    valid = false;
    return stop(node, keyword, path, value);
  };
  if (rules.min_length > 0 || rules.max_length != unlimited) {
    const std::size_t length = characters(text);
    if (length < rules.min_length && bad("minLength")) return false;
    if (length > rules.max_length && bad("maxLength")) return false;
  }
  if (rules.pattern && !rules.pattern->found_in(text) && bad("pattern")) return false;
  if (rules.format != nullptr && !rules.format(text) && bad("format")) return false;
  return valid;
}

auto Evaluation::stop(const Node& node, std::string_view keyword, const Path& path, const Json& value) -> bool {
  if (found_ == nullptr) return true;
  const auto wanted = node.source->find(std::string(keyword));
  return stop(node, keyword, path, wanted == node.source->end() ? "" : expected_words(keyword, *wanted),
              show(value, max_shown));
}

auto Evaluation::stop(const Node& node, std::string_view keyword, const Path& path, std::string expected,
                      std::string actual) -> bool {
  if (stopped()) return true;
  std::string schema = pointer_append(node.pointer, keyword);
  if (!node.resource->document.empty()) schema = node.resource->document + "#" + schema;
  found_->push_back(
      {pointer_of(path), std::move(schema), std::string(keyword), std::move(expected), std::move(actual)});
  return stopped();
}

auto Evaluation::stop_never(const Node& node, const Path& path, const Json& value) -> bool {
  if (stopped()) return true;
  std::string expected = "nothing";
  if (path.parent != nullptr)
    expected = path.member != nullptr ? "no member " + show(*path.member, max_shown) : "no element here";
  std::string schema = node.resource->document.empty() ? node.pointer : node.resource->document + "#" + node.pointer;
  found_->push_back({pointer_of(path), std::move(schema), node.keyword.empty() ? "false" : node.keyword,
                     std::move(expected), show(value, max_shown)});
  return stopped();
}

}  // namespace schema

auto Schema::validate(const Json& instance) const -> std::vector<Violation> {
  std::vector<Violation> violations;
  schema::Evaluation(*program_, &violations, schema::max_violations).judge(instance);
  return violations;
}

auto Schema::accepts(const Json& instance) const -> bool {
  return schema::Evaluation(*program_, nullptr, 0).judge(instance);
}

}  // namespace vidspec::core
