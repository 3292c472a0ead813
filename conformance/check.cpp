#include "conformance/check.h"

#include <algorithm>

#include "conformance/checks/tables.h"

namespace vidspec::conformance {

void Out::fail(const Seen& seen, Deviation deviation) {
  const bool ambiguous = evidence_.profile().ambiguity(id_, deviation.value, deviation.when) != nullptr;
  if (result_.findings.size() == max_findings) {
    ++result_.more_findings;
    // An outright violation must never be crowded out by ambiguous ones.
    const auto spare = std::find_if(result_.findings.begin(), result_.findings.end(),
                                    [](const auto& finding) { return finding.ambiguous; });
    if (ambiguous || spare == result_.findings.end()) return;
    result_.findings.erase(spare);
  }
  reports::Finding finding;
  finding.evidence = seen.number();
  finding.pointer = deviation.pointer.empty() ? "body" : std::move(deviation.pointer);
  finding.expected = std::move(deviation.expected);
  finding.actual = std::move(deviation.actual);
  finding.hint = std::move(deviation.hint);
  finding.ambiguous = ambiguous;
  finding.curl = curl_of(*seen.raw);
  result_.findings.push_back(std::move(finding));
}

void Out::expect(bool holds, const Seen& seen, Deviation deviation) {
  subject();
  if (!holds) fail(seen, std::move(deviation));
}

void Out::not_applicable(std::string reason) {
  result_.verdict = reports::Verdict::not_applicable;
  result_.reason = std::move(reason);
}

void Out::could_not_run(std::string reason) {
  result_.verdict = reports::Verdict::could_not_run;
  result_.reason = std::move(reason);
}

auto behaviour_checks() -> const std::vector<const Check*>& {
  static const std::vector<const Check*> all = [] {
    std::vector<const Check*> result;
    for (const auto table : {checks::auth(),
                             checks::create(),
                             checks::create_rejects(),
                             checks::task(),
                             checks::lifecycle(),
                             checks::lifecycle_fields(),
                             checks::lifecycle_times(),
                             checks::retrieve(),
                             checks::content(),
                             checks::content_film(),
                             checks::content_parts(),
                             checks::content_extras(),
                             checks::errors(),
                             checks::errors_extras(),
                             checks::transport(),
                             checks::identity(),
                             checks::spending(),
                             checks::list(),
                             checks::list_pages(),
                             checks::remove(),
                             checks::derived(),
                             checks::character()}) {
      for (const auto& check : table) result.push_back(&check);
    }
    return result;
  }();
  return all;
}

auto binding_of(const Check& check, const core::Profile& profile) -> core::Binding {
  if (const auto rule = profile.rules.find(std::string(check.id)); rule != profile.rules.end()) return rule->second;
  if (!check.like.empty()) {
    for (const auto& requirement : profile.requirements_of_fields) {
      if (requirement.id == check.like) return requirement.binding;
    }
  }
  return {check.level, check.provenance, {}};
}

auto describe(const Seen& seen) -> std::string {
  if (!seen.answered()) {
    const auto& detail = seen.raw->failure_detail;
    return "no answer (" + std::string(core::name(seen.raw->failure)) + (detail.empty() ? "" : ": ") +
           core::elide(detail, 120) + ")";
  }
  std::string text = std::to_string(seen.status());
  if (!seen.answer_type.empty()) text += " " + seen.answer_type;
  if (seen.body != nullptr) {
    text += " " + core::show(*seen.body, 160);
  } else if (!seen.raw->answer.body.empty() && !seen.raw->answer.body_base64) {
    text += " " + core::elide(seen.raw->answer.body, 80);
  }
  return text;
}

}  // namespace vidspec::conformance
