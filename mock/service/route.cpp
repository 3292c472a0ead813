#include "mock/service/route.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "http/message.h"

namespace vidspec::mock {

namespace {

constexpr std::string_view id_word = "{id}";
constexpr std::size_t most_segments = 12;

struct Segments {
  std::array<std::string_view, most_segments> items;
  std::size_t count = 0;
  bool too_many = false;
};

auto split(std::string_view path) -> Segments {
  Segments segments;
  while (!path.empty()) {
    if (path.front() == '/') path.remove_prefix(1);
    if (segments.count == most_segments) {
      segments.too_many = true;
      break;
    }
    const auto end = std::min(path.find('/'), path.size());
    segments.items[segments.count++] = path.substr(0, end);
    path.remove_prefix(end);
  }
  return segments;
}

auto matches(const std::vector<std::string>& pattern, const Segments& path) -> bool {
  if (pattern.size() != path.count || path.too_many) return false;
  for (std::size_t i = 0; i < path.count; ++i) {
    if (pattern[i] == id_word ? path.items[i].empty() : pattern[i] != path.items[i]) return false;
  }
  return true;
}

auto id_in(const std::vector<std::string>& pattern, const Segments& path) -> std::string {
  for (std::size_t i = 0; i < path.count; ++i) {
    if (pattern[i] == id_word) return core::percent_decode(path.items[i]);
  }
  return {};
}

auto query_value(std::string_view target, std::string_view name) -> std::string {
  for (auto& [key, value] : http::parse_query(http::query_of(target))) {
    if (key == name) return std::move(value);
  }
  return {};
}

}  // namespace

Router::Router(const core::Profile& profile) {
  for (const auto& [operation, spec] : profile.operations) {
    Entry entry{&spec, {}, {}};
    const std::string path = profile.base_path + spec.path;
    const Segments segments = split(path);
    for (std::size_t i = 0; i < segments.count; ++i) entry.segments.emplace_back(segments.items[i]);
    for (const auto& [name, value] : spec.query) {
      if (value == id_word) entry.id_query = name;
    }
    entries_.push_back(std::move(entry));
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::count(a.segments.begin(), a.segments.end(), id_word) <
           std::count(b.segments.begin(), b.segments.end(), id_word);
  });
}

auto Router::find(std::string_view method, std::string_view target) const -> Route {
  const Segments path = split(http::path_of(target));
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Route route;
  for (const Entry& entry : entries_) {
    if (!matches(entry.segments, path)) continue;
    if (entry.operation->method != wanted) {
      if (!route.allow.empty()) route.allow += ", ";
      route.allow += entry.operation->method;
      continue;
    }
    route.operation = entry.operation;
    route.allow.clear();
    route.id = entry.id_query.empty() ? id_in(entry.segments, path) : query_value(target, entry.id_query);
    return route;
  }
  return route;
}

}  // namespace vidspec::mock
