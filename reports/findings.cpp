#include "reports/findings.h"

#include <algorithm>

#include "reports/words.h"

namespace vidspec::reports {

auto group_findings(const CheckResult& check) -> std::vector<FindingGroup> {
  std::vector<FindingGroup> groups;
  for (const auto& finding : check.findings) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const FindingGroup& known) {
      return known.first->pointer == finding.pointer && known.first->expected == finding.expected &&
             known.first->actual == finding.actual && known.first->ambiguous == finding.ambiguous;
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {&finding, {}});
    if (finding.evidence > 0) group->evidence.push_back(finding.evidence);
  }
  return groups;
}

auto show_evidence(const FindingGroup& group, core::Language language) -> std::string {
  constexpr std::size_t most = 6;
  if (group.evidence.empty()) return {};
  std::string numbers;
  const auto shown = std::min(group.evidence.size(), most);
  for (std::size_t i = 0; i < shown; ++i) numbers += (i == 0 ? "" : ", #") + std::to_string(group.evidence[i]);
  if (shown < group.evidence.size())
    numbers += " … " + fill(words::elided, language, {std::to_string(group.evidence.size() - shown)});
  return fill(words::evidence_number, language, {numbers});
}

auto message_of(const CheckResult& check) -> std::string {
  if (check.findings.empty()) return check.reason;
  const auto& finding = check.findings.front();
  return (finding.pointer.empty() ? "" : finding.pointer + ": ") + "expected " + finding.expected + ", actual " +
         finding.actual;
}

auto advice_of(const CheckResult& check, core::Language language) -> std::string {
  const auto own = check.findings.empty() ? std::string() : check.findings.front().hint;
  const auto& general = in(check.fix, language);
  const bool use_own = !own.empty() && (language == core::Language::en || general.empty());
  return use_own ? own : general;
}

auto source_of(const CheckResult& check) -> std::string {
  const auto& source = check.binding.source;
  return source.quote.empty() ? std::string() : source.doc + ": “" + source.quote + "”";
}

auto exit_sentence(const Report& report) -> std::string {
  return report.exit_reason.empty() ? std::string(core::in(exit_meaning(report), core::Language::en))
                                    : report.exit_reason;
}

auto ids_with(const Report& report, Verdict verdict) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& check : report.checks) {
    if (check.verdict == verdict) ids.push_back(check.id);
  }
  return ids;
}

auto group_by_reason(const Report& report, Verdict verdict) -> std::vector<ReasonGroup> {
  std::vector<ReasonGroup> groups;
  for (const auto& check : report.checks) {
    if (check.verdict != verdict) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const ReasonGroup& known) { return known.reason == check.reason; });
    if (group == groups.end()) group = groups.insert(groups.end(), {check.reason, {}});
    group->checks.push_back(&check);
  }
  return groups;
}

auto nothing_judged(const Report& report) -> bool {
  return std::all_of(report.checks.begin(), report.checks.end(), [](const CheckResult& check) {
    return check.verdict == Verdict::could_not_run || check.verdict == Verdict::not_applicable;
  });
}

auto areas_of(const Report& report) -> std::vector<std::string> {
  std::vector<std::string> areas;
  for (const auto& check : report.checks) {
    if (std::find(areas.begin(), areas.end(), check.area) == areas.end()) areas.push_back(check.area);
  }
  return areas;
}

auto joined(const std::vector<std::string>& words) -> std::string {
  std::string result;
  for (const auto& word : words) result += (result.empty() ? "" : ", ") + word;
  return result;
}

auto shout(core::Level level) -> std::string {
  switch (level) {
    case core::Level::must:
      return "MUST";
    case core::Level::should:
      return "SHOULD";
    case core::Level::may:
      break;
  }
  return "MAY";
}

}  // namespace vidspec::reports
