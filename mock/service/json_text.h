#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vidspec::mock {

/// Appends a JSON string literal, quotes included. The text is valid UTF-8.
void append_string(std::string& to, std::string_view text);

/// Appends a decimal integer.
void append_integer(std::string& to, std::int64_t value);

/// The JSON string literal of a text.
auto json_string(std::string_view text) -> std::string;

/// Whether the bytes are valid UTF-8 (no surrogates, nothing overlong).
auto is_utf8(std::string_view bytes) -> bool;

/// What a client sent, fit to be repeated in a message: at most 200 bytes, `?` where it is not UTF-8.
auto repeatable(std::string_view bytes) -> std::string;

}  // namespace vidspec::mock
