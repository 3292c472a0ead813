#include "reports/console.h"

#include <gtest/gtest.h>

#include "reports/escape.h"
#include "reports/golden.h"

namespace vidspec::reports {
namespace {

using Detail = ConsoleOptions::Detail;

TEST(Console, LooksAsReviewed) {
  const auto report = sample_report();
  expect_golden("sample.console.en.txt", write_console(report, {core::Language::en, false, Detail::normal}));
  expect_golden("sample.console.zh.txt", write_console(report, {core::Language::zh, false, Detail::normal}));
  expect_golden("sample.console.quiet.txt", write_console(report, {core::Language::en, false, Detail::quiet}));
  expect_golden("sample.console.verbose.txt", write_console(report, {core::Language::en, false, Detail::verbose}));
}

TEST(Console, PrintsNothingThatATerminalObeys) {
  const auto text = write_console(sample_report(), {core::Language::zh, false, Detail::verbose});
  EXPECT_EQ(visible(text, true), text);
  EXPECT_EQ(text.find("##["), std::string::npos);
  EXPECT_EQ(text.find("\n::"), std::string::npos) << "a workflow command";
}

TEST(Console, ColoursOnlyWhenAsked) {
  const auto report = sample_report();
  const auto plain = write_console(report, {});
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  auto colored = write_console(report, {core::Language::en, true});
  EXPECT_NE(colored.find("\x1b[31m"), std::string::npos);
  for (auto at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
    const auto end = colored.find('m', at);
    ASSERT_LE(end - at, 4U) << "only our own short sequences";
    colored.erase(at, end - at + 1);
  }
  EXPECT_EQ(colored, plain) << "colour changes nothing else";
}

TEST(Console, LastLineNamesTheExitCodeAndAmbiguousSpend) {
  auto report = sample_report();
  report.spend.ambiguous = 1;
  report.outcome = Outcome::not_conformant;
  const auto text = write_console(report, {});
  const auto last = text.substr(text.rfind('\n', text.size() - 2) + 1);
  EXPECT_EQ(last.substr(0, 28), "NOT CONFORMANT · exit code ") << last;
  EXPECT_NE(last.find("AMBIGUOUS SPEND"), std::string::npos);
  EXPECT_EQ(last, console_verdict(report, core::Language::en) + "\n");
}

TEST(Console, LongLinesHangBelowTheirBeginning) {
  Report report;
  report.checks.resize(1);
  auto& check = report.checks.front();
  check.id = "task.status.enum";
  check.area = "task";
  check.title.en = "The status of a task is one of the words that the documentation lists";
  check.verdict = Verdict::fail;
  check.subjects = 3;
  check.findings = {{.evidence = 4,
                     .pointer = "/status",
                     .expected = "one of \"queued\", \"in_progress\", \"completed\", \"failed\"",
                     .actual = "1",
                     .curl = "curl -sS -i https://relay.example/v1/videos/video_1 -H 'Accept: application/json'"}};
  const auto at = [&](std::size_t columns) {
    ConsoleOptions options;
    options.columns = columns;
    return write_console(report, options);
  };
  EXPECT_NE(at(64).find("  ✘ task.status.enum  SHOULD  The status of a task is one of the\n"
                        "                              words that the documentation lists  [3]\n"),
            std::string::npos)
      << at(64);
  EXPECT_NE(at(40).find("  ✘ task.status.enum  SHOULD\n"
                        "      The status of a task is one of the\n"
                        "      words that the documentation lists  [3]\n"),
            std::string::npos)
      << at(40);
  EXPECT_NE(at(64).find("      expected   one of \"queued\", \"in_progress\", \"completed\",\n"
                        "                 \"failed\"\n"),
            std::string::npos)
      << at(64);
  EXPECT_NE(at(40).find(check.findings[0].curl + "\n"), std::string::npos) << "what is pasted stays one line";
  EXPECT_NE(at(0).find(check.title.en + "  [3]\n"), std::string::npos);
}

TEST(Console, EconomyCountsOnlyJudgedChecks) {
  Report report;
  report.spend.videos = 1;
  report.checks.resize(3);
  report.checks[0].subjects = 2;
  report.checks[1].subjects = 1;
  EXPECT_NE(write_console(report, {}).find("2 checks on 1 video:"), std::string::npos);
}

}  // namespace
}  // namespace vidspec::reports
