#include "core/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace vidspec::core {

namespace {

/// One step of a pointer as the member name that it means; `buffer` holds it when it had escapes.
auto unescape(std::string_view step, std::string& buffer) -> std::string_view {
  if (step.find('~') == std::string_view::npos) return step;
  buffer.clear();
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1')) {
      buffer += step[++i] == '0' ? '~' : '/';
    } else {
      buffer += step[i];
    }
  }
  return buffer;
}

auto element(const Json::array_t& array, std::string_view step) -> const Json* {
  if (step.empty() || (step.size() > 1 && step.front() == '0')) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || end != step.data() + step.size() || index >= array.size()) return nullptr;
  return &array[index];
}

}  // namespace

auto find_pointer(const Json& value, std::string_view pointer) -> const Json* {
  const Json* current = &value;
  std::string buffer;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    const std::string_view step = unescape(pointer.substr(0, length), buffer);
    pointer.remove_prefix(length);
    if (const auto* object = current->get_ptr<const Json::object_t*>()) {
      const auto found = object->find(step);
      current = found == object->end() ? nullptr : &found->second;
    } else if (const auto* array = current->get_ptr<const Json::array_t*>()) {
      current = element(*array, step);
    } else {
      return nullptr;
    }
    if (current == nullptr) return nullptr;
  }
  return current;
}

auto pointer_append(std::string_view pointer, std::string_view step) -> std::string {
  std::string result;
  result.reserve(pointer.size() + step.size() + 1);
  result.append(pointer).append(1, '/');
  for (const char c : step) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

auto type_name(const Json& value) -> std::string_view {
  switch (value.type()) {
    case Json::value_t::string:
      return "string";
    case Json::value_t::object:
      return "object";
    case Json::value_t::array:
      return "array";
    case Json::value_t::boolean:
      return "boolean";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return "integer";
    case Json::value_t::number_float: {
      const double number = value.get<double>();
      return std::isfinite(number) && std::trunc(number) == number ? "integer" : "number";
    }
    default:
      return "null";
  }
}

}  // namespace vidspec::core
