#include "http/syntax.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vidspec::http {

namespace {

constexpr auto token_table() -> std::array<bool, 256> {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr auto tokens = token_table();

auto parse_number(std::string_view text, int base) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, base);
  if (text.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

auto is_token(std::string_view text) -> bool {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return tokens[static_cast<unsigned char>(c)]; });
}

auto is_field_value(std::string_view text) -> bool {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
  });
}

auto parse_decimal(std::string_view text) -> std::optional<std::uint64_t> { return parse_number(text, 10); }

auto parse_hex(std::string_view text) -> std::optional<std::uint64_t> {
  return text.size() > 16 ? std::nullopt : parse_number(text, 16);
}

auto trim_blanks(std::string_view text) -> std::string_view {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace vidspec::http
