#pragma once

#include <string>

#include "cli/interrupt.h"
#include "conformance/collect.h"
#include "reports/report.h"

namespace vidspec::cli {

/// How collecting ended, besides what the evidence says.
struct Ending {
  std::string message;  ///< one line about an end that is not `done`: what is wrong and what to do
  int signal = 0;       ///< SIGINT or SIGTERM; 0: none came
};

auto ending_of(const conformance::CollectResult& result, const Interrupt& interrupt) -> Ending;

/// Completes the exit code that the judge gave with what only the process knows: which signal it was, and the line that
/// says what to do about an unreachable target.
void settle(reports::Report& report, const Ending& ending);

}  // namespace vidspec::cli
