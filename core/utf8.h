#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vidspec::core {

/// A character of UTF-8 text, or one byte that is none (`valid` is false, `value` the byte).
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;
  bool valid = false;
};

/// The character at `at`, which is inside `text`. Overlong forms and surrogates are not valid.
auto decode_utf8(std::string_view text, std::size_t at) -> CodePoint;

auto is_utf8(std::string_view text) -> bool;

/// JSON text with what JSON lets stand and a terminal or an editor obeys escaped too: DEL, the control characters from
/// U+0080 to U+009F, and what turns the direction of text around.
auto escape_json_controls(std::string json) -> std::string;

}  // namespace vidspec::core
