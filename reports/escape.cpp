#include "reports/escape.h"

#include <cstdint>

#include "core/utf8.h"

namespace vidspec::reports {

namespace {

using core::decode_utf8;

auto within(std::uint32_t value, std::uint32_t first, std::uint32_t last) -> bool {
  return value >= first && value <= last;
}

auto is_hidden(std::uint32_t value) -> bool {
  return value < 0x20 || within(value, 0x7F, 0x9F) || value == 0xAD || value == 0x61C || value == 0x180E ||
         within(value, 0x200B, 0x200F) || within(value, 0x2028, 0x202E) || within(value, 0x2060, 0x206F) ||
         value == 0xFEFF || within(value, 0xFFF0, 0xFFFB) || within(value, 0xFDD0, 0xFDEF) ||
         (value & 0xFFFEU) == 0xFFFE || within(value, 0xE0000, 0xE0FFF);
}

auto hex(std::uint32_t value, std::size_t digits) -> std::string {
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4U) text.insert(text.begin(), "0123456789abcdef"[value & 0xFU]);
  return text;
}

auto escape_code(std::uint32_t value) -> std::string {
  switch (value) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return value < 0x80 ? "\\x" + hex(value, 2) : "\\u{" + hex(value, 4) + "}";
  }
}

auto replace_all(std::string text, std::string_view from, std::string_view to) -> std::string {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

auto escape_markup(std::string_view text) -> std::string {
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// A bare address does not become a link.
auto without_autolinks(std::string text) -> std::string {
  return replace_all(replace_all(std::move(text), "http", "ht&#116;p"), "www.", "ww&#119;.");
}

auto is_wide(std::uint32_t value) -> bool {
  return within(value, 0x1100, 0x115F) || within(value, 0x2E80, 0x303E) || within(value, 0x3041, 0xA4CF) ||
         within(value, 0xAC00, 0xD7A3) || within(value, 0xF900, 0xFAFF) || within(value, 0xFE30, 0xFE6F) ||
         within(value, 0xFF00, 0xFF60) || within(value, 0xFFE0, 0xFFE6) || within(value, 0x1F300, 0x1F64F) ||
         within(value, 0x1F680, 0x1F6FF) || within(value, 0x1F900, 0x1FAFF) || within(value, 0x20000, 0x3FFFD);
}

auto is_combining(std::uint32_t value) -> bool {
  return within(value, 0x300, 0x36F) || within(value, 0x483, 0x489) || within(value, 0x591, 0x5BD) ||
         within(value, 0x610, 0x61A) || within(value, 0x64B, 0x65F) || within(value, 0x1AB0, 0x1AFF) ||
         within(value, 0x1DC0, 0x1DFF) || within(value, 0x20D0, 0x20FF) || within(value, 0xFE00, 0xFE0F) ||
         within(value, 0xFE20, 0xFE2F);
}

/// Punctuation that begins no line.
auto is_closing(std::uint32_t value) -> bool {
  constexpr std::u32string_view closing = U"，。；：？！、）》」』”’";
  return closing.find(static_cast<char32_t>(value)) != std::u32string_view::npos;
}

auto columns_of(std::uint32_t value) -> std::size_t { return is_combining(value) ? 0 : is_wide(value) ? 2 : 1; }

}  // namespace

auto visible(std::string_view text, bool lines) -> std::string {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto code = decode_utf8(text, at);
    if (!code.valid) {
      result += "\\x" + hex(code.value, 2);
    } else if (is_hidden(code.value) && !(lines && code.value == '\n')) {
      result += escape_code(code.value);
    } else {
      result += text.substr(at, code.length);
    }
    at += code.length;
  }
  return result;
}

auto for_terminal(std::string_view text) -> std::string {
  return replace_all(replace_all(visible(text), "##[", "#\\x23["), "##vso[", "#\\x23vso[");
}

auto for_html(std::string_view text) -> std::string { return escape_markup(visible(text, true)); }

auto for_xml(std::string_view text) -> std::string { return escape_markup(visible(text, true)); }

auto for_markdown(std::string_view text) -> std::string {
  std::string result;
  for (const char c : visible(text)) {
    constexpr std::string_view special = "\\`*_{}[]()+-.!|~$^=:";
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      // Mentions notify people and numbers link to issues, even when escaped: a word joiner after the sign prevents
      // both.
      case '@':
        result += "@&#8288;";
        break;
      case '#':
        result += "\\#&#8288;";
        break;
      default:
        if (special.find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
  }
  return without_autolinks(std::move(result));
}

auto markdown_code(std::string_view text) -> std::string {
  // HTML rather than backticks: in a table cell a `|` inside backticks would still end the cell. Between the tags
  // Markdown is alive, but character references never are markup.
  std::string result;
  for (const char c : visible(text)) {
    constexpr std::string_view special = "\\`*_[]!|~$<>&";
    if (special.find(c) == std::string_view::npos) {
      result += c;
    } else {
      result += "&#" + std::to_string(static_cast<int>(c)) + ";";
    }
  }
  return "<code>" + without_autolinks(std::move(result)) + "</code>";
}

auto for_workflow(std::string_view text) -> std::string {
  return replace_all(replace_all(visible(text, true), "%", "%25"), "\n", "%0A");
}

auto for_workflow_property(std::string_view text) -> std::string {
  return replace_all(replace_all(for_workflow(text), ":", "%3A"), ",", "%2C");
}

auto for_script(std::string_view json) -> std::string { return replace_all(std::string(json), "<", "\\u003c"); }

auto display_width(std::string_view text) -> std::size_t {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto code = decode_utf8(text, at);
    width += columns_of(code.value);
    at += code.length;
  }
  return width;
}

auto padded(std::string_view text, std::size_t columns) -> std::string {
  std::string result(text);
  const auto width = display_width(text);
  if (width < columns) result.append(columns - width, ' ');
  return result;
}

auto wrapped(std::string_view text, std::size_t columns) -> std::vector<std::string> {
  std::vector<std::string> lines;
  std::size_t width = 0;
  std::size_t start = 0;
  std::size_t split = 0;  // where the line may end, and how wide it is up to there
  std::size_t split_width = 0;
  for (std::size_t at = 0; columns > 0 && at < text.size();) {
    const auto code = decode_utf8(text, at);
    const bool may_split = text[at] == ' ' || (is_wide(code.value) && !is_closing(code.value));
    if (may_split && at > start) {
      split = at;
      split_width = width;
    }
    width += columns_of(code.value);
    at += code.length;
    if (width <= columns || split <= start) continue;
    lines.emplace_back(text.substr(start, split - start));
    start = text[split] == ' ' ? split + 1 : split;
    width -= split_width + (start - split);
  }
  lines.emplace_back(text.substr(start));
  return lines;
}

auto clipped(std::string_view text, std::size_t columns) -> std::string {
  if (display_width(text) <= columns) return std::string(text);
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto code = decode_utf8(text, at);
    if (width + columns_of(code.value) + 1 > columns) break;
    width += columns_of(code.value);
    at += code.length;
  }
  return std::string(text.substr(0, at)) + "…";
}

}  // namespace vidspec::reports
