#include "conformance/selftest/play.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/select.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"

namespace vidspec::conformance::selftest {

using reports::Outcome;
using reports::Verdict;

namespace {

constexpr std::string_view key = "sk-selftest-0f1e2d3c4b5a";

auto has_word(std::string_view words, std::string_view word) -> bool {
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

auto options_of(const core::Profile& profile, const Bend& bend) -> RunOptions {
  RunOptions options;
  options.base_url = "http://mock.example" + profile.base_path;
  options.api_key = key;
  options.deadline = core::Millis{60'000};
  // Each stage is seen more than once.
  options.poll_interval = core::Millis{500};
  if (has_word(bend.setup, "short")) options.deadline = core::Millis{12'000};
  if (has_word(bend.setup, "fail")) {
    options.fail_prompt = "a boat that sinks @scenario:fails-halfway";
    options.max_videos = 4;
  }
  if (has_word(bend.setup, "all")) {
    options.ops = {"all"};
    options.max_videos = 12;
  }
  return options;
}

auto is_red(Verdict verdict) -> bool { return verdict == Verdict::fail || verdict == Verdict::warn; }

// A job that does not end in time is no violation, but keeps the run from being complete: that is how this check
// speaks.
auto never_ends(const reports::CheckResult& check) -> bool {
  return check.id == "lifecycle.reaches-end" && check.verdict == Verdict::could_not_run;
}

auto red_in(const reports::Report& report) -> std::vector<std::string> {
  std::vector<std::string> red;
  for (const auto& check : report.checks) {
    if (is_red(check.verdict) || never_ends(check)) red.push_back(check.id);
  }
  return red;
}

auto listed(const std::vector<std::string>& ids) -> std::string {
  constexpr std::size_t most = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, ids.size()); ++i) text += (i > 0 ? ", " : "") + ids[i];
  if (ids.size() > most) text += " and " + std::to_string(ids.size() - most) + " more";
  return text.empty() ? "nothing" : text;
}

// What a finding leaves its reader without, or empty.
auto lacking(const reports::CheckResult& check, const reports::Finding& finding) -> std::string {
  const std::pair<const char*, bool> parts[] = {{"evidence", finding.evidence > 0},
                                                {"pointer", !finding.pointer.empty()},
                                                {"expected", !finding.expected.empty()},
                                                {"actual", !finding.actual.empty()},
                                                {"curl", !finding.curl.empty()},
                                                {"why", !check.why.en.empty() && !check.why.zh.empty()},
                                                {"fix", !check.fix.en.empty() && !check.fix.zh.empty()}};
  for (const auto& [part, there] : parts) {
    if (!there) return part;
  }
  return {};
}

void judge_findings(const reports::Report& report, SelftestCase& result) {
  for (const auto& check : report.checks) {
    for (const auto& finding : check.findings) {
      const auto part = lacking(check, finding);
      if (part.empty()) continue;
      result.held = false;
      result.problem = "a finding of " + check.id + " has no " + part;
      return;
    }
  }
}

void judge_green(const reports::Report& report, const std::string& may, SelftestCase& result) {
  std::vector<std::string> alarms;
  for (const auto& id : result.red) {
    if (id != may) alarms.push_back(id);
  }
  result.held = alarms.empty() && report.outcome == Outcome::conformant;
  if (!result.held) result.problem = "red: " + listed(alarms) + "; " + report.exit_reason;
}

void judge_fault(const reports::Report& report, SelftestCase& result) {
  result.held = std::find(result.red.begin(), result.red.end(), result.caught_by) != result.red.end();
  if (!result.held)
    result.problem = "missed by " + result.caught_by + "; red: " + listed(result.red) + "; " + report.exit_reason;
}

// What a server that does not work at all may hold all the same: its HTTP, and the refusals that it does give.
auto holds_on_nothing(const reports::CheckResult& check) -> bool {
  constexpr std::array<std::string_view, 4> areas = {"transport", "error", "errors", "list"};
  return std::find(areas.begin(), areas.end(), check.area) != areas.end() || check.id == "task.type";
}

// Whatever else passes there would pass on thin air. Two of them show a task, but no video.
void judge_null(const reports::Report& report, SelftestCase& result) {
  const bool shows_a_task = result.id == "null.endless-queue" || result.id == "null.same-task";
  const auto tells_of_video = [](const reports::CheckResult& check) {
    return check.area == "content" && check.id != "content.not-early" && check.id != "content.url-usable";
  };
  std::vector<std::string> vacuous;
  for (const auto& check : report.checks) {
    if (check.verdict != Verdict::pass) continue;
    const bool thin = shows_a_task ? tells_of_video(check) : !holds_on_nothing(check);
    if (thin || check.subjects == 0) vacuous.push_back(check.id);
  }
  result.held = vacuous.empty() && report.outcome != Outcome::conformant;
  if (!result.held) result.problem = "passed: " + listed(vacuous) + "; " + report.exit_reason;
}

// A whole run against the mock, bent, in virtual time.
auto run_bent(const Job& job) -> reports::Report {
  const auto& profile = *job.profile;
  const auto options = options_of(profile, job.bend);
  core::VirtualClock clock;
  mock::Settings settings;
  settings.course.queued = core::Millis{900};
  settings.course.running = core::Millis{1900};
  settings.log_requests = 0;
  mock::Mock server(job.profile, settings, clock);
  const auto plain = [&](const http::Request& request) { return server.handle(request); };
  const auto target = http::in_memory(bent(profile, job.bend, plain), clock);
  core::MemoryJournal journal(core::Redactor({options.api_key}), false);
  collect(profile, options, *job.plan, target, clock, journal);
  return judge(profile, journal.journal());
}

}  // namespace

auto play(const Job& job) -> SelftestCase {
  SelftestCase result;
  result.kind = job.kind;
  result.id = job.bend.id;
  result.profile = job.profile->id;
  result.says = job.bend.says;
  result.caught_by = job.kind == SelftestCase::Kind::fault ? job.bend.caught_by : std::string();
  try {
    const auto report = run_bent(job);
    result.red = red_in(report);
    switch (job.kind) {
      case SelftestCase::Kind::clean:
      case SelftestCase::Kind::legal:
        judge_green(report, job.bend.caught_by, result);
        break;
      case SelftestCase::Kind::fault:
        judge_fault(report, result);
        break;
      case SelftestCase::Kind::null:
        judge_null(report, result);
        break;
      case SelftestCase::Kind::canary:
        result.held = report.outcome == Outcome::not_conformant && result.red.size() >= 5;
        break;
    }
    judge_findings(report, result);
  } catch (const std::exception& problem) {
    result.problem = problem.what();
  }
  if (!result.held) result.excuse = excuse_for(result.id, result.profile);
  return result;
}

auto is_for(const Bend& bend, const core::Profile& profile) -> bool {
  return bend.profiles == "*" || has_word(bend.profiles, profile.id);
}

namespace {

// The cases of one profile, kind by kind.
class Table {
 public:
  Table(const SelftestOptions& options, std::shared_ptr<const core::Profile> profile, std::vector<Job>& jobs)
      : options_(options), profile_(std::move(profile)), jobs_(jobs) {
    for (const auto& entry : catalogue(*profile_)) ids_.insert(entry.id);
  }

