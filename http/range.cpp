#include "http/range.h"

#include <algorithm>

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

auto if_range_holds(const core::Headers& request, const core::Headers& response) -> bool {
  const auto* condition = core::find_header(request, "If-Range");
  if (condition == nullptr) return true;
  const auto value = trim_blanks(*condition);
  const bool is_tag = value.starts_with('"') || value.starts_with("W/");
  return !value.empty() && !value.starts_with("W/") &&
         value == core::header_or_empty(response, is_tag ? "ETag" : "Last-Modified");
}

auto weak(std::string_view tag) -> std::string_view {
  tag = trim_blanks(tag);
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

auto lists_tag(std::string_view list, std::string_view tag) -> bool {
  if (trim_blanks(list) == "*") return true;
  while (!list.empty()) {
    const auto one = list.substr(0, list.find(','));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    if (!tag.empty() && weak(one) == weak(tag)) return true;
  }
  return false;
}

// "-n": the last n bytes.
auto suffix(std::string_view text, std::uint64_t size) -> Range {
  const auto count = parse_decimal(text);
  if (!count) return {};
  if (*count == 0 || size == 0) return {RangeKind::unsatisfiable, 0, 0};
  const auto length = std::min(*count, size);
  return {RangeKind::part, size - length, length};
}

}  // namespace

auto select_range(const core::Headers& request, const core::Headers& response, std::uint64_t size) -> Range {
  const auto* header = core::find_header(request, "Range");
  if (header == nullptr || core::count_header(request, "Range") > 1) return {};
  const auto value = trim_blanks(*header);
  constexpr std::size_t unit = 6;
  if (!core::iequals(value.substr(0, unit), "bytes=") || !if_range_holds(request, response)) return {};
  const auto spec = trim_blanks(value.substr(unit));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return {};
  if (dash == 0) return suffix(spec.substr(1), size);
  const auto first = parse_decimal(spec.substr(0, dash));
  const bool open = dash + 1 == spec.size();
  const auto last = open ? std::optional<std::uint64_t>{UINT64_MAX} : parse_decimal(spec.substr(dash + 1));
  if (!first || !last || *last < *first) return {};
  if (*first >= size) return {RangeKind::unsatisfiable, 0, 0};
  return {RangeKind::part, *first, std::min(*last, size - 1) - *first + 1};
}

auto not_modified(const core::Headers& request, const core::Headers& response) -> bool {
  if (const auto* tags = core::find_header(request, "If-None-Match")) {
    return lists_tag(*tags, core::header_or_empty(response, "ETag"));
  }
  const auto since = core::header_or_empty(request, "If-Modified-Since");
  return !since.empty() && trim_blanks(since) == core::header_or_empty(response, "Last-Modified");
}

}  // namespace vidspec::http
