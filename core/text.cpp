#include "core/text.h"

#include <algorithm>

namespace vidspec::core {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

auto lower_char(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

auto is_unreserved(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

auto hex_value(char c) -> int {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower_char(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

}  // namespace

auto elide(std::string_view text, std::size_t limit) -> std::string {
  if (text.size() <= limit) return std::string(text);
  constexpr std::string_view ellipsis = "…";
  std::size_t end = limit > ellipsis.size() ? limit - ellipsis.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)).append(ellipsis);
}

auto lower(std::string_view text) -> std::string {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower_char);
  return result;
}

auto iequals(std::string_view a, std::string_view b) -> bool {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower_char(x) == lower_char(y); });
}

auto trim(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

auto percent_encode(std::string_view text) -> std::string {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += hex_digits[byte >> 4U];
      result += hex_digits[byte & 15U];
    }
  }
  // A whole segment of dots would be taken for a path step.
  if (result == "." || result == "..") {
    std::string encoded;
    for (std::size_t i = 0; i < result.size(); ++i) encoded += "%2E";
    return encoded;
  }
  return result;
}

auto percent_decode(std::string_view text) -> std::string {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace vidspec::core
