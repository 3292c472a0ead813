#include <algorithm>
#include <string>
#include <string_view>

#include "core/text.h"
#include "http/message.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

// A URL or reference taken apart as RFC 3986 appendix B does. A missing part and an empty one differ.
struct Pieces {
  std::string_view scheme, authority, path, query, fragment;
  bool has_authority = false, has_query = false, has_fragment = false;
};

auto is_scheme(std::string_view text) -> bool {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

auto take_apart(std::string_view url) -> Pieces {
  Pieces pieces;
  if (const auto at = url.find('#'); at != std::string_view::npos) {
    pieces.fragment = url.substr(at + 1);
    pieces.has_fragment = true;
    url = url.substr(0, at);
  }
  if (const auto at = url.find('?'); at != std::string_view::npos) {
    pieces.query = url.substr(at + 1);
    pieces.has_query = true;
    url = url.substr(0, at);
  }
  const auto colon = url.find_first_of(":/");
  if (colon != std::string_view::npos && url[colon] == ':' && is_scheme(url.substr(0, colon))) {
    pieces.scheme = url.substr(0, colon);
    url = url.substr(colon + 1);
  }
  if (url.starts_with("//")) {
    pieces.has_authority = true;
    pieces.authority = url.substr(2, url.find('/', 2) - 2);
    url = url.substr(2 + pieces.authority.size());
  }
  pieces.path = url;
  return pieces;
}

// What every client reads the same way: anything else in a host is a way to make two parsers disagree.
auto is_host(std::string_view host) -> bool {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  }
  const auto odd = [&](char c) {
    return letters.find(c) == std::string_view::npos && c != '-' && c != '.' && c != '_';
  };
  return !host.empty() && host.size() <= 255 && std::none_of(host.begin(), host.end(), odd);
}

// host:port in lower case, or empty when the authority is none that we would ever connect to.
auto normal_authority(std::string_view authority, bool tls) -> std::string {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority = authority.substr(at + 1);
  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return {};
  const auto colon = authority.find(':', bracket);
  const auto host = authority.substr(0, colon);
  std::uint64_t port = tls ? 443 : 80;
  if (colon != std::string_view::npos && colon + 1 < authority.size()) {
    const auto text = authority.substr(colon + 1);
    const auto number = parse_decimal(text);
    if (!number || *number == 0 || *number > 65535) return {};
    port = *number;
  }
  if (!is_host(host)) return {};
  return core::lower(host) + ":" + std::to_string(port);
}

auto remove_last_segment(std::string& path) -> void {
  const auto slash = path.rfind('/');
  path.erase(slash == std::string::npos ? 0 : slash);
}

// RFC 3986, 5.2.4.
auto remove_dot_segments(std::string_view in) -> std::string {
  std::string out;
  while (!in.empty()) {
    if (in.starts_with("../")) {
      in.remove_prefix(3);
    } else if (in.starts_with("./") || in.starts_with("/./")) {
      in.remove_prefix(2);
    } else if (in == "/.") {
      in = "/";
    } else if (in.starts_with("/../")) {
      in.remove_prefix(3);
      remove_last_segment(out);
    } else if (in == "/..") {
      in = "/";
      remove_last_segment(out);
    } else if (in == "." || in == "..") {
      in = {};
    } else {
      const auto end = in.find('/', 1);
      out += in.substr(0, end);
      in = end == std::string_view::npos ? std::string_view{} : in.substr(end);
    }
  }
  return out;
}

auto merge(const Pieces& base, std::string_view path) -> std::string {
  if (base.path.empty()) return "/" + std::string(path);
  return std::string(base.path.substr(0, base.path.rfind('/') + 1)) + std::string(path);
}

// Blanks and bytes beyond ASCII are percent-encoded as browsers do; false for what no URL may hold.
auto make_safe(std::string_view text, std::string& out) -> bool {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '\\') return false;
    if (byte == ' ' || byte >= 0x80) {
      out += core::percent_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return true;
}

auto put_together(std::string_view scheme, std::string_view authority, std::string path, const Pieces& tail,
                  std::string_view query, bool has_query) -> std::string {
  if (path.empty()) path = "/";
  std::string url = core::lower(scheme) + "://" + std::string(authority) + path;
  if (has_query) url.append("?").append(query);
  if (tail.has_fragment) url.append("#").append(tail.fragment);
  return url;
}

auto from_form(std::string_view text) -> std::string {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return core::percent_decode(spaced);
}

}  // namespace

auto path_of(std::string_view url) -> std::string_view {
  const auto pieces = take_apart(url);
  // A target that begins with two slashes is a path, not an authority.
  if (url.starts_with('/')) return url.substr(0, url.find_first_of("?#"));
  return pieces.path;
}

auto query_of(std::string_view url) -> std::string_view { return take_apart(url).query; }

auto parse_query(std::string_view query) -> std::vector<std::pair<std::string, std::string>> {
  std::vector<std::pair<std::string, std::string>> members;
  while (!query.empty()) {
    const auto member = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(member.size() + 1, query.size()));
    if (member.empty()) continue;
    const auto equals = member.find('=');
    const auto value = equals == std::string_view::npos ? std::string_view{} : member.substr(equals + 1);
    members.emplace_back(from_form(member.substr(0, equals)), from_form(value));
  }
  return members;
}

auto origin_of(std::string_view url) -> std::string {
  std::string safe;
  if (!make_safe(url, safe)) return {};
  const auto pieces = take_apart(safe);
  const auto scheme = core::lower(pieces.scheme);
  if (!pieces.has_authority || (scheme != "http" && scheme != "https")) return {};
  const auto authority = normal_authority(pieces.authority, scheme == "https");
  return authority.empty() ? std::string{} : scheme + "://" + authority;
}

auto resolve_url(std::string_view base, std::string_view reference) -> std::string {
  std::string safe;
  if (origin_of(base).empty() || !make_safe(core::trim(reference), safe)) return {};
  const auto from = take_apart(base);
  const auto to = take_apart(safe);
  std::string url;
  if (!to.scheme.empty()) {
    if (!to.has_authority) return {};  // `https:x` is no place, and must not become the host x
    url = put_together(to.scheme, to.authority, remove_dot_segments(to.path), to, to.query, to.has_query);
  } else if (to.has_authority) {
    url = put_together(from.scheme, to.authority, remove_dot_segments(to.path), to, to.query, to.has_query);
  } else if (to.path.empty()) {
    const bool own = to.has_query;
    url = put_together(from.scheme, from.authority, std::string(from.path), to, own ? to.query : from.query,
                       own || from.has_query);
  } else {
    const auto path = to.path.starts_with('/') ? std::string(to.path) : merge(from, to.path);
    url = put_together(from.scheme, from.authority, remove_dot_segments(path), to, to.query, to.has_query);
  }
  return origin_of(url).empty() ? std::string{} : url;
}

}  // namespace vidspec::http
