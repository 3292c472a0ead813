#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/console.h"
#include "reports/escape.h"

namespace vidspec::reports {

enum class Paint { plain, bold, dim, red, green, yellow, blue };

/// The page as it grows. Everything that is added as `text` is escaped here, once.
class Page {
 public:
  explicit Page(const ConsoleOptions& options) : options_(options) {}

  [[nodiscard]] auto say(const core::Text& text) const -> std::string {
    return std::string(core::in(text, options_.language));
  }
  [[nodiscard]] auto painted(std::string_view text, Paint paint) const -> std::string {
    if (!options_.color || paint == Paint::plain) return std::string(text);
    constexpr std::string_view codes[] = {"0", "1", "2", "31", "32", "33", "34"};
    return "\x1b[" + std::string(codes[static_cast<std::size_t>(paint)]) + "m" + std::string(text) + "\x1b[0m";
  }
  void line(std::string_view ready = {}) { result_.append(ready).append("\n"); }
  void heading(std::string_view title) {
    line();
    line(painted(title, Paint::bold));
  }
  /// `label  text`, the labels of a block aligned.
  void labelled(std::size_t indent, const core::Text& label, std::string_view text, Paint paint = Paint::plain) {
    const auto escaped = for_terminal(text);
    if (escaped.empty()) return;
    auto lead = std::string(indent, ' ') + painted(padded(say(label), 10), Paint::dim) + " ";
    for (const auto& piece : wrapped(escaped, room_after(indent + 11))) {
      line(lead + painted(piece, paint));
      lead = std::string(indent + 11, ' ');
    }
  }
  /// The same for what is to be pasted: one line, however long.
  void labelled_command(std::size_t indent, const core::Text& label, std::string_view text) {
    const auto escaped = for_terminal(text);
    if (!escaped.empty()) line(std::string(indent, ' ') + painted(padded(say(label), 10), Paint::dim) + " " + escaped);
  }
  /// `lead  text`, further lines below the beginning of the text, or all of it below the lead where it is too narrow.
  void hanging(const std::string& lead, std::size_t lead_width, std::string_view text, const std::string& tail) {
    constexpr std::size_t narrow = 24;
    const bool below = options_.columns > 0 && options_.columns < lead_width + narrow;
    const std::size_t indent = below ? 6 : lead_width;
    if (below) line(lead.substr(0, lead.find_last_not_of(' ') + 1));
    auto start = below ? std::string(indent, ' ') : lead;
    const auto pieces = wrapped(text, room_after(indent));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      line(start + pieces[i] + (i + 1 == pieces.size() ? tail : ""));
      start = std::string(indent, ' ');
    }
  }
  [[nodiscard]] auto options() const -> const ConsoleOptions& { return options_; }
  auto take() -> std::string { return std::move(result_); }

 private:
  [[nodiscard]] auto room_after(std::size_t indent) const -> std::size_t {
    constexpr std::size_t least = 20;
    return options_.columns == 0 ? 0 : std::max(options_.columns, indent + least) - indent;
  }

  const ConsoleOptions& options_;
  std::string result_;
};

}  // namespace vidspec::reports
