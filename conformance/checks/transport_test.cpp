#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Failure;
using testing::Story;

const std::string task_text = Story::task("in_progress", 40).dump();

// A poll that answers this text.
auto polled(const std::string& text, const std::string& type = "application/json") -> Story {
  Story story;
  story.create(Story::task("queued")).poll(nullptr);
  return story.text(text, type);
}

auto failed(Failure failure, int status = 0) -> Story {
  Story story;
  story.create(Story::task("queued")).poll(nullptr);
  story.last().failure = failure;
  story.last().answer.status = status;
  return story;
}

TEST(TransportJson, WhatIsDocumentedAsJsonParses) {
  const auto told = [](const std::string& text) { return polled(text).verdict("transport.json"); };
  EXPECT_EQ(told("{'id':'video_1'}"), "fail");
  EXPECT_EQ(told(task_text.substr(0, task_text.size() / 2)), "fail");
  EXPECT_EQ(told(task_text + task_text), "fail");
  EXPECT_EQ(told(""), "fail");
  EXPECT_EQ(told(task_text), "pass");
  EXPECT_EQ(told("\r\n " + task_text + "\n"), "pass");
  EXPECT_EQ(told(R"({"id":"\u0076ideo_1","status":"queued"})"), "pass");
}

TEST(TransportContentType, IsJson) {
  const auto told = [](const std::string& type) { return polled(task_text, type).verdict("transport.content-type"); };
  EXPECT_EQ(told("text/html"), "warn");
  EXPECT_EQ(told("text/plain; charset=utf-8"), "warn");
  EXPECT_EQ(told(""), "warn");
  EXPECT_EQ(told("application/json; charset=utf-8"), "pass");
  EXPECT_EQ(told("Application/JSON"), "pass");
  EXPECT_EQ(told("application/vnd.films+json"), "pass");
}

TEST(TransportCharset, IsUtf8OrNotSaid) {
  const auto told = [](const std::string& type) { return polled(task_text, type).verdict("transport.charset"); };
  EXPECT_EQ(told("application/json; charset=gbk"), "warn");
  EXPECT_EQ(told("application/json; charset=ISO-8859-1"), "warn");
  EXPECT_EQ(told("application/json;charset=\"utf-16\""), "warn");
  EXPECT_EQ(told("application/json"), "pass");
  EXPECT_EQ(told("application/json;charset=\"UTF-8\""), "pass");
  EXPECT_EQ(told("application/json; charset=utf8"), "pass");
  EXPECT_NE(told("text/html; charset=gbk"), "warn") << "the wrong type is what is wrong there";
}

TEST(TransportUniqueKeys, EveryMemberOccursOnce) {
  const auto told = [](const std::string& text) { return polled(text).verdict("transport.unique-keys"); };
  EXPECT_EQ(told(R"({"id":"video_1","status":"queued","status":"completed"})"), "warn");
  EXPECT_EQ(told(R"({"id":"video_1","error":{"code":"a","code":"b"}})"), "warn");
  EXPECT_EQ(told(R"({"id":"video_1","id":"video_1"})"), "warn");
  EXPECT_EQ(told(task_text), "pass");
  EXPECT_EQ(told(R"({"id":"video_1","a":{"id":1},"b":{"id":2}})"), "pass");
  EXPECT_EQ(told(R"({"id":"video_1","ID":"video_1"})"), "pass");
}

TEST(TransportFraming, AnswersAreWhole) {
  const auto told = [](const Story& story) { return story.verdict("transport.framing"); };
  EXPECT_EQ(told(failed(Failure::truncated, 200)), "fail");
  EXPECT_EQ(told(failed(Failure::protocol)), "fail");
  EXPECT_EQ(told(failed(Failure::truncated)), "fail");
  EXPECT_EQ(told(polled(task_text)), "pass");
  EXPECT_EQ(told(failed(Failure::reset)), "pass") << "judged by transport.steady";
  EXPECT_EQ(told(failed(Failure::timeout)), "pass");
  Story silence;
  silence.create(nullptr).failure(Failure::reset);
  EXPECT_EQ(told(silence), "not-observed") << "where nothing came, nothing is framed";
}

TEST(TransportFraming, RefusedDownloadsAreAnswersToo) {
  const auto told = [](const std::string& intent, Failure failure) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task("queued"));
    story.exchange(intent, "GET", "/videos/video_1/content", 404, Story::error_body());
    story.last().failure = failure;
    return story.verdict("transport.framing");
  };
  EXPECT_EQ(told("content-early", Failure::truncated), "fail");
  EXPECT_EQ(told("no-key-content", Failure::protocol), "fail");
  EXPECT_EQ(told("content-early", Failure::none), "pass");
  EXPECT_EQ(told("content-early", Failure::too_large), "pass") << "a video, which is another fault";
  EXPECT_EQ(told("content", Failure::truncated), "pass") << "judged by content.complete";
}

