#include "cli/ending.h"

#include <csignal>

#include "cli/exit_code.h"

namespace vidspec::cli {

using conformance::CollectEnd;

auto ending_of(const conformance::CollectResult& result, const Interrupt& interrupt) -> Ending {
  Ending ending{result.end, result.message, 0};
  if (interrupt.raised.load()) ending.signal = interrupt.signal.load();
  if (ending.end == CollectEnd::interrupted && ending.signal == 0) ending.signal = SIGINT;
  return ending;
}

void settle(reports::Report& report, const Ending& ending) {
  const bool nothing_judged = ending.end == CollectEnd::unreachable || ending.end == CollectEnd::key_refused;
  if (report.outcome == reports::Outcome::error) {
    report.exit_code = our_error;
  } else if (ending.signal != 0) {
    report.exit_code = 128 + ending.signal;
  } else if (report.outcome == reports::Outcome::not_conformant) {
    report.exit_code = not_conformant;
  } else if (report.spend.ambiguous > 0) {
    report.exit_code = ambiguous_spend;
  } else if (nothing_judged) {
    report.exit_code = environment;
  } else {
    report.exit_code = report.outcome == reports::Outcome::conformant ? conformant : incomplete;
  }
  const bool cannot_be_conformant = nothing_judged || ending.signal != 0 || report.spend.ambiguous > 0;
  if (cannot_be_conformant && report.outcome == reports::Outcome::conformant)
    report.outcome = reports::Outcome::incomplete;
  if (!ending.message.empty()) report.exit_reason = ending.message;
}

}  // namespace vidspec::cli
