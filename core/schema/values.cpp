#include "core/schema/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace vidspec::core::schema {

namespace {

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

template <typename T>
auto order(const T& a, const T& b) -> int {
  return a < b ? -1 : (b < a ? 1 : 0);
}

auto is_float(const Json& value) -> bool { return value.type() == Json::value_t::number_float; }
auto is_negative_integer(const Json& value) -> bool {
  return value.type() == Json::value_t::number_integer && *value.get_ptr<const Json::number_integer_t*>() < 0;
}

/// An integer against a float, exactly.
auto compare_mixed(const Json& integer, double number) -> int {
  if (std::isnan(number)) return -1;
  const double whole = std::trunc(number);
  int result = 0;
  if (is_negative_integer(integer)) {
    if (whole < -two_to_63) return 1;
    if (whole >= 0) return -1;
    result = order(integer.get<std::int64_t>(), static_cast<std::int64_t>(whole));
  } else {
    if (whole < 0) return 1;
    if (whole >= two_to_64) return -1;
    result = order(integer.get<std::uint64_t>(), static_cast<std::uint64_t>(whole));
  }
  return result != 0 ? result : order(whole, number);
}

auto compare_numbers(const Json& a, const Json& b) -> int {
  if (is_float(a) && is_float(b)) return order(a.get<double>(), b.get<double>());
  if (is_float(a)) return -compare_mixed(b, a.get<double>());
  if (is_float(b)) return compare_mixed(a, b.get<double>());
  if (is_negative_integer(a) != is_negative_integer(b)) return is_negative_integer(a) ? -1 : 1;
  return is_negative_integer(a) ? order(a.get<std::int64_t>(), b.get<std::int64_t>())
                                : order(a.get<std::uint64_t>(), b.get<std::uint64_t>());
}

auto rank(const Json& value) -> int {
  return value.is_number() ? static_cast<int>(Json::value_t::number_float) : static_cast<int>(value.type());
}

/// The order of two values without regard to what is inside containers of the same size and the same member names.
auto compare_outside(const Json& a, const Json& b) -> int {
  if (const int ranks = order(rank(a), rank(b)); ranks != 0) return ranks;
  if (a.is_number()) return compare_numbers(a, b);
  if (const auto* text = a.get_ptr<const std::string*>()) return text->compare(*b.get_ptr<const std::string*>());
  if (a.is_boolean()) return order(a.get<bool>(), b.get<bool>());
  if (const int sizes = order(a.size(), b.size()); sizes != 0) return sizes;
  if (const auto* object = a.get_ptr<const Json::object_t*>()) {
    auto other = b.get_ptr<const Json::object_t*>()->begin();
    for (const auto& member : *object) {
      if (const int names = member.first.compare(other->first); names != 0) return names;
      ++other;
    }
  }
  return 0;
}

/// A decimal number: digits × 10^exponent.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

auto decimal_of(double number) -> Decimal {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number), std::chars_format::scientific).ptr;
  Decimal result;
  const char* at = buffer;
  bool fraction = false;
  for (; at != end && *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    result.digits = result.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (fraction) --result.exponent;
  }
  int exponent = 0;
  if (at != end) std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, exponent);
  result.exponent += exponent;
  return result;
}

auto decimal_of(const Json& value) -> Decimal {
  if (is_float(value)) return decimal_of(value.get<double>());
  if (!is_negative_integer(value)) return {value.get<std::uint64_t>(), 0};
  return {0 - static_cast<std::uint64_t>(value.get<std::int64_t>()), 0};
}

auto multiply_modulo(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) -> std::uint64_t {
  __extension__ typedef unsigned __int128 Wide;
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % modulus);
}

}  // namespace

auto type_bits(const Json& value) -> TypeMask {
  switch (value.type()) {
    case Json::value_t::string:
      return type_string;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return type_integer | type_number;
    case Json::value_t::number_float: {
      const double number = *value.get_ptr<const double*>();
      return std::trunc(number) == number && std::isfinite(number) ? type_integer | type_number : type_number;
    }
    case Json::value_t::object:
      return type_object;
    case Json::value_t::array:
      return type_array;
    case Json::value_t::boolean:
      return type_boolean;
    default:
      return type_null;
  }
}

auto compare(const Json& a, const Json& b) -> int {
  if (const int outside = compare_outside(a, b); outside != 0 || !a.is_structured()) return outside;
  std::vector<std::pair<const Json*, const Json*>> open = {{&a, &b}};
  while (!open.empty()) {
    const auto [left, right] = open.back();
    open.pop_back();
    if (const int outside = compare_outside(*left, *right); outside != 0) return outside;
    if (const auto* array = left->get_ptr<const Json::array_t*>()) {
      const auto& other = *right->get_ptr<const Json::array_t*>();
      for (std::size_t i = array->size(); i-- > 0;) open.emplace_back(&(*array)[i], &other[i]);
    } else if (const auto* object = left->get_ptr<const Json::object_t*>()) {
      auto other = right->get_ptr<const Json::object_t*>()->begin();
      for (const auto& member : *object) {
        open.emplace_back(&member.second, &other->second);
        ++other;
      }
    }
  }
  return 0;
}

auto is_multiple(const Json& value, const Json& divisor) -> bool {
  const Decimal dividend = decimal_of(value);
  Decimal by = decimal_of(divisor);
  if (dividend.digits == 0) return true;
  if (by.digits == 0) return false;
  // digits·10^shift modulo the divisor's digits, or the divisor made larger where its exponent is the larger one.
  int shift = dividend.exponent - by.exponent;
  for (; shift < 0; ++shift) {
    if (by.digits > dividend.digits / 10) return false;
    by.digits *= 10;
  }
  std::uint64_t rest = dividend.digits % by.digits;
  for (; shift > 0 && rest != 0; --shift) rest = multiply_modulo(rest, 10, by.digits);
  return rest == 0;
}

auto find_equal(const Json::array_t& array) -> EqualPair {
  std::vector<const Json*> sorted;
  sorted.reserve(array.size());
  for (const Json& element : array) sorted.push_back(&element);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Json* a, const Json* b) { return compare(*a, *b) < 0; });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (compare(*sorted[i - 1], *sorted[i]) != 0) continue;
    return {static_cast<std::size_t>(sorted[i - 1] - array.data()), static_cast<std::size_t>(sorted[i] - array.data())};
  }
  return {};
}

}  // namespace vidspec::core::schema
