#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// How one check differs between two reports.
enum class ChangeKind {
  newly_failing,     ///< fail now, and not before
  newly_warned,      ///< warn now, and neither warn nor fail before
  differently,       ///< still fail or warn, at another place or for another reason
  fixed,             ///< fail or warn before, holds now
  no_longer_judged,  ///< had a verdict, has none now
  newly_judged,      ///< had no verdict, holds now
  added,             ///< the suite or profile gained the check
  removed            ///< the suite or profile lost it
};
auto name(ChangeKind kind) -> std::string_view;  ///< "newly-failing", …

struct Change {
  ChangeKind kind{};
  std::string id;
  std::optional<Verdict> before, after;
  std::string detail;  ///< what it says now, or why it is not judged (English)
};

/// One way in which two runs differ before any check does.
struct Context {
  core::Text what;
  std::string before, after;
};

/// What changed from one report to another. What the suite changed (`added`, `removed`, versions) is kept apart from
/// what the target changed.
struct Diff {
  std::vector<Change> target;  ///< by kind, then in catalogue order
  std::vector<Change> suite;
  std::vector<Context> context;  ///< where suite, requirement set, profile, target or classes of operations differ
  int unchanged = 0;

  /// Whether any check has another verdict or came or went; a new version alone is no change.
  [[nodiscard]] auto changed() const -> bool { return !target.empty() || !suite.empty(); }
};

auto diff(const Report& before, const Report& after) -> Diff;

/// For people, in that language, safe to print; the last line names the exit code.
auto write_diff(const Diff& diff, core::Language language) -> std::string;
auto write_diff_json(const Diff& diff) -> std::string;

}  // namespace vidspec::reports
