#pragma once

#include <string>

#include "reports/formats.h"
#include "reports/report.h"

namespace vidspec::reports {

/// report.html: one file that needs nothing else, works from the disk and without scripts, in light and dark, on a
/// phone and on paper. Shows the evidence where a journal is given. Text of the target is bounded and escaped; a
/// content security policy lets only our own script run.
auto write_html(const Report& report, const Rendering& rendering) -> std::string;

}  // namespace vidspec::reports
