#include "reports/html.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "reports/golden.h"

namespace vidspec::reports {
namespace {

using core::Language;

auto count(const std::string& text, const std::string& what) -> int {
  int found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

/// A journal in which every text of the target is hostile.
auto hostile_journal() -> core::Journal {
  const std::string hostile = "</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>";
  auto journal = large_journal();
  journal.exchanges.resize(2);
  for (auto& exchange : journal.exchanges) {
    exchange.request.url = hostile;
    exchange.request.method = hostile;
    exchange.intent = hostile;
    exchange.request.parts = {{.name = hostile, .value = hostile},
                              {.name = hostile, .filename = hostile, .file = true}};
    exchange.answer.headers = {{hostile, hostile}};
    exchange.answer.body = hostile;
    exchange.answer.http_version = hostile;
  }
  journal.exchanges[1].answer.status = 0;
  journal.exchanges[1].failure_detail = hostile;
  return journal;
}

TEST(Html, LooksAsReviewed) {
  expect_golden("sample.report.en.html", write_html(sample_report(), {Language::en, nullptr}));
  expect_golden("sample.report.zh.html", write_html(sample_report(), {Language::zh, nullptr}));
}

TEST(Html, HostileTextIsText) {
  const auto journal = hostile_journal();
  const auto page = write_html(sample_report(), {Language::en, &journal});
  EXPECT_EQ(count(page, "<script"), 1);
  EXPECT_EQ(count(page, "</script"), 1);
  EXPECT_EQ(count(page, "<img"), 0);
  EXPECT_EQ(count(page, "<b>"), count(write_html(sample_report(), {Language::en, nullptr}), "<b>"));
}

TEST(Html, EveryElementIsClosed) {
  const auto journal = hostile_journal();
  const auto page = write_html(sample_report(), {Language::en, &journal});
  const auto body = page.substr(page.find("<body"));
  for (const std::string tag : {"div", "details", "summary", "section", "ul", "ol", "li", "dl", "dd", "dt", "p", "pre",
                                "span", "svg", "h2", "h3", "button", "a", "code"}) {
    EXPECT_EQ(count(body, "<" + tag + " ") + count(body, "<" + tag + ">"), count(body, "</" + tag + ">")) << tag;
  }
}

TEST(Html, IdsAreUniqueAndLinksLeadSomewhere) {
  const auto journal = large_journal();
  const auto page = write_html(large_report(sample_report()), {Language::en, &journal});
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]*)\"");
  for (std::sregex_iterator match(page.begin(), page.end(), id), end; match != end; ++match)
    EXPECT_TRUE(ids.insert((*match)[1]).second) << (*match)[1];
  const std::regex link("href=\"#([^\"]*)\"");
  int links = 0;
  for (std::sregex_iterator match(page.begin(), page.end(), link), end; match != end; ++match, ++links)
    EXPECT_TRUE(ids.contains((*match)[1])) << (*match)[1];
  EXPECT_GT(links, 100);
}

TEST(Html, ALargeRunIsAPageThatMailsWell) {
  const auto journal = large_journal();
  EXPECT_LT(write_html(large_report(sample_report()), {Language::en, &journal}).size(), 600'000U);
  auto endless = journal;
  for (auto& exchange : endless.exchanges) exchange.answer.body.assign(1U << 20U, '<');
  EXPECT_LT(write_html(large_report(sample_report()), {Language::zh, &endless}).size(), 600'000U);
}

TEST(Html, CitedEvidenceComesWithItsBody) {
  auto journal = large_journal();
  for (auto& exchange : journal.exchanges) exchange.answer.body.assign(100'000, 'x');
  journal.exchanges[77].answer.body = "the cited one";
  auto report = sample_report();
  report.checks[1].findings[0].evidence = 78;
  EXPECT_NE(write_html(report, {Language::en, &journal}).find("the cited one"), std::string::npos);
}

TEST(Html, OnlyOurScriptMayRun) {
  const auto page = write_html(Report{}, {});
  EXPECT_NE(page.find("script-src 'sha256-"), std::string::npos);
  EXPECT_EQ(page.find("script-src 'unsafe-inline'"), std::string::npos);
  EXPECT_EQ(count(page, "http://") + count(page, "https://"), 0) << "needs nothing from the network";
  EXPECT_EQ(count(page, " onclick=") + count(page, " style="), 0);
}

}  // namespace
}  // namespace vidspec::reports
