#include "conformance/judge.h"

#include <algorithm>
#include <set>

#include "conformance/catalogue.h"
#include "conformance/checks/common.h"
#include "conformance/field_checks.h"
#include "conformance/outcome.h"
#include "conformance/select.h"

namespace vidspec::conformance {

using core::Operation;
using reports::CheckResult;
using reports::Verdict;

namespace {

auto verdict_of_level(core::Level level) -> Verdict {
  if (level == core::Level::must) return Verdict::fail;
  return level == core::Level::should ? Verdict::warn : Verdict::note;
}

// What the run was not asked to cover says so, whatever else happened.
auto is_out_of_scope(const core::Journal& journal, CheckResult& result) -> bool {
  const auto& ops = journal.header.ops;
  if (ops.empty() || result.ops == "core" || std::find(ops.begin(), ops.end(), result.ops) != ops.end()) return false;
  result.verdict = Verdict::not_applicable;
  result.reason = "outside the scope of this run: --ops without " + result.ops;
  return true;
}

// A value of a wrong type is judged for its type alone.
auto why_unseen(const core::FieldRequirement& requirement) -> std::string {
  const bool of_its_value =
      requirement.assertion == core::Assertion::enum_ || requirement.assertion == core::Assertion::const_ ||
      requirement.assertion == core::Assertion::range || requirement.assertion == core::Assertion::format;
  return of_its_value ? "no answer carried this member with a value of its type" : "no answer carried this member";
}

/// Why checks can have had no subject.
class Absence {
 public:
  Absence(const Evidence& evidence) : evidence_(evidence), journal_(evidence.journal()) {
    for (const auto operation : core::all_operations) {
      if (is_optional(operation) && checks::is_unsupported(evidence, operation)) {
        unsupported_.insert(ops_class(operation));
      }
    }
  }

  [[nodiscard]] auto unsupported(const CheckResult& result) const -> bool {
    const std::string_view suffix = ".supported";
    const bool tells = result.id.size() > suffix.size() && result.id.substr(result.id.size() - suffix.size()) == suffix;
    return !tells && unsupported_.count(result.ops) != 0;
  }

  void explain(CheckResult& result, const std::vector<std::string>& probes) const {
    if (is_out_of_scope(journal_, result)) return;
    result.verdict = Verdict::not_observed;
    result.reason = "nothing in the evidence to judge it by";
    for (const auto& probe : probes) {
      if (explain_by(probe, result)) return;
    }
  }

 private:
  static auto is_optional(Operation operation) -> bool {
    return operation != Operation::create && operation != Operation::retrieve && operation != Operation::content;
  }
  static auto ops_class(Operation operation) -> std::string {
    const auto word = std::string(core::name(operation));
    return word.substr(0, word.find('.'));
  }

  auto explain_by(const std::string& probe, CheckResult& result) const -> bool {
    for (const auto& gap : journal_.gaps) {
      if (gap.intent != probe) continue;
      const bool chosen = gap.reason == "accepts-invalid" || gap.reason == "filtered";
      result.verdict = gap.reason == "unsupported" ? Verdict::not_applicable
                       : chosen                    ? Verdict::not_observed
                                                   : Verdict::could_not_run;
      result.reason = gap.reason + (gap.detail.empty() ? "" : ": " + gap.detail);
      return true;
    }
    const auto& planned = journal_.header.planned;
    if (std::find(planned.begin(), planned.end(), probe) == planned.end()) return false;
    const auto& sent = evidence_.with_intent(probe);
    if (sent.empty()) {
      for (const auto& unread : evidence_.unread()) {
        if (unread.intent != probe) continue;
        result.verdict = Verdict::could_not_run;
        result.reason = unread.reason;
        return true;
      }
      // A plan may hold what turned out to have no place; only an unfinished run leaves it undone without a word.
      if (journal_.complete && !journal_.interrupted) return false;
      result.verdict = Verdict::could_not_run;
      result.reason = "the run ended before “" + probe + "”";
      return true;
    }
    if (std::any_of(sent.begin(), sent.end(), [](const Seen* seen) { return seen->answered(); })) return false;
    result.verdict = Verdict::could_not_run;
    result.reason = "no answer in #" + std::to_string(sent.front()->number()) + ": " +
                    std::string(core::name(sent.front()->raw->failure));
    return true;
  }

