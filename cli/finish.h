#pragma once

#include <filesystem>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/output_flags.h"
#include "core/evidence.h"
#include "core/profile.h"
#include "reports/report.h"

namespace vidspec::cli {

/// What every command that ends with a report does at its end.
struct Finish {
  const OutputFlags& flags;
  const core::Journal& journal;
  std::filesystem::path folder;  ///< empty: nothing is written
  Ending ending;
};

/// Applies the baseline, settles the exit code, writes the reports and shows the console. Gives the exit code.
auto finish(Context& context, reports::Report report, const core::Profile& profile, const Finish& end) -> int;

}  // namespace vidspec::cli
