#include "mock/service/json_text.h"

#include <array>
#include <charconv>

#include "core/text.h"

namespace vidspec::mock {

namespace {

auto needs_escape(char c) -> bool { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F; }

void append_escaped(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      to += "\\\"";
      return;
    case '\\':
      to += "\\\\";
      return;
    case '\n':
      to += "\\n";
      return;
    case '\r':
      to += "\\r";
      return;
    case '\t':
      to += "\\t";
      return;
    default:
      break;
  }
  to += "\\u00";
  to += digits[static_cast<unsigned char>(c) >> 4U];
  to += digits[static_cast<unsigned char>(c) & 0xFU];
}

// How long the sequence that starts here is, or 0 where it is none.
auto sequence_length(std::string_view rest) -> std::size_t {
  const auto at = [&](std::size_t i) -> unsigned { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    const bool legal = (first != 0xE0 || at(1) >= 0xA0) && (first != 0xED || at(1) < 0xA0);
    return legal && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    const bool legal = (first != 0xF0 || at(1) >= 0x90) && (first != 0xF4 || at(1) < 0x90);
    return legal && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void append_string(std::string& to, std::string_view text) {
  to += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    to.append(text, plain, i - plain);
    append_escaped(to, text[i]);
    plain = i + 1;
  }
  to.append(text, plain, std::string_view::npos);
  to += '"';
}

void append_integer(std::string& to, std::int64_t value) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  to.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

auto json_string(std::string_view text) -> std::string {
  std::string literal;
  append_string(literal, text);
  return literal;
}

auto is_utf8(std::string_view bytes) -> bool {
  while (!bytes.empty()) {
    const std::size_t length = sequence_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

auto repeatable(std::string_view bytes) -> std::string {
  constexpr std::size_t most = 200;
  return is_utf8(bytes) ? core::elide(bytes, most) : "?";
}

}  // namespace vidspec::mock
