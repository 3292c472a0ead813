#pragma once

#include <string>

#include "reports/report.h"

namespace vidspec::reports {

/// SARIF 2.1.0: every check is a rule; a failure, warning or note is a result with its findings; what could not be
/// judged is open or notApplicable; a waived failure is suppressed. Fingerprints stay the same from run to run.
auto write_sarif(const Report& report) -> std::string;

}  // namespace vidspec::reports
