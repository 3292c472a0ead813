#include "core/redact.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace vidspec::core {

namespace {

constexpr std::string_view mask = "[redacted]";
constexpr std::string_view mask_in_uri = "%5Bredacted%5D";  // the same where only a URI may stand
constexpr std::size_t max_member_name = 32;                 // longer than every secret member's

constexpr std::array<std::string_view, 12> secret_headers = {"authorization",
                                                             "proxy-authorization",
                                                             "cookie",
                                                             "set-cookie",
                                                             "api-key",
                                                             "x-api-key",
                                                             "x-goog-api-key",
                                                             "x-auth-token",
                                                             "x-access-token",
                                                             "x-amz-security-token",
                                                             "ocp-apim-subscription-key",
                                                             "apikey"};

constexpr std::array<std::string_view, 20> secret_members = {"sig",
                                                             "signature",
                                                             "x-amz-signature",
                                                             "x-amz-credential",
                                                             "x-amz-security-token",
                                                             "x-goog-signature",
                                                             "x-goog-credential",
                                                             "token",
                                                             "access_token",
                                                             "auth",
                                                             "key",
                                                             "api_key",
                                                             "apikey",
                                                             "api-key",
                                                             "secret",
                                                             "password",
                                                             "googleaccessid",
                                                             "ossaccesskeyid",
                                                             "x-oss-signature",
                                                             "x-oss-security-token"};

auto contains(const auto& words, std::string_view word) -> bool {
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

// Where a URL that is part of a text ends. In JSON inside JSON that is `\"`; `\/` and `\u0026` are parts of it.
auto url_end(std::string_view text, std::size_t at) -> std::size_t {
  while ((at = text.find_first_of(" \t\r\n\"'<>`\\", at)) != std::string_view::npos) {
    if (text[at] != '\\') return at;
    const auto escaped = text.find_first_not_of('\\', at);
    if (escaped == std::string_view::npos || (text[escaped] != '/' && text[escaped] != 'u')) return at;
    at = escaped;
  }
  return text.size();
}

// Whether a query member begins right after `at`: '?', '&', ';' or JSON's spelling of '&'.
auto member_begins(std::string_view url, std::size_t at) -> std::size_t {
  if (url[at] == '?' || url[at] == '&' || url[at] == ';' || url[at] == '#') return at + 1;
  if (url.substr(at, 6) == "\\u0026") return at + 6;
  return 0;
}

auto mask_members(std::string_view url) -> std::string {
  std::string result;
  std::size_t at = 0;
  while (at < url.size()) {
    const std::size_t begin = member_begins(url, at);
    // Only so far: a target that sends a megabyte of `;` must not make this quadratic.
    const std::size_t equals =
        begin == 0 ? std::string_view::npos : url.substr(0, begin + max_member_name).find_first_of("=&#", begin);
    if (equals == std::string_view::npos || url[equals] != '=' ||
        !contains(secret_members, url.substr(begin, equals - begin)) ||
        url.substr(equals + 1).starts_with(mask_in_uri)) {
      result += url[at++];
      continue;
    }
    result.append(url.substr(at, equals + 1 - at)).append(mask);
    at = equals + 1;
    while (at < url.size() && member_begins(url, at) == 0) ++at;
  }
  return result;
}

// Where "://" begins, or ":\/\/" as PHP writes it in JSON, and how long it is.
auto find_scheme_end(std::string_view text, std::size_t at, std::size_t& length) -> std::size_t {
  for (; (at = text.find(':', at)) != std::string_view::npos; ++at) {
    for (const std::string_view slashes : {"://", ":\\/\\/"}) {
      length = slashes.size();
      if (text.substr(at, length) == slashes) return at;
    }
  }
  return at;
}

auto mask_user_info(std::string_view url, std::size_t authority) -> std::string {
  const std::size_t end = std::min(url.find_first_of("\\/?#", authority), url.size());
  const std::size_t user = url.substr(0, end).rfind('@');
  if (user == std::string_view::npos || user < authority) return std::string(url);
  return std::string(url.substr(0, authority)).append(mask).append(url.substr(user));
}

auto mask_urls(std::string_view text) -> std::string {
  std::string result;
  std::size_t at = 0;
  std::size_t length = 0;
  for (std::size_t found = 0; (found = find_scheme_end(text, at, length)) != std::string_view::npos;) {
    const std::size_t end = url_end(text, found);
    std::size_t begin = found;
    while (begin > at && ((text[begin - 1] | 0x20) >= 'a' && (text[begin - 1] | 0x20) <= 'z')) --begin;
    const auto url = mask_user_info(text.substr(begin, end - begin), found + length - begin);
    result.append(text.substr(at, begin - at)).append(mask_members(url));
    at = end;
  }
  return result.append(text.substr(at));
}

}  // namespace

Redactor::Redactor(const std::vector<std::string>& secrets) : search_(secrets) {}

auto Redactor::text(std::string_view text) const -> std::string {
  std::string result;
  std::size_t at = 0;
  for (const auto& range : search_.find(text)) {
    result.append(text.substr(at, range.begin - at)).append(mask);
    at = range.end;
  }
  result.append(text.substr(at));
  return result.find(":/") == std::string::npos && result.find(":\\/") == std::string::npos ? result
                                                                                            : mask_urls(result);
}

auto Redactor::headers(const Headers& headers) const -> Headers {
  Headers result;
  result.reserve(headers.size());
  for (const auto& [name, value] : headers) {
    if (!contains(secret_headers, name)) {
      result.push_back({text(name), text(value)});
      continue;
    }
    const std::size_t blank = value.find(' ');
    const bool scheme = lower(name).ends_with("authorization") && blank != std::string::npos;
    result.push_back({name, (scheme ? value.substr(0, blank + 1) : "") + std::string(mask)});
  }
  return result;
}

auto Redactor::url(std::string_view url) const -> std::string { return text(url); }

}  // namespace vidspec::core
