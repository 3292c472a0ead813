#include "core/schema/uri.h"

#include <algorithm>

namespace vidspec::core::schema {

namespace {

/// RFC 3986 §5.2.4.
auto remove_dot_segments(std::string_view path) -> std::string {
  std::string result;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with("/./") || path == "/.") {
      path = path == "/." ? std::string_view("/") : path.substr(2);
    } else if (path.starts_with("/../") || path == "/..") {
      path = path == "/.." ? std::string_view("/") : path.substr(3);
      const auto slash = result.rfind('/');
      result.resize(slash == std::string::npos ? 0 : slash);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      result += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return result;
}

auto merge(const Uri& base, std::string_view path) -> std::string {
  if (base.has_authority && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view{} : base.path.substr(0, slash + 1))
      .append(path);
}

auto is_scheme(std::string_view text) -> bool {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

}  // namespace

auto parse_uri(std::string_view text) -> Uri {
  Uri uri;
  if (const auto hash = text.find('#'); hash != std::string_view::npos) {
    uri.has_fragment = true;
    uri.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const auto question = text.find('?'); question != std::string_view::npos) {
    uri.has_query = true;
    uri.query = text.substr(question + 1);
    text = text.substr(0, question);
  }
  if (const auto colon = text.find(':'); colon != std::string_view::npos && is_scheme(text.substr(0, colon))) {
    uri.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    uri.has_authority = true;
    const std::size_t end = std::min(text.find('/', 2), text.size());
    uri.authority = text.substr(2, end - 2);
    text.remove_prefix(end);
  }
  uri.path = text;
  return uri;
}

auto resolve_uri(std::string_view base_text, std::string_view reference) -> std::string {
  const Uri base = parse_uri(base_text);
  Uri target = parse_uri(reference);
  std::string path;
  if (!target.scheme.empty() || target.has_authority) {
    path = remove_dot_segments(target.path);
  } else {
    target.authority = base.authority;
    target.has_authority = base.has_authority;
    if (target.path.empty()) {
      path = base.path;
      if (!target.has_query) {
        target.query = base.query;
        target.has_query = base.has_query;
      }
    } else {
      path = remove_dot_segments(target.path.front() == '/' ? std::string(target.path) : merge(base, target.path));
    }
  }
  if (target.scheme.empty()) target.scheme = base.scheme;
  std::string result;
  if (!target.scheme.empty()) result.append(target.scheme).append(1, ':');
  if (target.has_authority) result.append("//").append(target.authority);
  result += path;
  if (target.has_query) result.append(1, '?').append(target.query);
  if (target.has_fragment) result.append(1, '#').append(target.fragment);
  return result;
}

auto without_fragment(std::string_view uri) -> std::string_view { return uri.substr(0, uri.find('#')); }

}  // namespace vidspec::core::schema
