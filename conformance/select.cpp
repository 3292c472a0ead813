#include "conformance/select.h"

#include <algorithm>

namespace vidspec::conformance {

namespace {

auto wildcard(std::string_view pattern, std::string_view text) -> bool {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p), pattern.end(), [](char c) { return c == '*'; });
}

auto strings(const core::Json& options, const char* key) -> std::vector<std::string> {
  std::vector<std::string> result;
  if (!options.is_object() || !options.contains(key) || !options.at(key).is_array()) return result;
  for (const auto& item : options.at(key)) {
    if (item.is_string()) result.push_back(item.get<std::string>());
  }
  return result;
}

}  // namespace

auto matches(std::string_view pattern, std::string_view id) -> bool {
  if (pattern.find('*') != std::string_view::npos) return wildcard(pattern, id);
  if (id.substr(0, pattern.size()) != pattern) return false;
  return id.size() == pattern.size() || (!pattern.empty() && id[pattern.size()] == '.');
}

auto Selection::takes(std::string_view id, core::Level level_of_check) const -> bool {
  const auto names = [&](const std::string& pattern) { return matches(pattern, id); };
  if (!only.empty() && std::none_of(only.begin(), only.end(), names)) return false;
  if (std::any_of(skip.begin(), skip.end(), names)) return false;
  return level_of_check <= level;
}

auto selection_of(const core::JournalHeader& header) -> Selection {
  Selection selection{strings(header.options, "only"), strings(header.options, "skip"), core::Level::may};
  if (header.options.is_object() && header.options.contains("level") && header.options.at("level").is_string()) {
    selection.level = core::parse_level(header.options.at("level").get<std::string>()).value_or(core::Level::may);
  }
  return selection;
}

void write_selection(const Selection& selection, core::Json& options) {
  if (!selection.only.empty()) options["only"] = selection.only;
  if (!selection.skip.empty()) options["skip"] = selection.skip;
  if (selection.level != core::Level::may) options["level"] = std::string(core::name(selection.level));
}

}  // namespace vidspec::conformance
