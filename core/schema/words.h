#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/json.h"

namespace vidspec::core::schema {

/// The keywords that bound a value; together they are the assertion `range` of a requirement.
inline constexpr std::array<std::string_view, 11> range_keywords = {
    "minimum",   "maximum",  "exclusiveMinimum", "exclusiveMaximum", "multipleOf",   "minLength",
    "maxLength", "minItems", "maxItems",         "minProperties",    "maxProperties"};

/// Bytes of what is said about one value: a long enum is cut there.
inline constexpr std::size_t max_words = 400;

/// What a keyword with that value asks for, in plain words: type "integer" → "an integer", enum → `one of "a", "b"`,
/// minimum 0 → "at least 0". At most a few hundred bytes.
auto expected_words(std::string_view keyword, const Json& value) -> std::string;

/// A count and its noun: "1 element", "3 elements".
auto count_words(std::size_t count, std::string_view noun) -> std::string;

}  // namespace vidspec::core::schema
