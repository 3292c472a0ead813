#pragma once

#include <string>

#include "cli/interrupt.h"
#include "conformance/collect.h"
#include "reports/report.h"

namespace vidspec::cli {

/// How collecting ended, besides what the evidence says.
struct Ending {
  conformance::CollectEnd end = conformance::CollectEnd::done;
  std::string message;  ///< one line about an end that is not `done`
  int signal = 0;       ///< SIGINT or SIGTERM; 0: none came
};

auto ending_of(const conformance::CollectResult& result, const Interrupt& interrupt) -> Ending;

/// Puts the exit code of the process into the report, by the precedence 5 > 130/143 > 1 > 6 > 3 > 4, where 4 stands for
/// a run that ended before anything was judged.
void settle(reports::Report& report, const Ending& ending);

}  // namespace vidspec::cli
