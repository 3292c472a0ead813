#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/json.h"

namespace vidspec::core {

/// Reads a value, a whole number only where `to` can hold it: the JSON library converts fractions and numbers out of
/// range without a word. Throws std::out_of_range, or what the library throws for another type.
template <typename T>
void read_exactly(const Json& json, T& to) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    const bool fits = json.is_number_unsigned()
                          ? std::in_range<T>(json.get<std::uint64_t>())
                          : json.is_number_integer() && std::in_range<T>(json.get<std::int64_t>());
    if (!fits) throw std::out_of_range("expected a whole number in range, found " + show(json, 40));
  }
  json.get_to(to);
}

/// The same of every element.
template <typename T>
void read_exactly(const Json& json, std::vector<T>& to) {
  if (!json.is_array()) throw std::out_of_range("expected an array, found " + show(json, 40));
  to.clear();
  for (const auto& item : json) read_exactly(item, to.emplace_back());
}

/// A member of an object; `to` stays as it is where there is none.
template <typename T>
void take(const Json& json, const char* key, T& to) {
  if (const auto found = json.find(key); found != json.end()) read_exactly(*found, to);
}

}  // namespace vidspec::core
