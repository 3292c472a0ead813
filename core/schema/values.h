#pragma once

#include <cstdint>

#include "core/json.h"

namespace vidspec::core::schema {

/// JSON types as bits. A whole number is both `number` and `integer`.
using TypeMask = std::uint8_t;
inline constexpr TypeMask type_null = 1;
inline constexpr TypeMask type_boolean = 2;
inline constexpr TypeMask type_object = 4;
inline constexpr TypeMask type_array = 8;
inline constexpr TypeMask type_number = 16;
inline constexpr TypeMask type_string = 32;
inline constexpr TypeMask type_integer = 64;
inline constexpr TypeMask any_type = 127;

/// The bits of a value.
auto type_bits(const Json& value) -> TypeMask;

/// A total order over JSON values in which equal means equal as JSON Schema has it (1.0 is 1, members in any order).
/// Exact for 64-bit integers; never recurses.
auto compare(const Json& a, const Json& b) -> int;

/// Whether `value` is a multiple of `divisor`, both numbers, by their decimal digits (0.0075 is a multiple of 0.0001).
auto is_multiple(const Json& value, const Json& divisor) -> bool;

/// The index pair of two equal elements (first < second), or {0, 0} when all differ.
struct EqualPair {
  std::size_t first = 0;
  std::size_t second = 0;
};
auto find_equal(const Json::array_t& array) -> EqualPair;

}  // namespace vidspec::core::schema
