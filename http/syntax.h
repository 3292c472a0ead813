#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vidspec::http {

/// A token of RFC 9110: what methods and header names are made of. Never empty.
auto is_token(std::string_view text) -> bool;

/// A header value that may go on the wire: no CR, LF, NUL or other control character but tab.
auto is_field_value(std::string_view text) -> bool;

/// Digits alone, within 64 bits; nothing for anything else (signs, blanks, the empty text).
auto parse_decimal(std::string_view text) -> std::optional<std::uint64_t>;

/// The same for hexadecimal digits, at most 16 of them.
auto parse_hex(std::string_view text) -> std::optional<std::uint64_t>;

/// Without leading and trailing blanks and tabs only: what surrounds a header value.
auto trim_blanks(std::string_view text) -> std::string_view;

}  // namespace vidspec::http
