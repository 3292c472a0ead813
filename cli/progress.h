#pragma once

#include <chrono>
#include <string>

#include "cli/output.h"
#include "cli/output_flags.h"
#include "conformance/collect.h"

namespace vidspec::cli {

/// How progress is shown.
struct ProgressStyle {
  bool terminal = false;     ///< a person reads it as it comes
  std::size_t columns = 80;  ///< of that terminal
  bool quiet = false;
  core::Language language = core::Language::en;
};

/// The style that the flags and this stderr ask for.
auto progress_style(const OutputFlags& flags) -> ProgressStyle;

/// Shows on stderr what is awaited and for how long: one line that is rewritten where a person reads it, else a line
/// now and then.
class ProgressView {
 public:
  ProgressView(Output& output, const ProgressStyle& style) : output_(output), style_(style) {}
  void show(const conformance::Progress& progress);
  /// Takes the rewritten line away.
  void clear();

 private:
  Output& output_;
  ProgressStyle style_;
  bool drawn_ = false;
  std::string last_kind_;
  core::Millis last_shown_{-1'000'000};
};

/// One line: "[####......]  63 s of 15 min 00 s  video_6984… in_progress 41 %  (12 requests)".
auto progress_line(const conformance::Progress& progress, core::Language language = core::Language::en) -> std::string;

}  // namespace vidspec::cli
