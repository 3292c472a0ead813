// fixtures/har: the same traffic as Chrome, Firefox, mitmproxy and Charles save it, each with its own habits.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/judge.h"
#include "conformance/recorded.h"
#include "conformance/recorded/har.h"
#include "core/file.h"
#include "core/profile.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using reports::Verdict;

struct Expected {
  std::string tool;
  std::size_t exchanges;  ///< what came from a server: not from a cache
  std::size_t tasks;
  bool film;  ///< whether the tool saved the bytes of a video
};

auto text_of(const std::string& tool) -> std::string {
  return core::read_file(std::string(VIDSPEC_SOURCE_DIR "/fixtures/har/") + tool + ".har", 1U << 20U);
}

auto judged(const std::string& text) -> reports::Report {
  static const auto profile = core::load_profile("openai");
  auto journal = parse_har(text, "a.har");
  settle_base_url(journal, *profile, "");
  EXPECT_EQ(journal.header.base_url, "https://relay.example:443/v1");
  return judge(*profile, journal);
}

auto verdict(const reports::Report& report, const std::string& id) -> Verdict {
  for (const auto& check : report.checks) {
    if (check.id == id) return check.verdict;
  }
  ADD_FAILURE() << "no check " << id;
  return Verdict::error;
}

class Tool : public ::testing::TestWithParam<Expected> {};

TEST_P(Tool, SaysNothingAgainstAGoodServer) {
  const auto& expected = GetParam();
  const auto report = judged(text_of(expected.tool));
  EXPECT_EQ(report.tasks.size(), expected.tasks);
  EXPECT_EQ(static_cast<std::size_t>(report.requests), expected.exchanges);
  EXPECT_EQ(verdict(report, "task.status.enum"), Verdict::pass);
  EXPECT_EQ(verdict(report, "content.downloadable"), Verdict::pass);
  EXPECT_EQ(verdict(report, "content.is-mp4"), expected.film ? Verdict::pass : Verdict::not_observed);
  for (const auto& check : report.checks) {
    if (check.findings.empty()) continue;
    const auto& finding = check.findings.front();
    ADD_FAILURE() << check.id << ": expected " << finding.expected << ", actual " << finding.actual << " in #"
                  << finding.evidence;
  }
}

TEST_P(Tool, ShowsWhatABadServerDoes) {
  auto text = text_of(GetParam().tool);
  for (auto at = text.find("\\\"progress\\\""); at != std::string::npos; at = text.find("\\\"progress\\\"", at + 1))
    text.replace(at, 12, "\\\"progres_\\\"");
  EXPECT_EQ(verdict(judged(text), "task.progress.present"), Verdict::fail);
}

TEST_P(Tool, GivesTheFieldsOfTheForm) {
  const auto journal = parse_har(text_of(GetParam().tool), "a.har");
  for (const auto& exchange : journal.exchanges) {
    if (exchange.request.method != "POST" || exchange.request.parts.empty()) continue;
    ASSERT_EQ(exchange.request.parts.size(), 5U);
    EXPECT_EQ(exchange.request.parts[0].value, "A paper boat");
    EXPECT_EQ(exchange.request.parts[4].filename, "boat.png");
    EXPECT_TRUE(exchange.request.parts[4].file);
  }
}

INSTANTIATE_TEST_SUITE_P(Har, Tool,
                         ::testing::Values(Expected{"chrome", 15, 2, true}, Expected{"firefox", 6, 1, true},
                                           Expected{"mitmproxy", 6, 1, true}, Expected{"charles", 6, 1, false}),
                         [](const auto& one) { return one.param.tool; });

auto one(const Json& response, const std::string& method = "GET") -> core::Exchange {
  const Json entry = {{"startedDateTime", "2026-11-21T10:00:00Z"},
                      {"request", {{"method", method}, {"url", "https://relay.example/v1/videos/video_1"}}},
                      {"response", response}};
  return parse_har(Json{{"log", {{"entries", {entry}}}}}.dump(), "a.har").exchanges.at(0);
}

TEST(HarTools, WhatWasNotSavedIsNotEmpty) {
  const Json headers = {{{"name", "Content-Length"}, {"value", "312"}}};
  const auto truncated = [&](const Json& response) { return one(response).answer.body_truncated; };
  EXPECT_TRUE(truncated({{"status", 200}})) << "no content, no size: nobody knows";
  EXPECT_TRUE(truncated({{"status", 200}, {"content", {{"size", -1}}}, {"bodySize", -1}}));
  EXPECT_TRUE(truncated({{"status", 200}, {"content", {{"size", 0}}}, {"headers", headers}}));
  EXPECT_TRUE(truncated({{"status", 200}, {"content", {{"size", 0}, {"text", nullptr}}}, {"bodySize", 312}}));
  EXPECT_TRUE(truncated({{"status", 200}, {"content", {{"size", 0}, {"text", nullptr}}}, {"bodySize", 0}}));
  EXPECT_FALSE(truncated({{"status", 200}, {"content", {{"size", 0}}}, {"bodySize", 0}})) << "it says so";
  EXPECT_FALSE(one({{"status", 200}, {"headers", headers}}, "HEAD").answer.body_truncated);
}

TEST(HarTools, WhoEndedARequestWithoutAnAnswer) {
  const auto failure = [](const Json& error) { return one({{"status", 0}, {"_error", error}}).failure; };
  EXPECT_EQ(failure("net::ERR_CONNECTION_RESET"), core::Failure::reset);
  EXPECT_EQ(failure("net::ERR_CERT_AUTHORITY_INVALID"), core::Failure::tls);
  EXPECT_EQ(failure("net::ERR_NAME_NOT_RESOLVED"), core::Failure::resolve);
  EXPECT_EQ(failure("server closed connection"), core::Failure::reset);
  for (const Json& users : {Json("net::ERR_ABORTED"), Json("Client disconnected."), Json("net::ERR_FAILED"), Json()})
    EXPECT_EQ(failure(users), core::Failure::interrupted) << users;
  EXPECT_EQ(one(nullptr).failure, core::Failure::interrupted) << "still under way when it was saved";
}

TEST(HarTools, HalvesOfSurrogatePairsAreReplaced) {
  const auto with = [](const std::string& text) {
    return R"({"log":{"entries":[{"startedDateTime":"2026-11-21T10:00:00Z","request":{"method":"POST",)"
           R"("url":"https://a/","postData":{"mimeType":"text/plain","text":")" +
           text + R"("}},"response":{"status":200,"content":{"size":2,"text":"\ud83c\udfac"}}}]}})";
  };
  const auto body = [&](const std::string& text) {
    return parse_har(with(text), "a.har").exchanges.at(0).request.body;
  };
  EXPECT_EQ(body(R"(a\udc89b)"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(body(R"(\ud83c\ud83c\udfac\ud83c)"), "\xEF\xBF\xBD\xF0\x9F\x8E\xAC\xEF\xBF\xBD");
  EXPECT_EQ(body(R"(\\udc89\udc89)"), "\\udc89\xEF\xBF\xBD") << "an escaped backslash begins no escape";
}

}  // namespace
}  // namespace vidspec::conformance
