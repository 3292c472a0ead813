#pragma once

#include <chrono>
#include <string>

#include "cli/output.h"
#include "conformance/collect.h"

namespace vidspec::cli {

/// Shows on stderr what is awaited and for how long: one line that is rewritten where a person reads it, else a line
/// now and then.
class ProgressView {
 public:
  ProgressView(Output& output, bool terminal, bool quiet) : output_(output), terminal_(terminal), quiet_(quiet) {}
  void show(const conformance::Progress& progress);
  /// Takes the rewritten line away.
  void clear();

 private:
  Output& output_;
  bool terminal_;
  bool quiet_;
  bool drawn_ = false;
  std::string last_kind_;
  core::Millis last_shown_{-1'000'000};
};

/// One line: "[####......]  63 s of 15 min 00 s  video_6984… in_progress 41 %  (12 requests)".
auto progress_line(const conformance::Progress& progress) -> std::string;

}  // namespace vidspec::cli
