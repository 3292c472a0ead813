#include <array>
#include <cstdint>

#include "core/schema/pattern.h"
#include "core/text.h"

namespace vidspec::core::schema {

namespace {

// What ECMA-262 counts as white space and line ends, and the rest, as ranges for a character class.
constexpr std::string_view space_ranges =
    "\\x{9}-\\x{d} \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view other_ranges =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{"
    "202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
constexpr std::string_view line_ends = "\\n\\r\\x{2028}\\x{2029}";

// RE2 knows general categories by their short names only.
struct Category {
  std::string_view name;
  std::string_view short_name;
};
constexpr std::array<Category, 38> categories = {{
    {"Letter", "L"},
    {"Cased_Letter", "LC"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
}};

auto hex_value(char c) -> int {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

auto is_letter(char c) -> bool { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Translator {
 public:
  Translator(std::string_view source, std::string& result, std::string& reason)
      : rest_(source), result_(result), reason_(reason) {}

  auto run() -> bool {
    while (!rest_.empty()) {
      if (!(in_class_ ? class_step() : step())) return false;
    }
    return !in_class_ || refuse("a [ without its ]");
  }

 private:
  auto refuse(std::string reason) -> bool {
    reason_ = std::move(reason);
    return false;
  }
  auto take() -> char {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  auto skip(std::string_view text) -> bool {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  auto put(std::string_view text) -> bool {
    result_ += text;
    return true;
  }
  auto put(char c) -> bool {
    result_ += c;
    return true;
  }
  auto put_code(std::uint32_t code) -> bool {
    if (code > 0x10FFFF) return refuse("a code point beyond U+10FFFF");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    do {
      text.insert(text.begin(), digits[code & 15U]);
      code >>= 4U;
    } while (code != 0);
    return put("\\x{") && put(text) && put('}');
  }

  auto step() -> bool {
    if (skip("[^]")) return put("[\\x{0}-\\x{10ffff}]");
    if (skip("[]")) return put("[^\\x{0}-\\x{10ffff}]");
    const char c = take();
    switch (c) {
      case '\\':
        return escape();
      case '(':
        return group();
      case '.':
        return put("[^") && put(line_ends) && put(']');
      case '[':
        in_class_ = true;
        return put('[') && (!skip("^") || put('^'));
      default:
        return put(c);
    }
  }

  auto class_step() -> bool {
    const char c = take();
    switch (c) {
      case '\\':
        return escape();
      case '[':
        return put("\\[");
      case ']':
        in_class_ = false;
        return put(']');
      default:
        return put(c);
    }
  }

  auto group() -> bool {
    if (!rest_.starts_with("?")) return put('(');
    if (skip("?:")) return put("(?:");
    if (rest_.starts_with("?=") || rest_.starts_with("?!") || rest_.starts_with("?<=") || rest_.starts_with("?<!")) {
      return refuse("look-around; RE2 has none, write it without");
    }
    if (skip("?<")) return put("(?P<");
    return refuse("a group that begins with (? and is none of ECMA-262's");
  }

  auto escape() -> bool {
    if (rest_.empty()) return refuse("a \\ at the end");
    const char c = take();
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 't':
      case 'n':
      case 'r':
      case 'f':
      case 'v':
        return put('\\') && put(c);
      case 'b':
        if (in_class_) return put_code(8);
        return put("\\b");
      case 'B':
        return in_class_ ? refuse("\\B inside [ ]") : put("\\B");
      case 's':
        return spaces(space_ranges);
      case 'S':
        return spaces(other_ranges);
      case 'c':
        return !rest_.empty() && is_letter(rest_.front()) ? put_code(static_cast<std::uint32_t>(take()) & 31U)
                                                          : refuse("\\c without a letter");
      case 'x':
        return hex(2);
      case 'u':
        return unicode();
      case 'p':
      case 'P':
        return property(c);
      case '0':
        return !rest_.empty() && is_digit(rest_.front()) ? refuse("an octal escape, write \\xHH") : put_code(0);
      default:
        break;
    }
    if (is_digit(c) || c == 'k') return refuse("a back-reference; RE2 has none, write it without");
    if (is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
      return refuse(std::string("\\") + c + ", which ECMA-262 does not know");
    }
    return put('\\') && put(c);
  }

  auto spaces(std::string_view ranges) -> bool { return in_class_ ? put(ranges) : put('[') && put(ranges) && put(']'); }

  auto read_hex(std::size_t digits, std::uint32_t& code) -> bool {
    if (rest_.size() < digits) return false;
    code = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const int value = hex_value(rest_[i]);
      if (value < 0) return false;
      code = code * 16 + static_cast<std::uint32_t>(value);
    }
    rest_.remove_prefix(digits);
    return true;
  }
  auto hex(std::size_t digits) -> bool {
    std::uint32_t code = 0;
    return read_hex(digits, code) ? put_code(code) : refuse("an \\x without its two hex digits");
  }
  auto unicode() -> bool {
    std::uint32_t code = 0;
    if (skip("{")) {
      const auto end = rest_.find('}');
      if (end == std::string_view::npos || end == 0 || end > 6 || !read_hex(end, code))
        return refuse("a damaged \\u{…}");
      rest_.remove_prefix(1);
      return put_code(code);
    }
    if (!read_hex(4, code)) return refuse("a \\u without its four hex digits");
    if (code >= 0xD800 && code <= 0xDFFF) {
      std::uint32_t low = 0;
      if (code > 0xDBFF || !skip("\\u") || !read_hex(4, low) || low < 0xDC00 || low > 0xDFFF) {
        return refuse("half of a surrogate pair");
      }
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    return put_code(code);
  }

  auto property(char c) -> bool {
    const auto end = rest_.find('}');
    if (!rest_.starts_with("{") || end == std::string_view::npos) return refuse("\\p without {…}");
    std::string_view name = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    for (const std::string_view key : {"General_Category=", "gc=", "Script=", "sc="}) {
      if (name.starts_with(key)) name.remove_prefix(key.size());
    }
    for (const Category& category : categories) {
      if (category.name == name) name = category.short_name;
    }
    if (name == "LC") return c == 'p' ? cased_letters() : refuse("\\P{Cased_Letter}");
    if (name == "Any") return c == 'p' ? any_character() : refuse("\\P{Any}");
    return put('\\') && put(c) && put('{') && put(name) && put('}');
  }
  auto cased_letters() -> bool { return put(in_class_ ? "\\p{Lu}\\p{Ll}\\p{Lt}" : "[\\p{Lu}\\p{Ll}\\p{Lt}]"); }
  auto any_character() -> bool { return put(in_class_ ? "\\x{0}-\\x{10ffff}" : "[\\x{0}-\\x{10ffff}]"); }

  std::string_view rest_;
  std::string& result_;
  std::string& reason_;
  bool in_class_ = false;
};

}  // namespace

auto translate_pattern(std::string_view source, std::string& result, std::string& reason) -> bool {
  return Translator(source, result, reason).run();
}

}  // namespace vidspec::core::schema
