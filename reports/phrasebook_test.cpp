#include "reports/phrasebook.h"

#include <gtest/gtest.h>

#include <set>

#include "core/json.h"

namespace vidspec::reports {
namespace {

using core::Language;

auto zh(std::string_view english) -> std::string { return told(english, Language::zh); }

TEST(Phrasebook, PutsValuesIntoPhrases) {
  EXPECT_EQ(zh("an integer"), "整数");
  EXPECT_EQ(zh("an integer or null"), "整数或 null");
  EXPECT_EQ(zh("one of \"queued\", \"completed\""), "以下之一：\"queued\", \"completed\"");
  EXPECT_EQ(zh("at least 40 (#7)"), "不小于 40（#7）");
  EXPECT_EQ(zh("missing in 200 application/json {\"a\":1}"), "缺失于 200 application/json {\"a\":1}");
  EXPECT_EQ(zh("missing in no answer (timeout)"), "缺失于 没有应答（timeout）") << "phrases in phrases";
  EXPECT_EQ(zh("scope: no poll, no download was seen"), "范围：未看到 查询，下载");
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

// The words are the JSON library's: a new version of it that says something new is noticed here.
TEST(Phrasebook, TellsWhyATextIsNoJson) {
  const std::vector<std::string> broken = {
      "",          "<html>",    "{",          "[",        "[1",          "[1 2]",       "{\"a\"",
      "{\"a\" 1}", "{\"a\":}",  "{\"a\":1,}", "{a:1}",    "{'a':1}",     "[1,]",        "nul",
      "truest",    "\"abc",     "\"a\tb\"",   "\"\\x\"",  "\"\\u12\"",   "1 2",         "-",
      "1.",        "1e+",       "1e999",      "\"\xff\"", "\"\\ud800\"", "\"\\udc00\"", "\xef\xbb",
      "]",         "{\"a\":1]", "[1}",        "{}{",      "[true fa]",   "{\"a\":1 b}", "{\"a\":1 true}",
      "{\"a\",",   "[{}{}]",    "[[]:]",      "{1:2}",    "{null}",      "{\"a\"::",    "[,]",
      {"a\0b", 3}};
  for (const auto& text : broken) {
    const auto parsed = core::parse_json(text);
    ASSERT_FALSE(parsed) << text;
    const auto told = zh("a body that is not JSON: " + parsed.error);
    for (const auto* english : {"syntax", "invalid", "unexpected", "expected", "read", "line", "must", "literal"})
      EXPECT_EQ(told.find(english), std::string::npos) << parsed.error << " → " << told;
  }
  EXPECT_EQ(zh("a body that is not JSON: " + core::parse_json("<html>").error),
            "应答体不是 JSON：第 1 行第 1 列：解析值时出现语法错误：无法识别的词，最后读到 '<'");
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
