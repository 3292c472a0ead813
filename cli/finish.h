#pragma once

#include <filesystem>
#include <optional>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/output_flags.h"
#include "conformance/baseline.h"
#include "core/evidence.h"
#include "core/profile.h"
#include "reports/report.h"

namespace vidspec::cli {

/// The baseline of --baseline, read before anything is sent; nothing without the flag.
auto read_baseline_flag(const OutputFlags& flags, const core::Profile& profile) -> std::optional<conformance::Baseline>;

/// What every command that ends with a report does at its end.
struct Finish {
  const OutputFlags& flags;
  const std::optional<conformance::Baseline>& baseline;
  const core::Journal& journal;
  std::filesystem::path folder;
  Ending ending;
  std::string profile;  ///< as it was asked for: a name or a folder
};

/// Applies the baseline, settles the exit code, writes the reports and shows the console. Gives the exit code.
auto finish(Context& context, reports::Report report, const Finish& end) -> int;

/// A journal is evidence of money spent: the one of an earlier run moves aside instead of being replaced.
void keep_earlier(const std::filesystem::path& journal, Context& context, core::Language language = core::Language::en);

}  // namespace vidspec::cli
