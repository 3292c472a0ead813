#pragma once

#include <cstddef>
#include <cstdint>
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

}  // namespace vidspec::core