  void add(SelftestCase::Kind kind, const std::vector<Bend>& bends) {
    for (const auto& bend : bends) {
      const bool checked = bend.caught_by.empty() || ids_.count(bend.caught_by) != 0;
      const bool wanted = options_.only.empty() || matches(options_.only, bend.id);
      if (checked && wanted && is_for(bend, *profile_)) kind_.push_back({kind, profile_, plan_for(bend), bend});
    }
  }

  /// Hands over what was added: at most so many, evenly from all; 0: all.
  void take(int most) {
    const auto wanted = most == 0 ? kind_.size() : std::min(kind_.size(), static_cast<std::size_t>(most));
    for (std::size_t i = 0; i < wanted; ++i) jobs_.push_back(kind_[i * kind_.size() / wanted]);
    kind_.clear();
  }

 private:
  auto plan_for(const Bend& bend) -> std::shared_ptr<const Plan> {
    auto& plan = plans_[bend.setup];
    if (plan == nullptr) plan = std::make_shared<const Plan>(make_plan(*profile_, options_of(*profile_, bend)));
    return plan;
  }

  const SelftestOptions& options_;
  std::shared_ptr<const core::Profile> profile_;
  std::vector<Job>& jobs_;
  std::set<std::string> ids_;                                      // of the profile's checks
  std::map<std::string_view, std::shared_ptr<const Plan>> plans_;  // by setup
  std::vector<Job> kind_;
};

}  // namespace

auto jobs_of(const SelftestOptions& options) -> std::vector<Job> {
  using Kind = SelftestCase::Kind;
  std::vector<Job> jobs;
  const Bend clean{"clean", "*", "", "the mock as it is", {}, {}, {}, {}};
  auto everything = clean;
  everything.id = "clean.everything";
  everything.setup = "all fail";
  for (const auto& name : options.profiles.empty() ? core::builtin_profiles() : options.profiles) {
    const auto profile = core::load_profile(name);
    Table table(options, profile, jobs);
    table.add(Kind::clean, {clean, everything});
    table.add(Kind::canary, {canary()});
    table.take(0);
    for (const auto* variations : legal_tables()) table.add(Kind::legal, *variations);
    table.take(options.sample);
    for (const auto* faults : fault_tables()) table.add(Kind::fault, *faults);
    table.add(Kind::fault, schema_faults(*profile));
    table.take(options.sample);
    table.add(Kind::null, null_targets());
    table.take(0);
  }
  return jobs;
}

}  // namespace vidspec::conformance::selftest
