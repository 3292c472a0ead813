#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

using Json = nlohmann::json;

/// Bounds for JSON from outside.
struct JsonLimits {
  std::size_t max_bytes = 16U << 20U;
  std::size_t max_depth = 64;
  std::size_t max_values = 1'000'000;  ///< on all levels together: one of two bytes takes up to a hundred in memory
};

/// What came of parsing: a value, or one line that says why not (with line and column).
struct JsonResult {
  std::shared_ptr<const Json> value;        ///< nullptr when `error` is set
  std::string error;                        ///< empty when it parsed
  std::vector<std::string> duplicate_keys;  ///< JSON pointers of members that occur twice (last one wins), at most 16
  explicit operator bool() const { return value != nullptr; }
};

/// Parses within bounds: never overflows a stack, notices duplicate keys, refuses invalid UTF-8.
auto parse_json(std::string_view text, const JsonLimits& limits = {}) -> JsonResult;

/// The value at a JSON pointer ("" is the whole), or nullptr where any step is missing. Lives as long as `value`.
auto find_pointer(const Json& value, std::string_view pointer) -> const Json*;

/// A JSON pointer with one more step, escaped per RFC 6901.
auto pointer_append(std::string_view pointer, std::string_view step) -> std::string;

/// Compact text for people: at most `limit` bytes, invalid UTF-8 replaced.
auto show(const Json& value, std::size_t limit = 120) -> std::string;

/// "string", "integer", "number", "boolean", "object", "array", "null" (4.0 is an integer, as in JSON Schema).
auto type_name(const Json& value) -> std::string_view;

}  // namespace vidspec::core
