#include "reports/phrasebook.h"

#include <gtest/gtest.h>

#include <set>

namespace vidspec::reports {
namespace {

using core::Language;

auto zh(std::string_view english) -> std::string { return told(english, Language::zh); }

TEST(Phrasebook, PutsValuesIntoPhrases) {
  EXPECT_EQ(zh("an integer"), "整数");
  EXPECT_EQ(zh("an integer or null"), "整数或 null");
  EXPECT_EQ(zh("one of \"queued\", \"completed\""), "以下之一:\"queued\", \"completed\"");
  EXPECT_EQ(zh("at least 40 (#7)"), "不小于 40(#7)");
  EXPECT_EQ(zh("missing in 200 application/json {\"a\":1}"), "缺失于 200 application/json {\"a\":1}");
  EXPECT_EQ(zh("missing in no answer (timeout)"), "缺失于 没有应答(timeout)") << "phrases in phrases";
  EXPECT_EQ(zh("scope: no poll, no download was seen"), "范围:未看到 查询,下载");
}

TEST(Phrasebook, LeavesEnglishAndUnknownTextAlone) {
  EXPECT_EQ(told("an integer", Language::en), "an integer");
  for (const std::string text : {"", "video_1", "something that nobody ever said", "404 text/html <p>an integer</p>"}) {
    EXPECT_EQ(zh(text), text);
  }
  const std::string hostile(100'000, 'a');
  EXPECT_EQ(zh(hostile), hostile);
}

TEST(Phrasebook, EveryPhraseIsReachedAndOnce) {
  std::set<std::string_view> seen;
  for (const auto& phrase : phrases()) {
    EXPECT_TRUE(seen.insert(phrase.en).second) << "twice: " << phrase.en;
    EXPECT_EQ(zh(phrase.en).find("{}") == std::string::npos, phrase.en.find("{}") == std::string_view::npos);
    EXPECT_TRUE(is_told(phrase.en)) << phrase.en;
    if (phrase.en.find("{}") != std::string_view::npos) continue;
    EXPECT_EQ(zh(phrase.en), phrase.zh);
  }
}

TEST(Phrasebook, KnowsValuesFromSentences) {
  for (const auto* value : {"7", "\"text\"", "{\"a\":1}", "null", "404 application/json {}", "video/mp4"}) {
    EXPECT_TRUE(is_told(value)) << value;
  }
  EXPECT_FALSE(is_told("a sentence without a translation"));
}

TEST(Phrasebook, TurnsWholeReports) {
  Report report;
  report.exit_reason = "2 MUSTs do not hold";
  report.checks.resize(1);
  report.checks[0].findings.push_back({.expected = "an object", .actual = "missing"});
  const auto chinese = in_language(report, Language::zh);
  EXPECT_EQ(chinese.exit_reason, "2 项 MUST 不满足");
  EXPECT_EQ(chinese.checks[0].findings[0].expected, "对象");
  EXPECT_EQ(in_language(report, Language::en).checks[0].findings[0].expected, "an object");
}

}  // namespace
}  // namespace vidspec::reports
