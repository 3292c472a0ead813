#include "core/headers.h"

#include <algorithm>

#include "core/text.h"

namespace vidspec::core {

auto find_header(const Headers& headers, std::string_view name) -> const std::string* {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const Header& h) { return iequals(h.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

auto header_or_empty(const Headers& headers, std::string_view name) -> std::string_view {
  const auto* value = find_header(headers, name);
  return value == nullptr ? std::string_view{} : std::string_view{*value};
}

auto count_header(const Headers& headers, std::string_view name) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const Header& h) { return iequals(h.name, name); }));
}

void set_header(Headers& headers, std::string_view name, std::string_view value) {
  for (auto line = headers.begin(); line != headers.end(); ++line) {
    if (!iequals(line->name, name)) continue;
    line->value = value;
    headers.erase(std::remove_if(line + 1, headers.end(), [&](const Header& h) { return iequals(h.name, name); }),
                  headers.end());
    return;
  }
  headers.push_back({std::string(name), std::string(value)});
}

void remove_header(Headers& headers, std::string_view name) {
  std::erase_if(headers, [&](const Header& h) { return iequals(h.name, name); });
}

auto media_type(std::string_view content_type) -> std::string {
  return lower(trim(content_type.substr(0, content_type.find(';'))));
}

namespace {

// The text of a quoted string that begins at `value[at]` (a quote), and where it ends.
auto unquote(std::string_view value, std::size_t& at) -> std::string {
  std::string text;
  for (++at; at < value.size() && value[at] != '"'; ++at) {
    if (value[at] == '\\' && at + 1 < value.size()) ++at;
    text += value[at];
  }
  return text;
}

}  // namespace

auto header_parameter(std::string_view value, std::string_view parameter) -> std::string {
  std::size_t at = value.find(';');
  while (at < value.size()) {
    ++at;
    const std::size_t equals = value.find_first_of("=;", at);
    if (equals == std::string_view::npos) return {};
    if (value[equals] == ';') {
      at = equals;
      continue;
    }
    const auto key = trim(value.substr(at, equals - at));
    at = value.find_first_not_of(" \t", equals + 1);
    if (at == std::string_view::npos) return {};
    std::string text;
    if (value[at] == '"') {
      text = unquote(value, at);
      at = value.find(';', at);
    } else {
      const std::size_t end = value.find(';', at);
      text = trim(value.substr(at, end - at));
      at = end;
    }
    if (iequals(key, parameter)) return text;
  }
  return {};
}

}  // namespace vidspec::core
