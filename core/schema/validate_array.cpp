#include <algorithm>

#include "core/schema/evaluation.h"
#include "core/schema/words.h"

namespace vidspec::core::schema {

auto Evaluation::check_array(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const ArrayRules& rules = *node.array;
  const auto& array = value.get_ref<const Json::array_t&>();
  bool valid = true;
  const auto bad = [&](std::string_view keyword) {
    valid = false;
    return found_ == nullptr ||
           stop(node, keyword, path, expected_words(keyword, node.source->at(std::string(keyword))),
                count_words(array.size(), "element"));
  };
  if (array.size() < rules.min_items && bad("minItems")) return false;
  if (array.size() > rules.max_items && bad("maxItems")) return false;
  if (rules.unique) {
    if (const EqualPair pair = find_equal(array); pair.second != 0) {
      valid = false;
      if (found_ == nullptr ||
          stop(node, "uniqueItems", path, "elements that all differ",
               "elements " + std::to_string(pair.first) + " and " + std::to_string(pair.second) + " are equal")) {
        return false;
      }
    }
  }
  valid = check_elements(node, array, path, marks) && valid;
  if (!valid && stopped()) return false;
  return (rules.contains == nullptr || check_contains(node, value, path, marks)) && valid;
}

auto Evaluation::check_elements(const Node& node, const Json::array_t& array, const Path& path, Marks* marks) -> bool {
  const ArrayRules& rules = *node.array;
  bool valid = true;
  const std::size_t end = rules.rest != nullptr ? array.size() : std::min(array.size(), rules.prefix.size());
  for (std::size_t i = 0; i < end; ++i) {
    const Node& schema = i < rules.prefix.size() ? *rules.prefix[i] : *rules.rest;
    valid = check(schema, array[i], Path{&path, nullptr, i}, nullptr) && valid;
    if (!valid && stopped()) return false;
    if (marks != nullptr) marks->add(i);
  }
  if (marks != nullptr && rules.rest != nullptr) marks->add_all();
  return valid;
}

auto Evaluation::check_contains(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool {
  const ArrayRules& rules = *node.array;
  const auto& array = value.get_ref<const Json::array_t&>();
  const bool all = marks != nullptr || rules.max_contains != unlimited;
  std::size_t count = 0;
  for (std::size_t i = 0; i < array.size() && (all || count < rules.min_contains); ++i) {
    if (!matches(*rules.contains, array[i], Path{&path, nullptr, i}, nullptr)) continue;
    ++count;
    if (marks != nullptr) marks->add(i);
  }
  if (count >= rules.min_contains && count <= rules.max_contains) return true;
  const std::string_view keyword = count > rules.max_contains             ? "maxContains"
                                   : node.source->contains("minContains") ? "minContains"
                                                                          : "contains";
  if (found_ != nullptr) {
    stop(node, keyword, path, expected_words(keyword, node.source->at(std::string(keyword))),
         count_words(count, "matching element") + " of " + std::to_string(array.size()));
  }
  return false;
}

}  // namespace vidspec::core::schema