TEST(TransportSteady, RequestsAreAnswered) {
  const auto told = [](const Story& story) { return story.verdict("transport.steady"); };
  EXPECT_EQ(told(failed(Failure::reset)), "warn");
  EXPECT_EQ(told(failed(Failure::timeout)), "warn");
  EXPECT_EQ(told(failed(Failure::connect)), "warn");
  EXPECT_EQ(told(polled(task_text)), "pass");
  EXPECT_EQ(told(failed(Failure::interrupted)), "pass") << "that was us";
  EXPECT_EQ(told(polled(task_text).took(20'000)), "pass");
}

TEST(TransportRedirects, TheApiItselfAnswers) {
  const auto told = [](int status) {
    Story story;
    return story.create(Story::task("queued")).poll(nullptr, status).verdict("transport.redirects");
  };
  EXPECT_EQ(told(301), "warn");
  EXPECT_EQ(told(307), "warn");
  EXPECT_EQ(told(308), "warn");
  EXPECT_EQ(told(200), "pass");
  EXPECT_EQ(told(404), "pass");
  auto content = Story::good();
  content.exchange("content", "GET", "/videos/video_1/content", 302).header("Location", "/files/a");
  EXPECT_EQ(content.verdict("transport.redirects"), "pass") << "a download may redirect";
}

TEST(TransportSteady, ADownloadThatMustBeRefusedIsAnsweredToo) {
  const auto told = [](const std::string& intent, core::Failure failure) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task("queued"));
    story.exchange(intent, "GET", "/videos/video_1/content", 404, Story::error_body());
    if (failure != core::Failure::none) story.failure(failure);
    return story.verdict("transport.steady");
  };
  for (const auto* intent : {"content-early", "content-failed", "no-key-content", "wrong-key-content"}) {
    EXPECT_EQ(told(intent, core::Failure::reset), "warn") << intent;
    EXPECT_EQ(told(intent, core::Failure::timeout), "warn") << intent;
    EXPECT_EQ(told(intent, core::Failure::none), "pass") << intent;
  }
  EXPECT_EQ(told("content", core::Failure::reset), "pass") << "judged by content.complete";
}

TEST(TransportEncoding, NothingIsCompressedUnasked) {
  const auto told = [](const std::string& encoding) {
    return polled(task_text).header("Content-Encoding", encoding).verdict("transport.encoding");
  };
  EXPECT_EQ(told("gzip"), "warn");
  EXPECT_EQ(told("br"), "warn");
  EXPECT_EQ(told("deflate"), "warn");
  EXPECT_EQ(told(""), "pass");
  EXPECT_EQ(told("identity"), "pass");
  auto asked = polled(task_text).header("Content-Encoding", "gzip");
  asked.last().request.headers.push_back({"Accept-Encoding", "gzip"});
  EXPECT_EQ(asked.verdict("transport.encoding"), "pass");
}

TEST(TransportEncoding, ADownloadByItsAddressIsNoException) {
  const auto told = [](const std::string& encoding) {
    Story story("openai-format");
    const std::string url = "https://cdn.example/a.mp4";
    story.create(Story::task("queued")).poll(Story::task("completed", 100, {{"video_url", url}}));
    story.exchange("result-url", "GET", "", 200).last().request.url = url;
    story.last().task = "video_1";
    return story.header("Content-Encoding", encoding).verdict("transport.encoding");
  };
  EXPECT_EQ(told("gzip"), "warn");
  EXPECT_EQ(told(""), "pass");
}

TEST(TransportPollHint, OddHintsAreANote) {
  const auto told = [](const std::string& hint) {
    return polled(task_text).header("openai-poll-after-ms", hint).verdict("transport.poll-hint");
  };
  EXPECT_EQ(told("soon"), "note");
  EXPECT_EQ(told("-5"), "note");
  EXPECT_EQ(told("0"), "note");
  EXPECT_EQ(told("300"), "pass");
  EXPECT_EQ(told("2500.5"), "pass");
  EXPECT_EQ(told("60000"), "pass");
}

TEST(TransportJson, HasNoByteOrderMark) {
  EXPECT_EQ(polled("\xEF\xBB\xBF" + std::string(task_text)).verdict("transport.json"), "fail");
}

TEST(TransportKeyEcho, TheKeyStaysWithItsOwner) {
  const auto told = [](const std::string& text) { return polled(text).verdict("transport.key-echo"); };
  EXPECT_EQ(told(R"({"id":"video_1","debug":"Bearer [redacted]"})"), "warn");
  EXPECT_EQ(told(R"({"key":"[redacted]"})"), "warn");
  EXPECT_EQ(told(R"("[redacted]")"), "warn");
  EXPECT_EQ(told(task_text), "pass");
  EXPECT_EQ(told(R"({"id":"video_1","video_url":"https://cdn.example/a?sig=[redacted]"})"), "pass") << "a signature";
  EXPECT_EQ(told(R"({"id":"video_1","hint":"sk-…abcd"})"), "pass");
  const auto with = [](const std::string& name, const std::string& value) {
    return polled(task_text).header(name, value).verdict("transport.key-echo");
  };
  EXPECT_EQ(with("X-Debug", "Bearer [redacted]"), "warn");
  EXPECT_EQ(with("Set-Cookie", "[redacted]"), "pass") << "masked whatever it was";
  EXPECT_EQ(with("Link", "<https://cdn.example/a?sig=[redacted]>"), "pass");
}

}  // namespace
}  // namespace vidspec::conformance
