#include "core/schema/words.h"

#include <array>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace vidspec::core::schema {

namespace {

constexpr std::size_t max_value = 120;

auto type_words(const Json& value) -> std::string {
  const auto one = [](const Json& type) -> std::string {
    const auto* name = type.get_ptr<const std::string*>();
    if (name == nullptr) return "?";
    if (*name == "null") return *name;
    return (*name == "object" || *name == "array" || *name == "integer" ? "an " : "a ") + *name;
  };
  if (!value.is_array()) return one(value);
  std::string words;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) words += i + 1 == value.size() ? " or " : ", ";
    words += one(value[i]);
  }
  return words;
}

auto enum_words(const Json& value) -> std::string {
  if (value.size() == 1) return show(value[0], max_value);
  std::string words = "one of ";
  for (std::size_t i = 0; i < value.size() && words.size() < max_words; ++i) {
    if (i > 0) words += ", ";
    words += show(value[i], max_value);
  }
  return words;
}

/// Keywords whose words are a phrase, the value, and perhaps a counted noun.
struct Phrase {
  std::string_view keyword;
  std::string_view words;
  std::string_view noun;
};
constexpr std::array<Phrase, 16> phrases = {{{"minimum", "at least ", ""},
                                             {"maximum", "at most ", ""},
                                             {"exclusiveMinimum", "more than ", ""},
                                             {"exclusiveMaximum", "less than ", ""},
                                             {"multipleOf", "a multiple of ", ""},
                                             {"minLength", "at least ", "character"},
                                             {"maxLength", "at most ", "character"},
                                             {"minItems", "at least ", "element"},
                                             {"maxItems", "at most ", "element"},
                                             {"minContains", "at least ", "matching element"},
                                             {"maxContains", "at most ", "matching element"},
                                             {"minProperties", "at least ", "member"},
                                             {"maxProperties", "at most ", "member"},
                                             {"not", "anything that does not match ", ""},
                                             {"contains", "an element that matches ", ""},
                                             {"propertyNames", "member names that match ", ""}}};

}  // namespace

auto count_words(std::size_t count, std::string_view noun) -> std::string {
  return std::to_string(count).append(1, ' ').append(noun).append(count == 1 ? "" : "s");
}

auto expected_words(std::string_view keyword, const Json& value) -> std::string {
  if (keyword == "type") return type_words(value);
  if (keyword == "enum" && value.is_array()) return elide(enum_words(value), max_words);
  if (keyword == "const") return show(value, max_value);
  if (keyword == "uniqueItems") return "elements that all differ";
  if (keyword == "pattern" && value.is_string())
    return "text that matches " + elide(value.get_ref<const std::string&>(), max_value);
  if (keyword == "format" && value.is_string())
    return "text in the format " + elide(value.get_ref<const std::string&>(), max_value);
  if (keyword == "anyOf") return "a match of at least one of " + count_words(value.size(), "alternative");
  if (keyword == "oneOf") return "a match of exactly one of " + count_words(value.size(), "alternative");
  for (const Phrase& phrase : phrases) {
    if (phrase.keyword != keyword) continue;
    std::string words(phrase.words);
    words += show(value, max_value);
    if (!phrase.noun.empty()) words.append(1, ' ').append(phrase.noun).append(value == 1 ? "" : "s");
    return words;
  }
  return "what " + std::string(keyword) + " allows";
}

}  // namespace vidspec::core::schema
