#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace vidspec::core::schema {

/// A regular expression of JSON Schema (ECMA-262, Unicode mode) on RE2: linear in the text, whatever the two are.
class Pattern {
 public:
  /// nullptr and a reason where RE2 has no such thing (look-around, back-references) or it is no expression at all.
  static auto compile(std::string_view source, std::string& reason) -> std::unique_ptr<const Pattern>;
  ~Pattern();

  /// Whether any part of the text matches.
  [[nodiscard]] auto found_in(std::string_view text) const -> bool;

 private:
  explicit Pattern(std::unique_ptr<const re2::RE2> expression);
  std::unique_ptr<const re2::RE2> expression_;
};

/// An ECMA-262 expression as RE2 writes it; false and a reason where it cannot be written.
auto translate_pattern(std::string_view source, std::string& result, std::string& reason) -> bool;

}  // namespace vidspec::core::schema
