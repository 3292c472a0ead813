#include "core/json.h"

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "core/utf8.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_shown_depth = 64;

/// Writes compact JSON until a limit is reached; bounded in work and stack whatever the value is.
class Shower {
 public:
  explicit Shower(std::size_t limit) : limit_(limit) {}
  void value(const Json& value, std::size_t depth) {
    if (full()) return;
    if (depth > max_shown_depth) {
      text_ += "…";
    } else if (const auto* text = value.get_ptr<const std::string*>()) {
      quoted(*text);
    } else if (const auto* array = value.get_ptr<const Json::array_t*>()) {
      list(*array, depth);
    } else if (const auto* object = value.get_ptr<const Json::object_t*>()) {
      members(*object, depth);
    } else {
      text_ += value.is_binary() || value.is_discarded() ? "?" : value.dump();
    }
  }
  [[nodiscard]] auto text() const -> const std::string& { return text_; }

 private:
  [[nodiscard]] auto full() const -> bool { return text_.size() > limit_; }
  void list(const Json::array_t& array, std::size_t depth) {
    text_ += '[';
    for (std::size_t i = 0; i < array.size() && !full(); ++i) {
      if (i > 0) text_ += ',';
      value(array[i], depth + 1);
    }
    text_ += ']';
  }
  void members(const Json::object_t& object, std::size_t depth) {
    text_ += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      if (full()) break;
      if (!first) text_ += ',';
      first = false;
      quoted(key);
      text_ += ':';
      value(member, depth + 1);
    }
    text_ += '}';
  }
  void quoted(std::string_view text) {
    text_ += '"';
    for (std::size_t i = 0; i < text.size() && !full();) {
      const auto point = decode_utf8(text, i);
      if (!point.valid) {
        text_ += "\xEF\xBF\xBD";
      } else if (point.length == 1) {
        escaped(text[i]);
      } else {
        text_ += text.substr(i, point.length);
      }
      i += point.length;
    }
    text_ += '"';
  }
  void escaped(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        text_ += "\\\"";
        break;
      case '\\':
        text_ += "\\\\";
        break;
      case '\n':
        text_ += "\\n";
        break;
      case '\r':
        text_ += "\\r";
        break;
      case '\t':
        text_ += "\\t";
        break;
      default:
        if (byte >= 0x20 && byte != 0x7F) {
          text_ += c;
        } else {
          text_.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
        }
    }
  }

  std::size_t limit_;
  std::string text_;
};

}  // namespace

auto show(const Json& value, std::size_t limit) -> std::string {
  Shower shower(limit);
  shower.value(value, 0);
  return elide(shower.text(), limit);
}

}  // namespace vidspec::core
