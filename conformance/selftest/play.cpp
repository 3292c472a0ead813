#include "conformance/selftest/play.h"

#include <algorithm>
#include <array>

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

auto red_in(const reports::Report& report) -> std::vector<std::string> {
  std::vector<std::string> red;
  for (const auto& check : report.checks) {
    if (is_red(check.verdict)) red.push_back(check.id);
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

}  // namespace

auto run_bent(const std::shared_ptr<const core::Profile>& profile, const Bend& bend) -> reports::Report {
  const auto options = options_of(*profile, bend);
  core::VirtualClock clock;
  mock::Settings settings;
  settings.course.queued = core::Millis{900};
  settings.course.running = core::Millis{1900};
  mock::Mock server(profile, settings, clock);
  const auto plain = [&](const http::Request& request) { return server.handle(request); };
  const auto target = http::in_memory(bent(*profile, bend, plain), clock);
  core::MemoryJournal journal(core::Redactor({options.api_key}));
  collect(*profile, options, make_plan(*profile, options), target, clock, journal);
  return judge(*profile, journal.journal());
}

auto play(const Job& job) -> SelftestCase {
  SelftestCase result;
  result.kind = job.kind;
  result.id = job.bend.id;
  result.profile = job.profile->id;
  result.says = job.bend.says;
  result.caught_by = job.kind == SelftestCase::Kind::fault ? job.bend.caught_by : std::string();
  try {
    const auto report = run_bent(job.profile, job.bend);
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
  } catch (const std::exception& problem) {
    result.problem = problem.what();
  }
  if (!result.held) result.excuse = excuse_for(result.id, result.profile);
  return result;
}

namespace {

// At most `most` of them, evenly from the whole table; 0: all.
void append_sample(const std::vector<Job>& from, int most, std::vector<Job>& jobs) {
  const auto wanted = most == 0 ? from.size() : std::min(from.size(), static_cast<std::size_t>(most));
  for (std::size_t i = 0; i < wanted; ++i) jobs.push_back(from[i * from.size() / wanted]);
}

}  // namespace

auto is_for(const Bend& bend, const core::Profile& profile) -> bool {
  return bend.profiles == "*" || has_word(bend.profiles, profile.id);
}

auto jobs_of(const SelftestOptions& options) -> std::vector<Job> {
  std::vector<Job> jobs;
  const auto names = options.profiles.empty() ? core::builtin_profiles() : options.profiles;
  for (const auto& name : names) {
    const auto profile = core::load_profile(name);
    std::vector<std::string> ids;
    for (const auto& entry : catalogue(*profile)) ids.push_back(entry.id);
    std::vector<Job> many;  // of one kind, from several tables
    const auto add = [&](SelftestCase::Kind kind, const std::vector<Bend>& table) {
      for (const auto& bend : table) {
        const bool here = is_for(bend, *profile);
        const bool checked = bend.caught_by.empty() || std::find(ids.begin(), ids.end(), bend.caught_by) != ids.end();
        const bool wanted = options.only.empty() || matches(options.only, bend.id);
        if (here && checked && wanted) many.push_back({kind, profile, bend});
      }
    };
    const auto take = [&](int sample) {
      append_sample(many, sample, jobs);
      many.clear();
    };
    const Bend clean{"clean", "*", "", "the mock as it is", {}, {}, {}, {}};
    Bend everything = clean;
    everything.id = "clean.everything";
    everything.setup = "all fail";
    add(SelftestCase::Kind::clean, {clean, everything});
    add(SelftestCase::Kind::canary, {canary()});
    take(0);
    for (const auto* table : {&legal_variations(), &legal_wire_variations()}) add(SelftestCase::Kind::legal, *table);
    take(options.sample);
    for (const auto* table : fault_tables()) add(SelftestCase::Kind::fault, *table);
    add(SelftestCase::Kind::fault, schema_faults(*profile));
    take(options.sample);
    add(SelftestCase::Kind::null, null_targets());
    take(0);
  }
  return jobs;
}

}  // namespace vidspec::conformance::selftest
