#pragma once

#include <string>
#include <vector>

#include "core/evidence.h"
#include "core/profile.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// Something that an exchange shows to be wrong, as soon as it has ended.
struct LiveFinding {
  std::string id;
  reports::Verdict verdict{};  ///< fail, warn or note
  std::string message;         ///< "expected …, actual …"
};

/// Judges traffic while it passes: each exchange alone, and in the light of the last 200 (fewer where they are
/// large).
class LiveJudge {
 public:
  LiveJudge(const core::Profile& profile, core::JournalHeader header);

  /// What the next exchange shows, worst first.
  auto add(const core::Exchange& exchange) -> std::vector<LiveFinding>;

  /// How many of each verdict there were.
  [[nodiscard]] auto findings() const -> int { return findings_; }

 private:
  const core::Profile& profile_;
  core::Journal recent_;
  std::size_t weight_ = 0;  // of its bodies
  int findings_ = 0;
};

}  // namespace vidspec::conformance
