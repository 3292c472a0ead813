#pragma once

#include <string>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// How a report looks on a terminal.
struct ConsoleOptions {
  enum class Detail { quiet, normal, verbose };
  core::Language language = core::Language::en;
  bool color = false;
  Detail detail =
      Detail::normal;       ///< quiet: failures and totals; verbose: every finding, passed checks with their source
  int max_findings = 3;     ///< per check unless verbose
  std::size_t columns = 0;  ///< of the terminal, for lines that are longer; 0: lines are as long as they are
};

/// The report for people: checks by area, failures again with expected and actual, tasks, totals. The last line names
/// the exit code in words. Safe to print: everything from the target is escaped.
auto write_console(const Report& report, const ConsoleOptions& options) -> std::string;

/// The last line alone.
auto console_verdict(const Report& report, core::Language language) -> std::string;

}  // namespace vidspec::reports
