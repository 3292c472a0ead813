#pragma once

#include <string>
#include <string_view>

namespace vidspec::core {

/// One sentence in the two languages that reports are written in. Both are always filled (a test holds that).
struct Text {
  std::string_view en;
  std::string_view zh;
};

/// The languages of console, HTML, Markdown and explain.
enum class Language { en, zh };

/// The text in that language.
constexpr auto in(const Text& text, Language language) -> std::string_view {
  return language == Language::zh ? text.zh : text.en;
}

/// `text` cut to at most `limit` bytes at a UTF-8 boundary, with an ellipsis where something was cut.
auto elide(std::string_view text, std::size_t limit) -> std::string;

/// An ASCII digit, whatever the locale says.
constexpr auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

/// Lower-cased ASCII copy; other bytes stay as they are.
auto lower(std::string_view text) -> std::string;

/// Equal without regard to ASCII case (header names, media types, schemes).
auto iequals(std::string_view a, std::string_view b) -> bool;

/// Without leading and trailing blanks, tabs, CR and LF.
auto trim(std::string_view text) -> std::string_view;

/// Percent-encoded as one path segment or query value: only RFC 3986 unreserved characters stay as they are.
auto percent_encode(std::string_view text) -> std::string;

/// Percent-decoded; a stray `%` stays as it is. `+` is not a blank here.
auto percent_decode(std::string_view text) -> std::string;

}  // namespace vidspec::core
