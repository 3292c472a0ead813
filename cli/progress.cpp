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

auto progress_style(const OutputFlags& flags) -> ProgressStyle {
  return {is_terminal_stderr(), stderr_columns(), flags.quiet, parse_language(flags.language)};
}

auto progress_line(const conformance::Progress& progress, core::Language language) -> std::string {
  constexpr std::int64_t cells = 20;
  const auto deadline = std::max<std::int64_t>(progress.deadline.count(), 1);
  const auto filled =
      static_cast<std::size_t>(std::clamp<std::int64_t>(progress.elapsed.count() * cells / deadline, 0, cells));
  const auto what = reports::clipped(reports::for_terminal(progress.what), 60);
  return "[" + std::string(filled, '#') + std::string(cells - filled, '.') + "] " +
         reports::fill(reports::words::progress, language,
                       {reports::show_duration(progress.elapsed.count()),
                        reports::show_duration(progress.deadline.count()), what, std::to_string(progress.exchanges)});
}

void ProgressView::show(const conformance::Progress& progress) {
  constexpr core::Millis pause{10'000};
  if (style_.quiet) return;
  const auto line = progress_line(progress, style_.language);
  if (style_.terminal) {
    // A line that wraps could not be taken away again.
    output_.err("\r\x1b[K" + reports::clipped(line, style_.columns - 1));
    drawn_ = true;
    return;
  }
  // A log keeps every line: only what is new, or a sign of life.
  const auto kind = without_digits(progress.what);
  if (kind == last_kind_ && progress.elapsed - last_shown_ < pause) return;
  last_kind_ = kind;
  last_shown_ = progress.elapsed;
  output_.err(line + "\n");
}

void ProgressView::clear() {
  if (drawn_) output_.err("\r\x1b[K");
  drawn_ = false;
}

}  // namespace vidspec::cli
