#pragma once

#include <string>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// JUnit XML as CI systems really read it (docs/reports.md): the message both as attribute and as text, names unique,
/// counts equal to the elements; `failure` is a MUST that does not hold, `error` is a MUST that could not be judged and
/// our own errors, everything else that was not judged is skipped, warnings and notes pass with their text in
/// system-out.
auto write_junit(const Report& report) -> std::string;

}  // namespace vidspec::reports
