#include "core/redact.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"

namespace vidspec::core {

namespace {

constexpr std::string_view mask = "[redacted]";
constexpr std::size_t max_member_name = 32;  // longer than every secret member's

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

auto hex(std::string_view bytes, std::string_view digits) -> std::string {
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4U];
    text += digits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

// What base64 of any text that holds the secret at that offset (mod 3) must contain: the digits that depend on it
// alone.
auto base64_core(std::string_view secret, std::size_t offset) -> std::string {
  const std::string padded = std::string(offset, 'x').append(secret);
  const std::size_t first = (offset * 8 + 5) / 6;
  const std::size_t last = padded.size() * 8 / 6;
  return base64(padded).substr(first, last - first);
}

// Every byte escaped, needed or not: %73%6b, or \u0073\u006b.
auto escape_every(std::string_view secret, std::string_view prefix, std::string_view digits) -> std::string {
  std::string text;
  for (const char c : secret) text.append(prefix).append(hex({&c, 1}, digits));
  return text;
}

void add_encodings(const std::string& secret, std::vector<std::string>& needles) {
  constexpr std::string_view upper_digits = "0123456789ABCDEF";
  constexpr std::string_view lower_digits = "0123456789abcdef";
  needles.push_back(secret);
  const std::string escaped = Json(secret).dump(-1, ' ', true, Json::error_handler_t::replace);
  needles.push_back(escaped.substr(1, escaped.size() - 2));
  std::string slashes = needles.back();
  for (std::size_t at = 0; (at = slashes.find('/', at)) != std::string::npos; at += 2) slashes.insert(at, "\\");
  needles.push_back(slashes);
  const std::string percent = percent_encode(secret);
  needles.push_back(percent);
  std::string percent_lower = percent;
  for (std::size_t i = 0; i + 2 < percent_lower.size(); ++i) {
    if (percent_lower[i] == '%') percent_lower.replace(i + 1, 2, lower(percent_lower.substr(i + 1, 2)));
  }
  needles.push_back(percent_lower);
  std::string form = percent;
  for (std::size_t at = 0; (at = form.find("%20", at)) != std::string::npos;) form.replace(at, 3, "+");
  needles.push_back(form);
  for (const std::string_view prefix : {"%", "\\u00"}) {
    needles.push_back(escape_every(secret, prefix, upper_digits));
    needles.push_back(escape_every(secret, prefix, lower_digits));
  }
  needles.push_back(hex(secret, upper_digits));
  needles.push_back(hex(secret, lower_digits));
  for (std::size_t offset = 0; offset < 3; ++offset) {
    std::string core = base64_core(secret, offset);
    needles.push_back(core);
    std::replace(core.begin(), core.end(), '+', '-');
    std::replace(core.begin(), core.end(), '/', '_');
    needles.push_back(core);
  }
}

// Where a URL that is part of a text ends.
auto url_end(std::string_view text, std::size_t at) -> std::size_t {
  const std::size_t end = text.find_first_of(" \t\r\n\"'<>`", at);
  return end == std::string_view::npos ? text.size() : end;
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
        !contains(secret_members, url.substr(begin, equals - begin))) {
      result += url[at++];
      continue;
    }
    result.append(url.substr(at, equals + 1 - at)).append(mask);
    at = equals + 1;
    while (at < url.size() && member_begins(url, at) == 0) ++at;
  }
  return result;
}

auto mask_user_info(std::string_view url) -> std::string {
  const std::size_t authority = url.find("://") + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", authority), url.size());
  const std::size_t user = url.substr(0, end).rfind('@');
  if (user == std::string_view::npos || user < authority) return std::string(url);
  return std::string(url.substr(0, authority)).append(mask).append(url.substr(user));
}

auto mask_urls(std::string_view text) -> std::string {
  std::string result;
  std::size_t at = 0;
  for (std::size_t found = 0; (found = text.find("://", at)) != std::string_view::npos;) {
    const std::size_t end = url_end(text, found);
    std::size_t begin = found;
    while (begin > at && ((text[begin - 1] | 0x20) >= 'a' && (text[begin - 1] | 0x20) <= 'z')) --begin;
    result.append(text.substr(at, begin - at)).append(mask_members(mask_user_info(text.substr(begin, end - begin))));
    at = end;
  }
  return result.append(text.substr(at));
}

// In one pass: a body may be nothing but the key, over and over.
auto mask_all(std::string text, const std::string& needle) -> std::string {
  std::size_t found = text.find(needle);
  if (found == std::string::npos) return text;
  std::string result;
  std::size_t at = 0;
  for (; found != std::string::npos; found = text.find(needle, at)) {
    result.append(text, at, found - at).append(mask);
    at = found + needle.size();
  }
  return result.append(text, at);
}

}  // namespace

Redactor::Redactor(const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (!secret.empty()) add_encodings(secret, needles_);
  }
  std::sort(needles_.begin(), needles_.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  needles_.erase(std::unique(needles_.begin(), needles_.end()), needles_.end());
  std::erase_if(needles_, [](const auto& needle) { return needle.size() < 6; });
}

auto Redactor::text(std::string_view text) const -> std::string {
  std::string result = text.find("://") == std::string_view::npos ? std::string(text) : mask_urls(text);
  for (const auto& needle : needles_) result = mask_all(std::move(result), needle);
  return result;
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
