#include "conformance/proxy_recorder.h"

#include <gtest/gtest.h>

#include "conformance/judge.h"
#include "conformance/live.h"
#include "conformance/testing.h"
#include "http/message.h"

namespace vidspec::conformance {
namespace {

using testing::Story;

class ProxyRecorderTest : public ::testing::Test {
 protected:
  auto pass(const std::string& method, const std::string& path, const std::string& sent, http::Response answer,
            const std::string& type = "application/json") -> core::Exchange {
    http::Request head;
    head.method = method;
    head.url = "https://relay.example/v1" + path;
    head.headers = {{"Authorization", "Bearer sk-canary-1"}, {"Content-Type", type}};
    const auto passage = recorder_.open(head);
    for (std::size_t at = 0; at < sent.size(); at += 1000) passage->sent(std::string_view(sent).substr(at, 1000));
    const auto body = std::move(answer.body);
    if (answer.status != 0) passage->answered(answer);
    for (std::size_t at = 0; at < body.size(); at += 1000) passage->received(std::string_view(body).substr(at, 1000));
    answer.received = body.size();
    passage->ended(answer);
    auto taken = recorder_.take();
    EXPECT_EQ(taken.size(), 1U);
    return taken.at(0);
  }
  static auto json(int status, const core::Json& body) -> http::Response {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
  }

  std::shared_ptr<const core::Profile> profile_ = testing::profile("openai");
  core::VirtualClock clock_;
  ProxyRecorder recorder_{*profile_, "https://relay.example/v1", clock_};
};

TEST_F(ProxyRecorderTest, KeepsWhatChecksNeed) {
  const auto made = pass("POST", "/videos", R"({"prompt":"a"})", json(200, Story::task("queued")));
  EXPECT_EQ(made.number, 1);
  EXPECT_EQ(made.request.body, R"({"prompt":"a"})");
  EXPECT_TRUE(made.request.key_sent);
  EXPECT_EQ(made.intent, "") << "what the sender meant nobody knows";
  EXPECT_EQ(core::Json::parse(made.answer.body)["status"], "queued");
  const auto part = http::encode_multipart({{"prompt", "b", "", "", false}, {"f", "data", "a.png", "", true}}, "B");
  const auto form = pass("POST", "/videos", part, json(200, {}), "multipart/form-data; boundary=B");
  ASSERT_EQ(form.request.parts.size(), 2U);
  EXPECT_EQ(form.request.parts[1].sha256, core::sha256_hex("data"));
  EXPECT_EQ(form.request.body, "");
  EXPECT_EQ(form.number, 2);
}

TEST_F(ProxyRecorderTest, KeepsFactsOfDownloadsNotBytes) {
  http::Response film{
      .status = 200, .headers = {{"Content-Type", "video/mp4"}}, .body = std::string(3'000'000, '\x01')};
  const auto seen = pass("GET", "/videos/video_1/content", "", film);
  ASSERT_TRUE(seen.answer.media);
  EXPECT_EQ(seen.answer.media->bytes, 3'000'000U);
  EXPECT_EQ(seen.answer.body, "");
  const auto refused = pass("GET", "/videos/video_1/content", "", json(404, Story::error_body()));
  EXPECT_FALSE(refused.answer.media);
  EXPECT_NE(refused.answer.body, "");
}

TEST_F(ProxyRecorderTest, BoundsTexts) {
  http::Response page{.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = std::string(3'000'000, 'x')};
  const auto seen = pass("GET", "/", std::string(100'000, 'y'), page);
  EXPECT_EQ(seen.answer.body.size(), most_part);
  EXPECT_EQ(seen.answer.body_size, 3'000'000U);
  EXPECT_TRUE(seen.answer.body_truncated);
  EXPECT_EQ(seen.request.body.size(), 64U << 10U);
  EXPECT_TRUE(seen.request.body_truncated);
}

TEST_F(ProxyRecorderTest, LearnsTheKeysThatClientsSend) {
  pass("GET", "/videos", "", json(200, {}));
  EXPECT_EQ(recorder_.secrets(), std::vector<std::string>{"sk-canary-1"});
}

TEST_F(ProxyRecorderTest, LosesNoFailure) {
  http::Response none;
  none.failure = core::Failure::connect;
  const auto seen = pass("GET", "/videos", "", none);
  EXPECT_EQ(seen.failure, core::Failure::connect);
  EXPECT_EQ(seen.answer.status, 0);
}

TEST_F(ProxyRecorderTest, IsJudgedLive) {
  LiveJudge live(*profile_, {.base_url = "https://relay.example/v1", .recorded_by = "proxy"});
  EXPECT_TRUE(live.add(pass("POST", "/videos", "{}", json(200, Story::task("queued")))).empty());
  const auto poll = [&](const core::Json& task) {
    clock_.advance(core::Millis{2000});
    return live.add(pass("GET", "/videos/video_1", "", json(200, task)));
  };
  EXPECT_TRUE(poll(Story::task("in_progress", 40)).empty());
  const auto shape = poll(Story::task("in_progress", 50, {{"created_at", "today"}}));
  ASSERT_FALSE(shape.empty());
  EXPECT_EQ(shape.front().id, "task.created_at.type");
  EXPECT_NE(shape.front().message.find("\"today\""), std::string::npos);
  const auto order = poll(Story::task("queued"));
  ASSERT_FALSE(order.empty()) << "what only the exchanges before can show";
  EXPECT_EQ(order.front().id, "lifecycle.no-regression");
}

}  // namespace
}  // namespace vidspec::conformance