  const Evidence& evidence_;
  const core::Journal& journal_;
  std::set<std::string> unsupported_;
};

void run_check(const Check& check, const Evidence& evidence, CheckResult& result) {
  Out out(evidence, check.id, result);
  try {
    check.judge(evidence, out);
  } catch (const std::exception& problem) {
    result.verdict = Verdict::error;
    result.reason = problem.what();
  }
}

auto object_was_seen(const Evidence& evidence, std::string_view object) -> bool {
  const auto& objects = evidence.objects();
  return std::any_of(objects.begin(), objects.end(), [&](const ObjectSeen& seen) { return seen.object == object; });
}

void settle(CheckResult& result, const Entry& entry, const Evidence& evidence, const Absence& absence) {
  if (result.verdict == Verdict::error) return;
  if (absence.unsupported(result)) {
    result.findings.clear();
    result.subjects = 0;
    result.verdict = Verdict::not_applicable;
    result.reason = "the target does not offer it: see " + result.ops + ".supported";
    return;
  }
  if (!result.findings.empty()) {
    const bool outright = std::any_of(result.findings.begin(), result.findings.end(),
                                      [](const auto& finding) { return !finding.ambiguous; });
    result.verdict = outright ? verdict_of_level(result.binding.level) : Verdict::note;
    return;
  }
  if (result.verdict == Verdict::not_applicable || result.verdict == Verdict::could_not_run) return;
  if (result.subjects > 0) {
    result.verdict = Verdict::pass;
    return;
  }
  if (entry.check == nullptr) {
    const auto& requirement = evidence.profile().requirements_of_fields[entry.field];
    if (object_was_seen(evidence, requirement.object)) {
      result.verdict = Verdict::not_observed;
      result.reason = why_unseen(requirement);
      return;
    }
  }
  absence.explain(result, probes_of(evidence.profile(), entry));
}

auto environment_gap(const core::Journal& journal) -> const core::Gap* {
  for (const auto& gap : journal.gaps) {
    if (gap.reason == "environment") return &gap;
  }
  return nullptr;
}

auto judge_all(const Evidence& evidence, const std::vector<Entry>& all) -> std::vector<CheckResult> {
  const auto& profile = evidence.profile();
  std::vector<CheckResult> results;
  for (const auto& entry : all) results.push_back(blank_result(profile, entry));
  if (const auto* gap = environment_gap(evidence.journal()); gap != nullptr) {
    for (auto& result : results) {
      if (is_out_of_scope(evidence.journal(), result)) continue;
      result.verdict = Verdict::could_not_run;
      result.reason = gap->detail;
    }
    return results;
  }
  std::vector<CheckResult> fields(profile.requirements_of_fields.size());
  judge_field_requirements(evidence, fields);
  const Absence absence(evidence);
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& result = results[i];
    if (all[i].check != nullptr) {
      run_check(*all[i].check, evidence, result);
    } else {
      auto& field = fields[all[i].field];
      result.subjects = field.subjects;
      result.findings = std::move(field.findings);
      result.more_findings = field.more_findings;
    }
    settle(result, all[i], evidence, absence);
  }
  return results;
}

}  // namespace

auto judge(const core::Profile& profile, const core::Journal& journal) -> reports::Report {
  const Evidence evidence(profile, journal);
  const auto selection = selection_of(journal.header);
  auto report = describe_run(evidence);
  report.filtered = selection.is_filter();
  int cut = 0;
  for (auto& result : judge_all(evidence, entries(profile))) {
    if (selection.takes(result.id, result.binding.level)) {
      report.checks.push_back(std::move(result));
    } else if (result.binding.level == core::Level::must) {
      ++cut;
    }
  }
  report.scope = scope_of(evidence, cut);
  decide(report, {journal.interrupted, environment_gap(journal) != nullptr});
  return report;
}

}  // namespace vidspec::conformance
