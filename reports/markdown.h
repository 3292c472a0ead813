#pragma once

#include <string>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// A summary for the page of a CI job (GitHub Flavoured Markdown): verdict, what fails and why, totals, tasks. At most
/// about 200 kB, whatever the target said.
auto write_markdown(const Report& report, core::Language language) -> std::string;

/// GitHub workflow commands that annotate the job: one per failure (error) and warning, and one for a run that is red
/// without a failure.
auto write_annotations(const Report& report) -> std::string;

}  // namespace vidspec::reports
