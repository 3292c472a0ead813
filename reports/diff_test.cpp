#include "reports/diff.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "reports/golden.h"

namespace vidspec::reports {
namespace {

auto with(Verdict verdict, const std::string& pointer = {}, const std::string& actual = {}) -> Report {
  Report report;
  CheckResult check;
  check.id = "task.status.enum";
  check.verdict = verdict;
  check.findings = {{1, pointer, "a string", actual, "", false, ""}};
  report.checks = {check};
  return report;
}

TEST(Diff, EveryPairOfVerdicts) {
  struct Case {
    Verdict before, after;
    std::string kind;
  };
  const std::vector<Case> cases = {
      {Verdict::pass, Verdict::pass, ""},
      {Verdict::pass, Verdict::fail, "newly-failing"},
      {Verdict::not_observed, Verdict::fail, "newly-failing"},
      {Verdict::waived, Verdict::fail, "newly-failing"},
      {Verdict::pass, Verdict::error, "newly-failing"},
      {Verdict::pass, Verdict::warn, "newly-warned"},
      {Verdict::could_not_run, Verdict::warn, "newly-warned"},
      {Verdict::fail, Verdict::warn, "fixed"},
      {Verdict::fail, Verdict::pass, "fixed"},
      {Verdict::warn, Verdict::note, "fixed"},
      {Verdict::waived, Verdict::pass, "fixed"},
      {Verdict::fail, Verdict::fail, ""},
      {Verdict::fail, Verdict::waived, ""},
      {Verdict::pass, Verdict::could_not_run, "no-longer-judged"},
      {Verdict::fail, Verdict::not_applicable, "no-longer-judged"},
      {Verdict::not_observed, Verdict::pass, "newly-judged"},
      {Verdict::not_observed, Verdict::could_not_run, ""},
      {Verdict::note, Verdict::pass, ""},
  };
  for (const auto& example : cases) {
    const auto result = diff(with(example.before), with(example.after));
    const auto label = std::string(name(example.before)) + " → " + std::string(name(example.after));
    EXPECT_EQ(result.changed(), !example.kind.empty()) << label;
    EXPECT_EQ(result.target.empty() ? "" : name(result.target.front().kind), example.kind) << label;
    EXPECT_EQ(result.unchanged, example.kind.empty() ? 1 : 0) << label;
  }
}

TEST(Diff, AnotherPlaceIsAChangeAnotherValueIsNot) {
  EXPECT_FALSE(diff(with(Verdict::fail, "/status", "\"a\""), with(Verdict::fail, "/status", "\"b\"")).changed());
  const auto moved = diff(with(Verdict::fail, "/status"), with(Verdict::fail, "/id"));
  ASSERT_EQ(moved.target.size(), 1U);
  EXPECT_EQ(moved.target.front().kind, ChangeKind::differently);
}

TEST(Diff, KeepsTheSuiteApartFromTheTarget) {
  auto before = with(Verdict::pass);
  auto after = with(Verdict::pass);
  after.suite_version = "0.2.0";
  EXPECT_FALSE(diff(before, after).changed()) << "a version alone changes nothing";
  const auto context = diff(before, after).context;
  ASSERT_EQ(context.size(), 1U);
  EXPECT_EQ(context.front().what.en, "suite");
  EXPECT_EQ(context.front().after, "0.2.0");
  after.checks.front().id = "task.status.type";
  const auto result = diff(before, after);
  EXPECT_TRUE(result.target.empty());
  ASSERT_EQ(result.suite.size(), 2U);
  EXPECT_EQ(result.suite[0].kind, ChangeKind::added);
  EXPECT_EQ(result.suite[1].kind, ChangeKind::removed);
}

TEST(Diff, AReportDoesNotDifferFromItself) {
  const auto report = sample_report();
  const auto same = diff(report, report);
  EXPECT_FALSE(same.changed());
  EXPECT_EQ(write_diff(same, core::Language::en), "12 checks unchanged · exit code 0: no check changed\n");
}

TEST(Diff, LooksAsReviewed) {
  auto after = sample_report();
  after.base_url = "https://staging.relay.example/v1";
  after.checks[0].verdict = Verdict::fail;
  after.checks[0].findings = {{4, "status", "200", "500 \x1b[31m", "", false, ""}};
  after.checks[1].verdict = Verdict::pass;
  after.checks[2].verdict = Verdict::could_not_run;
  after.checks[2].reason = "budget";
  after.checks.pop_back();
  const auto result = diff(sample_report(), after);
  expect_golden("sample.diff.en.txt", write_diff(result, core::Language::en));
  expect_golden("sample.diff.zh.txt", write_diff(result, core::Language::zh));
  const auto json = core::Json::parse(write_diff_json(result));
  EXPECT_EQ(json["target"].size(), 3U);
  EXPECT_EQ(json["target"][0]["kind"], "newly-failing");
}

}  // namespace
}  // namespace vidspec::reports
