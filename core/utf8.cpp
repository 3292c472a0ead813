#include "core/utf8.h"

#include <array>

namespace vidspec::core {

namespace {

auto continuation(std::string_view text, std::size_t at) -> bool {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

}  // namespace

auto decode_utf8(std::string_view text, std::size_t at) -> CodePoint {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {lead, 1, false};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!continuation(text, at + i)) return {lead, 1, false};
    value = (value << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[length] || value > 0x10FFFF || surrogate) return {lead, 1, false};
  return {value, length, true};
}

auto is_utf8(std::string_view text) -> bool {
  for (std::size_t at = 0; at < text.size();) {
    const auto code = decode_utf8(text, at);
    if (!code.valid) return false;
    at += code.length;
  }
  return true;
}

auto escape_json_controls(std::string json) -> std::string {
  if (json.find_first_of("\x7F\xC2\xE2") == std::string::npos) return json;
  std::string result;
  result.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const auto [value, length, valid] = decode_utf8(json, at);
    const bool obeyed = value == 0x7F || (value >= 0x80 && value <= 0x9F) || value == 0x200E || value == 0x200F ||
                        (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
    if (valid && obeyed) {
      result += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4)
        result += "0123456789ABCDEF"[value >> static_cast<unsigned>(shift) & 15U];
    } else {
      result.append(json, at, length);
    }
    at += length;
  }
  return result;
}

}  // namespace vidspec::core
