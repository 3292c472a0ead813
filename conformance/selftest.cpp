#include "conformance/selftest.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "conformance/judge.h"
#include "conformance/selftest/play.h"

namespace vidspec::conformance {

using Kind = SelftestCase::Kind;

namespace {

// MUST checks of a profile that no fault turned red. A filter leaves most faults out, so nothing is said then.
auto unkilled_in(const SelftestReport& report, const std::string& name) -> std::vector<std::string> {
  std::set<std::string> killed;
  for (const auto& one : report.cases) {
    if (one.profile == name && one.kind == Kind::fault) killed.insert(one.red.begin(), one.red.end());
  }
  std::vector<std::string> left;
  const auto profile = core::load_profile(name);
  for (const auto& entry : catalogue(*profile)) {
    if (entry.binding.level == core::Level::must && killed.count(entry.id) == 0) left.push_back(name + " " + entry.id);
  }
  return left;
}

auto play_all(const std::vector<selftest::Job>& jobs, const SelftestOptions& options) -> std::vector<SelftestCase> {
  std::vector<SelftestCase> cases(jobs.size());
  std::atomic<std::size_t> next{0};
  std::mutex telling;
  int done = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      cases[i] = selftest::play(jobs[i]);
      const std::lock_guard lock(telling);
      if (options.progress) options.progress(++done, static_cast<int>(jobs.size()));
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  return cases;
}

}  // namespace

auto name(Kind kind) -> std::string_view {
  switch (kind) {
    case Kind::clean:
      return "clean";
    case Kind::legal:
      return "legal";
    case Kind::fault:
      return "fault";
    case Kind::null:
      return "null";
    case Kind::canary:
      return "canary";
  }
  return "";
}

auto SelftestReport::failed() const -> int {
  return static_cast<int>(std::count_if(cases.begin(), cases.end(),
                                        [](const SelftestCase& one) { return !one.held && one.excuse.empty(); }));
}

auto SelftestReport::exit_code() const -> int {
  if (!canary_caught) return 5;
  return failed() == 0 && unkilled.empty() ? 0 : 1;
}

auto run_selftest(const SelftestOptions& options) -> SelftestReport {
  SelftestReport report;
  const auto jobs = selftest::jobs_of(options);
  report.cases = play_all(jobs, options);
  const auto is_canary = [](const SelftestCase& one) { return one.kind == Kind::canary; };
  const auto met = std::count_if(report.cases.begin(), report.cases.end(), is_canary);
  report.canary_caught = std::all_of(report.cases.begin(), report.cases.end(),
                                     [&](const SelftestCase& one) { return !is_canary(one) || one.held; }) &&
                         (met > 0 || !options.only.empty());
  if (options.only.empty() && options.sample == 0) {
    for (const auto& name : options.profiles.empty() ? core::builtin_profiles() : options.profiles) {
      for (auto& line : unkilled_in(report, name)) report.unkilled.push_back(std::move(line));
    }
  }
  return report;
}

auto write_selftest(const SelftestReport& report, bool verbose) -> std::string {
  std::map<std::string, std::map<Kind, std::pair<int, int>>> counts;
  for (const auto& one : report.cases) {
    auto& [held, of] = counts[one.profile][one.kind];
    held += one.held ? 1 : 0;
    ++of;
  }
  std::string text = "profile             clean   legal     faults      null   canary\n";
  for (auto& [profile, counted] : counts) {
    auto& row = counted;  // clang 14 lets no lambda capture a structured binding
    const auto cell = [&](Kind kind, std::size_t width) {
      auto word = std::to_string(row[kind].first) + "/" + std::to_string(row[kind].second);
      word.resize(std::max(width, word.size()), ' ');
      return word;
    };
    auto label = profile;
    label.resize(std::max<std::size_t>(20, label.size()), ' ');
    text += label + cell(Kind::clean, 8) + cell(Kind::legal, 10) + cell(Kind::fault, 12) + cell(Kind::null, 7) +
            cell(Kind::canary, 0) + "\n";
  }
  for (const auto& one : report.cases) {
    const auto where = std::string(name(one.kind)) + " " + one.profile + " " + one.id;
    if (!one.held) {
      text += (one.excuse.empty() ? "SURVIVED " : "equivalent ") + where + ": " +
              (one.excuse.empty() ? one.problem : one.excuse) + "\n";
    } else if (verbose && one.kind == Kind::fault) {
      text += "killed " + where + " by " + one.caught_by + " (" + one.says + ")\n";
    }
  }
  for (const auto& line : report.unkilled) text += "NOT KILLED by any fault: " + line + "\n";
  if (!report.canary_caught) text += "VOID: the canary was not caught; nothing was measured\n";
  const auto of = static_cast<int>(report.cases.size());
  text += std::to_string(of - report.failed()) + " of " + std::to_string(of) + " held\n";
  return text;
}

auto faults_caught_by(std::string_view check, const core::Profile& profile) -> std::vector<FaultLine> {
  std::vector<FaultLine> lines;
  const auto add = [&](const std::vector<selftest::Bend>& table) {
    for (const auto& fault : table) {
      if (fault.caught_by == check && selftest::is_for(fault, profile))
        lines.push_back({fault.id, std::string(fault.says)});
    }
  };
  for (const auto* table : selftest::fault_tables()) add(*table);
  add(selftest::schema_faults(profile));
  return lines;
}

auto selftest_size() -> SelftestSize {
  SelftestSize size;
  for (const auto* table : selftest::fault_tables()) {
    size.faults += table->size();
  }
  for (const auto* table : selftest::legal_tables()) size.variations += table->size();
  return size;
}

}  // namespace vidspec::conformance
