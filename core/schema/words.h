#pragma once

#include <string>
#include <string_view>

#include "core/json.h"

namespace vidspec::core::schema {

/// What a keyword with that value asks for, in plain words: type "integer" → "an integer", enum → `one of "a", "b"`,
/// minimum 0 → "at least 0". At most a few hundred bytes.
auto expected_words(std::string_view keyword, const Json& value) -> std::string;

/// A count and its noun: "1 element", "3 elements".
auto count_words(std::size_t count, std::string_view noun) -> std::string;

}  // namespace vidspec::core::schema
