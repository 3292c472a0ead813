#include "conformance/outcome.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "core/version.h"

namespace vidspec::conformance {

using reports::Outcome;
using reports::Verdict;

namespace {

auto percent_of(const core::Profile& profile, const core::Json& task) -> std::optional<double> {
  const auto* value = profile.field(task, "progress");
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const auto unit = profile.units.find("progress");
  return value->get<double>() * (unit != profile.units.end() && unit->second == "fraction" ? 100 : 1);
}

auto line_of(const core::Profile& profile, const TaskHistory& task) -> reports::TaskLine {
  reports::TaskLine line{core::elide(task.id, 1000), "", {}};
  if (task.creation != nullptr) line.operation = core::name(task.creation->spec->operation);
  for (const auto& sighting : task.sightings) {
    line.timeline.push_back({sighting.seen->raw->t_ms, sighting.stage, sighting.status,
                             percent_of(profile, *sighting.task), sighting.seen->number()});
  }
  return line;
}

auto notices_of(const Evidence& evidence) -> std::vector<std::string> {
  const auto& journal = evidence.journal();
  std::vector<std::string> notices;
  if (!journal.problem.empty()) notices.push_back(journal.problem);
  if (!journal.header.profile.empty() && journal.header.profile != evidence.profile().id) {
    notices.push_back("this evidence was collected for profile " + journal.header.profile);
  } else if (!journal.header.profile_sha256.empty() && journal.header.profile_sha256 != evidence.profile().sha256) {
    notices.push_back("this evidence was collected with another version of the profile");
  }
  for (const auto& gap : journal.gaps) {
    if (gap.intent == "notice") notices.push_back(gap.detail);
  }
  if (const auto& unread = evidence.unread(); !unread.empty()) {
    notices.push_back(std::to_string(unread.size()) + " answers were not judged, the first because " +
                      unread.front().reason);
  }
  return notices;
}

// Without a footer, what the exchanges themselves tell.
auto spend_of(const Evidence& evidence) -> core::Spend {
  if (evidence.journal().spend) return *evidence.journal().spend;
  core::Spend spend;
  for (const auto& task : evidence.tasks()) {
    if (task.creation == nullptr) continue;
    ++spend.videos;
    if (task.terminal() == nullptr && task.deletion == nullptr) spend.orphans.push_back(task.id);
  }
  return spend;
}

}  // namespace

auto describe_run(const Evidence& evidence) -> reports::Report {
  const auto& journal = evidence.journal();
  const auto& profile = evidence.profile();
  reports::Report report;
  // Evidence of other tools names no suite; the one that judges it does.
  report.suite_version = journal.header.suite_version.empty() ? core::version() : journal.header.suite_version;
  report.requirements = profile.requirements;
  report.profile_id = profile.id;
  report.profile_sha256 = profile.sha256;
  report.profile_title = profile.title;
  report.documents = profile.documents;
  report.base_url = journal.header.base_url;
  report.started = journal.header.started;
  report.finished = journal.finished;
  for (const auto& exchange : journal.exchanges) {
    report.duration_ms = std::max(report.duration_ms, exchange.t_ms + exchange.duration_ms);
  }
  report.ops = journal.header.ops;
  report.spend = spend_of(evidence);
  for (const auto& task : evidence.tasks()) report.tasks.push_back(line_of(profile, task));
  report.notices = notices_of(evidence);
  report.journal_sha256 = journal.sha256;
  report.journal_complete = journal.complete;
  report.requests = static_cast<int>(journal.exchanges.size());
  return report;
}

auto scope_of(const Evidence& evidence, int cut) -> std::string {
  std::vector<std::string> missing;
  const auto& tasks = evidence.tasks();
  const auto any = [&](const auto& holds) { return std::any_of(tasks.begin(), tasks.end(), holds); };
  if (!any([](const TaskHistory& task) { return task.creation != nullptr; })) missing.emplace_back("create");
  const auto polled = [](const TaskSighting& sighting) { return sighting.seen->is(core::Operation::retrieve); };
  if (!any(
          [&](const TaskHistory& task) { return std::any_of(task.sightings.begin(), task.sightings.end(), polled); })) {
    missing.emplace_back("poll");
  }
  if (!any([](const TaskHistory& task) { return task.terminal() != nullptr; })) missing.emplace_back("terminal stage");
  const auto& downloads = evidence.downloads();
  const auto fetched = [](const Download& download) {
    return download.last->succeeded() && download.last->raw->answer.media;
  };
  if (std::none_of(downloads.begin(), downloads.end(), fetched)) missing.emplace_back("download");
  std::string text;
  for (const auto& word : missing) text += (text.empty() ? "no " : ", no ") + word;
  if (!text.empty()) text += " was seen";
  if (cut > 0) text += (text.empty() ? "" : "; ") + std::to_string(cut) + " MUST checks were filtered out";
  const auto& header = evidence.journal().header;
  if (header.recorded_by == "run" && !evidence.journal().complete) {
    text += std::string(text.empty() ? "" : "; ") + "the journal has no footer";
  }
  return text.empty() ? text : "scope: " + text;
}

void decide(reports::Report& report, const RunEnd& end) {
  std::size_t failed = 0;
  std::size_t not_judged = 0;
  bool broken = false;
  for (const auto& check : report.checks) {
    if (check.verdict == Verdict::fail) ++failed;
    if (check.verdict == Verdict::error) broken = true;
    if (check.verdict == Verdict::could_not_run && check.binding.level == core::Level::must) ++not_judged;
  }
  const auto set = [&](Outcome outcome, int code, std::string reason) {
    report.outcome = outcome;
    report.exit_code = code;
    report.exit_reason = std::move(reason);
  };
  if (broken) return set(Outcome::error, 5, "a check of ours failed to run; please report it");
  if (end.interrupted) {
    return set(failed > 0 ? Outcome::not_conformant : Outcome::incomplete, 130,
               "interrupted; what was seen until then was judged");
  }
  if (end.environment) return set(Outcome::incomplete, 4, "the target could not be judged at all");
  if (failed > 0) {
    return set(Outcome::not_conformant, 1,
               std::to_string(failed) + (failed == 1 ? " MUST does not hold" : " MUSTs do not hold"));
  }
  if (report.spend.ambiguous > 0) {
    return set(Outcome::incomplete, 6, "a create was not answered: a video may have been made and billed");
  }
  if (not_judged > 0) {
    return set(Outcome::incomplete, 3,
               std::to_string(not_judged) + (not_judged == 1 ? " MUST" : " MUSTs") + " could not be judged");
  }
  if (!report.scope.empty()) return set(Outcome::incomplete, 3, report.scope);
  set(Outcome::conformant, 0, "every MUST that was judged holds");
}

}  // namespace vidspec::conformance
