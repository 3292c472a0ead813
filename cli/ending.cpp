#include "cli/ending.h"

#include "cli/exit_code.h"

namespace vidspec::cli {

auto ending_of(const conformance::CollectResult& result, const Interrupt& interrupt) -> Ending {
  return {result.end == conformance::CollectEnd::done ? std::string() : result.message,
          interrupt.raised.load() ? interrupt.signal.load() : 0};
}

void settle(reports::Report& report, const Ending& ending) {
  if (report.exit_code == interrupted && ending.signal != 0) report.exit_code = 128 + ending.signal;
  if (report.exit_code == environment && !ending.message.empty()) report.exit_reason = ending.message;
}

}  // namespace vidspec::cli
