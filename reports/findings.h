#pragma once

#include <string>
#include <vector>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// Findings of a check that say the same thing about several pieces of evidence: a poll that is wrong thirty times is
/// read once.
struct FindingGroup {
  const Finding* first = nullptr;
  std::vector<int> evidence;  ///< numbers, in order, without zeros
};

/// In the order of their first finding. Refers to the check.
auto group_findings(const CheckResult& check) -> std::vector<FindingGroup>;

/// "evidence #4, #5, #7 and 12 more", or empty.
auto show_evidence(const FindingGroup& group, core::Language language) -> std::string;

/// "expected X, actual Y" of the first finding, else the reason: the check's result in one line.
auto message_of(const CheckResult& check) -> std::string;

/// What to do: the finding's own hint in English where there is one, else the check's advice.
auto advice_of(const CheckResult& check, core::Language language) -> std::string;

/// "Document: “quote”", or empty for an inferred requirement.
auto source_of(const CheckResult& check) -> std::string;

/// Why the run ended with its exit code, one line of English.
auto exit_sentence(const Report& report) -> std::string;

/// The check ids with that verdict.
auto ids_with(const Report& report, Verdict verdict) -> std::vector<std::string>;

/// Checks of one verdict that share a reason: an unreachable target is told once, not two hundred times.
struct ReasonGroup {
  std::string reason;
  std::vector<const CheckResult*> checks;
};

/// In the order of their first check. Refers to the report.
auto group_by_reason(const Report& report, Verdict verdict) -> std::vector<ReasonGroup>;

/// Whether the run ended before it could judge anything: every check that applies could not run.
auto nothing_judged(const Report& report) -> bool;

/// The areas in the order of their first check.
auto areas_of(const Report& report) -> std::vector<std::string>;

/// "a, b, c".
auto joined(const std::vector<std::string>& words) -> std::string;

/// "MUST" of a level.
auto shout(core::Level level) -> std::string;

}  // namespace vidspec::reports
