#include <algorithm>
#include <tuple>

#include "conformance/evidence.h"
#include "conformance/identify.h"
#include "conformance/judge.h"
#include "conformance/recorded.h"

namespace vidspec::conformance {

using reports::Verdict;

namespace {

// What one dialect forbids another may allow, so only the dialect that a negative was made for can judge it.
auto readable_as(const core::Profile& profile, core::Journal journal) -> core::Journal {
  if (journal.header.profile != profile.id) {
    auto& all = journal.exchanges;
    const auto negative = [](const core::Exchange& exchange) { return exchange.intent == "negative"; };
    all.erase(std::remove_if(all.begin(), all.end(), negative), all.end());
  }
  settle_base_url(journal, profile, "");
  return journal;
}

auto answers_of(const Evidence& evidence) -> int {
  const auto& all = evidence.all();
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [](const Seen& seen) { return seen.spec != nullptr && seen.answered(); }));
}

auto broken(const reports::CheckResult& result, const std::string& label) -> Reason {
  const auto& finding = result.findings.front();
  return {result.id, finding.expected, finding.actual, finding.evidence, label};
}

}  // namespace

auto name(Standing standing) -> std::string_view {
  if (standing == Standing::speaks) return "speaks";
  return standing == Standing::possible ? "possible" : "no";
}

auto compare(const std::shared_ptr<const core::Profile>& profile, const core::Journal& journal,
             const std::string& label) -> Candidate {
  Candidate candidate{profile, Standing::possible, 0, 0, {}};
  const auto evidence = readable_as(*profile, journal);
  if (answers_of(Evidence(*profile, evidence)) == 0) {
    candidate.standing = Standing::no;
    candidate.reasons.push_back({"", "no answer to any of its requests is in the evidence", "", 0, label});
    return candidate;
  }
  const auto report = judge(*profile, evidence);
  for (const auto& result : report.checks) {
    if (result.verdict == Verdict::pass) ++candidate.held;
    if (result.verdict == Verdict::warn) ++candidate.warned;
    if (result.verdict == Verdict::fail) candidate.reasons.push_back(broken(result, label));
  }
  if (!candidate.reasons.empty()) {
    candidate.standing = Standing::no;
  } else if (report.scope.empty()) {
    candidate.standing = Standing::speaks;
  } else {
    candidate.reasons.push_back({"", report.scope, "", 0, label});
  }
  return candidate;
}

auto likelier(const Candidate& a, const Candidate& b) -> bool {
  return std::make_tuple(a.standing, a.warned, -a.held) < std::make_tuple(b.standing, b.warned, -b.held);
}

}  // namespace vidspec::conformance
