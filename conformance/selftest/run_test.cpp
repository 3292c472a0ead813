#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/error.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"
#include "reports/phrasebook.h"

namespace vidspec::conformance {
namespace {

using reports::Verdict;

struct Ran {
  reports::Report report;
  CollectResult end;
  core::Journal journal;
};

auto run_against_mock(const std::string& name, RunOptions options = {}) -> Ran {
  const auto profile = testing::profile(name);
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

// What is not as it should be, in lines.
auto trouble(const reports::Report& report) -> std::string {
  std::string text;
  for (const auto& check : report.checks) {
    const bool wrong = check.verdict == Verdict::fail || check.verdict == Verdict::warn ||
                       check.verdict == Verdict::error || check.verdict == Verdict::could_not_run;
    if (!wrong) continue;
    text += std::string(reports::name(check.verdict)) + " " + check.id + " " + check.reason + "\n";
    for (const auto& finding : check.findings) {
      text += "   #" + std::to_string(finding.evidence) + " " + finding.pointer + " expected " + finding.expected +
              ", got " + finding.actual + "\n";
    }
  }
  return text;
}

class WholeRun : public ::testing::TestWithParam<std::string> {};

TEST_P(WholeRun, AgainstTheMockIsConformant) {
  const auto ran = run_against_mock(GetParam());
  EXPECT_EQ(ran.end.message, "");
  EXPECT_EQ(ran.report.outcome, reports::Outcome::conformant) << ran.report.exit_reason;
  EXPECT_EQ(ran.report.exit_code, 0);
  EXPECT_EQ(ran.report.spend.videos, 1);
  EXPECT_EQ(trouble(ran.report), "");
}

TEST_P(WholeRun, OfEverythingIsConformant) {
  RunOptions options;
  options.ops = {"all"};
  options.max_videos = 12;
  const auto ran = run_against_mock(GetParam(), options);
  EXPECT_EQ(ran.report.outcome, reports::Outcome::conformant) << ran.report.exit_reason;
  EXPECT_EQ(trouble(ran.report), "");
  EXPECT_TRUE(ran.report.spend.orphans.empty());
}

TEST_P(WholeRun, AsksWhatComesAfterTheLastOfAList) {
  if (testing::profile(GetParam())->operation(core::Operation::list) == nullptr) return;
  const auto ran = run_against_mock(GetParam());
  const auto& asked = ran.journal.exchanges;
  EXPECT_TRUE(std::any_of(asked.begin(), asked.end(), [](const core::Exchange& one) {
    return one.intent == "list" && one.request.url.find("&after=") != std::string::npos;
  }));
}

TEST_P(WholeRun, JudgedAgainFromItsJournalIsTheSame) {
  const auto ran = run_against_mock(GetParam());
  const auto again = judge(*testing::profile(GetParam()), ran.journal);
  ASSERT_EQ(again.checks.size(), ran.report.checks.size());
  for (std::size_t i = 0; i < again.checks.size(); ++i) {
    EXPECT_EQ(again.checks[i].verdict, ran.report.checks[i].verdict) << again.checks[i].id;
    EXPECT_EQ(again.checks[i].subjects, ran.report.checks[i].subjects) << again.checks[i].id;
  }
}

TEST(Plan, CanBeReadInEveryLanguage) {
  RunOptions options;
  options.base_url = "http://mock.example/v1";
  options.ops = {"all"};
  options.fail_prompt = "a boat that sinks";
  options.max_videos = 20;
  for (const auto& name : core::builtin_profiles()) {
    for (const auto& request : make_plan(*testing::profile(name), options).requests)
      EXPECT_TRUE(reports::is_told(request.summary)) << name << ": " << request.summary;
  }
}

TEST(Plan, KeepsNothingOutThatTheDocumentLeavesOpen) {
  const auto plans = [](const std::string& name, const std::string& model, const std::string& size,
                        const std::string& seconds) {
    RunOptions options;
    options.base_url = "http://mock.example/v1";
    options.api_key = "sk-test-0123456789";
    options.model = model;
    options.size = size;
    options.seconds = seconds;
    try {
      return !make_plan(*testing::profile(name), options).requests.empty();
    } catch (const core::InputError&) {
      return false;
    }
  };
  EXPECT_TRUE(plans("sora-format", "kling-v2", "720x1280", "10"));
  EXPECT_TRUE(plans("video-generations", "another-model", "1280x720", "8"));
  EXPECT_FALSE(plans("sora-format", "", "tall", "")) << "width and height are numbers";
  EXPECT_FALSE(plans("sora-format", "", "720x", ""));
  EXPECT_FALSE(plans("sora-format", "", "", "long"));
  EXPECT_FALSE(plans("sora-format", "", "", "inf"));
  EXPECT_FALSE(plans("openai", "another-model", "", ""));
  EXPECT_FALSE(plans("openai-format", "another-model", "", ""));
  EXPECT_FALSE(plans("official-format", "another-model", "", ""));
  EXPECT_FALSE(plans("video-generations", "", "1x1", ""));
}

auto test_name(const ::testing::TestParamInfo<std::string>& info) -> std::string {
  auto name = std::filesystem::path(info.param).filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryProfile, WholeRun, ::testing::ValuesIn(core::builtin_profiles()), test_name);

// An invented provider with paths, members, words, units and errors of its own: a folder, and no C++.
INSTANTIATE_TEST_SUITE_P(AFolder, WholeRun, ::testing::Values(VIDSPEC_SOURCE_DIR "/fixtures/profiles/acme"), test_name);

}  // namespace
}  // namespace vidspec::conformance
