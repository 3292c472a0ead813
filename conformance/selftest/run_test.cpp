#include <gtest/gtest.h>

#include <chrono>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"

namespace vidspec::conformance {
namespace {

using reports::Verdict;

struct Ran {
  reports::Report report;
  CollectResult end;
  core::Journal journal;
};

auto run_against_mock(const std::string& name, RunOptions options = {}) -> Ran {
  const auto profile = core::load_profile(name);
  core::VirtualClock clock;
  mock::Mock server(profile, {}, clock);
  const auto target = http::in_memory([&](const http::Request& request) { return server.handle(request); }, clock);
  options.base_url = "http://mock.example" + profile->base_path;
  options.api_key = "sk-test-0123456789";
  core::MemoryJournal journal(core::Redactor({options.api_key}));
  Ran ran;
  ran.end = collect(*profile, options, make_plan(*profile, options), target, clock, journal);
  ran.journal = journal.journal();
  ran.report = judge(*profile, ran.journal);
  return ran;
}

void print(const reports::Report& report) {
  for (const auto& check : report.checks) {
    if (check.verdict == Verdict::pass || check.verdict == Verdict::not_applicable) continue;
    std::cout << reports::name(check.verdict) << " " << check.id << " [" << check.subjects << "] " << check.reason
              << "\n";
    for (const auto& finding : check.findings) {
      std::cout << "   #" << finding.evidence << " " << finding.pointer << " expected " << finding.expected
                << " actual " << finding.actual << (finding.ambiguous ? " (ambiguous)" : "") << "\n";
    }
  }
}

class WholeRun : public ::testing::TestWithParam<std::string> {};

TEST_P(WholeRun, AgainstTheMockIsConformant) {
  const auto start = std::chrono::steady_clock::now();
  const auto ran = run_against_mock(GetParam());
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(ran.end.message, "");
  EXPECT_EQ(ran.report.outcome, reports::Outcome::conformant) << ran.report.exit_reason;
  EXPECT_EQ(ran.report.spend.videos, 1);
  print(ran.report);
  std::cout << ran.report.checks.size() << " checks, " << ran.report.requests << " requests, "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

auto test_name(const ::testing::TestParamInfo<std::string>& info) -> std::string {
  auto name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryProfile, WholeRun, ::testing::ValuesIn(core::builtin_profiles()), test_name);

}  // namespace
}  // namespace vidspec::conformance
