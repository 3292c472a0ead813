#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "reports/badge.h"
#include "reports/escape.h"
#include "reports/formats.h"
#include "reports/golden.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/sarif.h"

namespace vidspec::reports {
namespace {

auto count_of(const std::string& text, const std::string& what) -> int {
  int found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

auto attribute(const std::string& element, const std::string& name) -> int {
  std::smatch match;
  return std::regex_search(element, match, std::regex(" " + name + "=\"([0-9]+)\"")) ? std::stoi(match[1]) : -1;
}

TEST(Writers, LookAsReviewed) {
  const auto report = sample_report();
  expect_golden("sample.junit.xml", write_junit(report));
  expect_golden("sample.summary.en.md", write_markdown(report, core::Language::en));
  expect_golden("sample.summary.zh.md", write_markdown(report, core::Language::zh));
  expect_golden("sample.annotations.txt", write_annotations(report));
  expect_golden("sample.sarif.json", write_sarif(report));
  expect_golden("sample.badge.json", write_badge(report));
}

TEST(Writers, EveryFormatBearsAnEmptyReport) {
  for (const auto& format : formats()) {
    EXPECT_EQ(format.write(Report{}, {}).empty(), format.needs_journal) << format.name;
  }
}

TEST(Writers, NoFormatLetsControlCharactersThrough) {
  for (const auto& format : formats()) {
    for (const auto language : {core::Language::en, core::Language::zh}) {
      const auto text = format.write(sample_report(), {language, nullptr});
      EXPECT_EQ(text.find('\x1b'), std::string::npos) << format.name;
      EXPECT_EQ(text.find('\0'), std::string::npos) << format.name;
      EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << format.name << ": right-to-left override";
    }
  }
}

TEST(Junit, CountsEqualTheElements) {
  const auto xml = write_junit(sample_report());
  const auto root =
      xml.substr(xml.find("<testsuites"), xml.find('>', xml.find("<testsuites")) - xml.find("<testsuites"));
  EXPECT_EQ(attribute(root, "tests"), count_of(xml, "<testcase "));
  EXPECT_EQ(attribute(root, "failures"), count_of(xml, "<failure "));
  EXPECT_EQ(attribute(root, "errors"), count_of(xml, "<error "));
  int tests = 0;
  int skipped = 0;
  for (auto at = xml.find("<testsuite "); at != std::string::npos; at = xml.find("<testsuite ", at + 1)) {
    tests += attribute(xml.substr(at, 300), "tests");
    skipped += attribute(xml.substr(at, 300), "skipped");
  }
  EXPECT_EQ(tests, attribute(root, "tests"));
  EXPECT_EQ(skipped, count_of(xml, "<skipped "));
}

TEST(Junit, NamesAreUnique) {
  const auto xml = write_junit(sample_report());
  std::set<std::string> names;
  const std::regex head("<testcase classname=\"[^\"]*\" name=\"[^\"]+\"");
  for (std::sregex_iterator match(xml.begin(), xml.end(), head), end; match != end; ++match) names.insert(match->str());
  EXPECT_EQ(static_cast<int>(names.size()), count_of(xml, "<testcase "));
}

TEST(Junit, AMustThatCouldNotRunIsNotGreen) {
  Report report;
  report.exit_code = 0;
  report.checks.resize(1);
  auto& check = report.checks.front();
  check.id = "lifecycle.terminal-stays";
  check.verdict = Verdict::could_not_run;
  check.binding.level = core::Level::must;
  EXPECT_EQ(count_of(write_junit(report), "<error type=\"could-not-run\""), 1);
  check.binding.level = core::Level::should;
  EXPECT_EQ(count_of(write_junit(report), "<error "), 0);
  EXPECT_EQ(count_of(write_junit(report), "<skipped message=\"could-not-run: "), 1);
}

TEST(Junit, ARunThatReachedNobodyIsOneError) {
  Report report;
  report.exit_code = 4;
  report.exit_reason = "connection refused";
  const auto xml = write_junit(report);
  EXPECT_NE(xml.find("<testcase classname=\"vidspec.preflight\" name=\"preflight\""), std::string::npos);
  EXPECT_NE(xml.find("<error type=\"environment\" message=\"connection refused\">connection refused</error>"),
            std::string::npos);
}

TEST(Junit, IsNeverGreenerThanTheExitCode) {
  Report report;
  report.checks.resize(1);
  report.checks.front().verdict = Verdict::pass;
  for (const auto& [code, type] :
       std::map<int, std::string>{{1, "baseline"}, {3, "incomplete"}, {6, "ambiguous-spend"}, {130, "interrupted"}}) {
    report.exit_code = code;
    report.exit_reason = "because";
    EXPECT_EQ(count(write_junit(report), "<error type=\"" + type + "\" message=\"because\""), 1) << code;
    EXPECT_EQ(write_annotations(report), "::error title=vidspec::because\n");
  }
  report.exit_code = 0;
  EXPECT_EQ(count(write_junit(report), "<error "), 0);
  EXPECT_EQ(write_annotations(report), "");
}

TEST(Junit, TheMessageIsAttributeAndText) {
  const auto xml = write_junit(sample_report());
  EXPECT_NE(xml.find("<failure type=\"MUST\" message=\"task.status.enum: /status: expected one of"), std::string::npos);
  EXPECT_NE(xml.find(">task.status.enum: /status: expected one of"), std::string::npos);
  EXPECT_NE(xml.find("<skipped message=\"known failure: errors.unknown-id.envelope"), std::string::npos);
}

TEST(Sarif, KindsAndLevelsAgree) {
  const auto log = core::Json::parse(write_sarif(sample_report()));
  const auto& run = log["runs"][0];
  ASSERT_EQ(run["results"].size(), run["tool"]["driver"]["rules"].size());
  std::set<std::string> fingerprints;
  for (std::size_t i = 0; i < run["results"].size(); ++i) {
    const auto& result = run["results"][i];
    EXPECT_EQ(result["ruleIndex"], i);
    EXPECT_EQ(result["ruleId"], run["tool"]["driver"]["rules"][i]["id"]);
    EXPECT_EQ(result["kind"] == "fail", result["level"] != "none") << result["ruleId"];
    fingerprints.insert(result["partialFingerprints"]["vidspec/v1"].get<std::string>());
  }
  EXPECT_EQ(fingerprints.size(), run["results"].size());
}

TEST(Sarif, FingerprintsDoNotDependOnTheRun) {
  auto report = sample_report();
  const auto first = core::Json::parse(write_sarif(report));
  report.base_url = "https://other.example/v1";
  report.checks[1].findings[0].evidence = 99;
  report.checks[1].findings[0].actual = "other";
  const auto second = core::Json::parse(write_sarif(report));
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    EXPECT_EQ(first["runs"][0]["results"][i]["partialFingerprints"],
              second["runs"][0]["results"][i]["partialFingerprints"]);
  }
}

TEST(Markdown, IsBounded) {
  auto report = sample_report();
  for (auto& check : report.checks) check.title.en.assign(100'000, 'x');
  while (report.checks.size() < 400) report.checks.push_back(report.checks[1]);
  EXPECT_LT(write_markdown(report, core::Language::en).size(), 500'000U);
}

TEST(Annotations, AreOneCommandPerLine) {
  const auto text = write_annotations(sample_report());
  EXPECT_EQ(count_of(text, "\n"), 4) << text;
  for (auto at = std::size_t{0}; at < text.size(); at = text.find('\n', at) + 1) {
    EXPECT_TRUE(text.compare(at, 13, "::error title") == 0 || text.compare(at, 15, "::warning title") == 0);
  }
}

TEST(Badge, CountsTheMustsThatHold) {
  const auto json = core::Json::parse(write_badge(sample_report()));
  EXPECT_EQ(json["schemaVersion"], 1);
  EXPECT_EQ(json["message"], "4/6 MUST, error") << "a waived failure is a failure";
}

}  // namespace
}  // namespace vidspec::reports
