#pragma once

#include "conformance/evidence.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// The parts of a report that do not depend on verdicts: target, times, spend, timelines, notices.
auto describe_run(const Evidence& evidence) -> reports::Report;

/// Why evidence is not enough for `conformant` ("scope: no download was seen"), or empty. `cut` is how many MUST checks
/// a filter took out.
auto scope_of(const Evidence& evidence, int cut) -> std::string;

/// How the collecting of the evidence ended, as far as the exit code depends on it.
struct RunEnd {
  bool interrupted = false;
  bool environment = false;  ///< nothing could be judged: no connection, key refused
};

/// Sets outcome, exit code and exit reason from verdicts, spend and scope. Also for reports whose verdicts were changed
/// (waived).
void decide(reports::Report& report, const RunEnd& end);

}  // namespace vidspec::conformance
