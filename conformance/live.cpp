#include "conformance/live.h"

#include <algorithm>

#include "conformance/judge.h"
#include "conformance/kept.h"
#include "reports/findings.h"

namespace vidspec::conformance {

namespace {

constexpr std::size_t window = 200;
constexpr std::size_t most_weight = 16U << 20U;

auto is_red(reports::Verdict verdict) -> bool {
  return verdict == reports::Verdict::fail || verdict == reports::Verdict::warn || verdict == reports::Verdict::note;
}

void collect(const reports::Report& report, int number, std::vector<LiveFinding>& findings) {
  for (const auto& check : report.checks) {
    if (!is_red(check.verdict)) continue;
    const bool known =
        std::any_of(findings.begin(), findings.end(), [&](const LiveFinding& one) { return one.id == check.id; });
    const auto about = std::find_if(check.findings.begin(), check.findings.end(),
                                    [&](const reports::Finding& finding) { return finding.evidence == number; });
    if (known || about == check.findings.end()) continue;
    auto single = check;
    single.findings = {*about};
    findings.push_back({check.id, check.verdict, reports::message_of(single)});
  }
}

}  // namespace

LiveJudge::LiveJudge(const core::Profile& profile, core::JournalHeader header) : profile_(profile) {
  recent_.header = std::move(header);
}

auto LiveJudge::add(const core::Exchange& exchange) -> std::vector<LiveFinding> {
  core::Journal alone;
  alone.header = recent_.header;
  alone.exchanges.push_back(exchange);
  recent_.exchanges.push_back(exchange);
  weight_ += weight_of(exchange.answer.body);
  while (recent_.exchanges.size() > window || (weight_ > most_weight && recent_.exchanges.size() > 1)) {
    weight_ -= weight_of(recent_.exchanges.front().answer.body);
    recent_.exchanges.erase(recent_.exchanges.begin());
  }
  std::vector<LiveFinding> findings;
  collect(judge(profile_, recent_), exchange.number, findings);
  collect(judge(profile_, alone), exchange.number, findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const LiveFinding& a, const LiveFinding& b) { return a.verdict < b.verdict; });
  findings_ += static_cast<int>(findings.size());
  return findings;
}

}  // namespace vidspec::conformance
