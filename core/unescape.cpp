#include "core/unescape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <utility>

namespace vidspec::core {

namespace {

/// What an escape stands for and how many bytes it takes; none when `length` is 0.
struct Escape {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

constexpr std::array<std::pair<std::string_view, char>, 35> entities = {
    {{"amp", '&'},    {"lt", '<'},     {"gt", '>'},     {"quot", '"'},   {"apos", '\''},  {"excl", '!'},
     {"num", '#'},    {"dollar", '$'}, {"percnt", '%'}, {"lpar", '('},   {"rpar", ')'},   {"ast", '*'},
     {"plus", '+'},   {"comma", ','},  {"period", '.'}, {"sol", '/'},    {"colon", ':'},  {"semi", ';'},
     {"equals", '='}, {"quest", '?'},  {"commat", '@'}, {"lsqb", '['},   {"lbrack", '['}, {"bsol", '\\'},
     {"rsqb", ']'},   {"rbrack", ']'}, {"hat", '^'},    {"lowbar", '_'}, {"grave", '`'},  {"lcub", '{'},
     {"lbrace", '{'}, {"verbar", '|'}, {"vert", '|'},   {"rcub", '}'},   {"rbrace", '}'}}};

auto number(std::string_view digits, int base) -> std::uint32_t {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return error == std::errc() && end == digits.data() + digits.size() ? value : UINT32_MAX;
}

// So many hexadecimal digits after a prefix.
auto hex_escape(std::string_view text, std::size_t prefix, std::size_t digits) -> Escape {
  if (text.size() < prefix + digits) return {};
  const auto code = number(text.substr(prefix, digits), 16);
  return code == UINT32_MAX ? Escape{} : Escape{code, prefix + digits};
}

auto backslash_escape(std::string_view text) -> Escape {
  if (text.size() < 2) return {};
  switch (text[1]) {
    case 'u':
      return hex_escape(text, 2, 4);
    case 'x':
      return hex_escape(text, 2, 2);
    case '/':
    case '"':
    case '\'':
    case '\\':
      return {static_cast<unsigned char>(text[1]), 2};
    default:
      return {};
  }
}

auto entity_escape(std::string_view text) -> Escape {
  constexpr std::size_t longest = 12;
  const auto end = text.substr(0, longest).find(';');
  if (end == std::string_view::npos || end < 3) return {};
  const auto name = text.substr(1, end - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 2 && (name[1] | 0x20) == 'x';
    const auto code = number(name.substr(hex ? 2 : 1), hex ? 16 : 10);
    return code < 0x10000 ? Escape{code, end + 1} : Escape{};
  }
  for (const auto& [known, character] : entities) {
    if (known == name) return {static_cast<unsigned char>(character), end + 1};
  }
  return {};
}

auto escape_at(std::string_view text) -> Escape {
  switch (text[0]) {
    case '%':
      return hex_escape(text, 1, 2);
    case '\\':
      return backslash_escape(text);
    case '&':
      return entity_escape(text);
    default:
      return {};
  }
}

// %XX is a byte, the others are characters.
auto bytes_of(const Escape& escape, char introducer) -> std::string {
  const auto code = escape.code;
  const auto continued = [](std::uint32_t bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (code < 0x80 || introducer == '%') return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6U), continued(code)};
  return {static_cast<char>(0xE0U | code >> 12U), continued(code >> 6U), continued(code)};
}

auto next_escape(std::string_view text, std::size_t from) -> std::size_t {
  return std::min(text.find_first_of("%\\&", from), text.size());
}

auto offset(std::size_t index) -> std::ptrdiff_t { return static_cast<std::ptrdiff_t>(index); }

}  // namespace

TracedText::TracedText(std::string_view original) : text(original), at(original.size() + 1) {
  std::iota(at.begin(), at.end(), 0U);
}

auto unescape(TracedText& traced) -> bool {
  const std::string_view text = traced.text;
  std::string plain;
  std::vector<std::uint32_t> at;
  std::size_t copied = 0;
  for (auto i = next_escape(text, 0); i < text.size();) {
    const auto escape = escape_at(text.substr(i, 16));
    if (escape.length == 0) {
      i = next_escape(text, i + 1);
      continue;
    }
    plain.append(text.substr(copied, i - copied));
    at.insert(at.end(), traced.at.begin() + offset(copied), traced.at.begin() + offset(i));
    const auto bytes = bytes_of(escape, text[i]);
    plain.append(bytes);
    at.insert(at.end(), bytes.size(), traced.at[i]);
    copied = i + escape.length;
    i = next_escape(text, copied);
  }
  if (copied == 0) return false;
  plain.append(text.substr(copied));
  at.insert(at.end(), traced.at.begin() + offset(copied), traced.at.end());
  traced.text = std::move(plain);
  traced.at = std::move(at);
  return true;
}

}  // namespace vidspec::core
