#include "cli/progress.h"

#include <algorithm>

#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {
/// What is awaited, without how far it has come.
auto without_digits(std::string text) -> std::string {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }), text.end());
  return text;
}
}  // namespace

auto progress_line(const conformance::Progress& progress) -> std::string {
  constexpr std::int64_t cells = 20;
  const auto deadline = std::max<std::int64_t>(progress.deadline.count(), 1);
  const auto filled =
      static_cast<std::size_t>(std::clamp<std::int64_t>(progress.elapsed.count() * cells / deadline, 0, cells));
  const auto what = reports::clipped(reports::for_terminal(progress.what), 60);
  return "[" + std::string(filled, '#') + std::string(cells - filled, '.') + "] " +
         reports::show_duration(progress.elapsed.count()) + " of " + reports::show_duration(progress.deadline.count()) +
         "  " + what + "  (" + std::to_string(progress.exchanges) + " requests)";
}

void ProgressView::show(const conformance::Progress& progress) {
  constexpr core::Millis pause{10'000};
  if (quiet_) return;
  if (terminal_) {
    output_.err("\r\x1b[K" + progress_line(progress));
    drawn_ = true;
    return;
  }
  // A log keeps every line: only what is new, or a sign of life.
  const auto kind = without_digits(progress.what);
  if (kind == last_kind_ && progress.elapsed - last_shown_ < pause) return;
  last_kind_ = kind;
  last_shown_ = progress.elapsed;
  output_.err(progress_line(progress) + "\n");
}

void ProgressView::clear() {
  if (drawn_) output_.err("\r\x1b[K");
  drawn_ = false;
}

}  // namespace vidspec::cli
