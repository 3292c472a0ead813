#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

/// A situation in which a server must refuse, and the answer that a test gives to it.
struct Situation {
  std::string name, intent, method, path;
};
const Situation unknown_id = {"unknown-id", "unknown-id", "GET", "/videos/x"};
const Situation not_ready = {"not-ready", "content-early", "GET", "/videos/video_1/content"};
const Situation situations[] = {{"no-key", "no-key", "GET", "/videos/x"},
                                {"no-key", "no-key-task", "GET", "/videos/video_1"},
                                {"wrong-key", "wrong-key", "GET", "/videos/x"},
                                {"no-key", "no-key-list", "GET", "/videos?limit=1"},
                                {"no-key", "no-key-delete", "DELETE", "/videos/video_1"},
                                {"wrong-key", "wrong-key-content", "GET", "/videos/video_1/content"},
                                {"wrong-key", "wrong-key-list", "GET", "/videos?limit=1"},
                                unknown_id,
                                {"unknown-id", "unknown-id", "GET", "/videos/x/content"},
                                {"invalid", "negative", "POST", "/videos"},
                                not_ready};

auto refused(const Situation& situation, int status, const Json& body) -> Story {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("queued"));
  story.exchange(situation.intent, situation.method, situation.path, status, body);
  return story.poll(Story::task("queued"));
}

const Json good_error = Story::error_body();

TEST(ErrorStatus, IsTheDocumentedOne) {
  const auto told = [](const Situation& situation, int status) {
    return refused(situation, status, good_error).verdict("errors." + situation.name + ".status");
  };
  for (const auto& situation : situations) {
    SCOPED_TRACE(situation.intent + " " + situation.path);
    EXPECT_EQ(told(situation, 500), "warn");
    EXPECT_EQ(told(situation, 302), "warn");
    EXPECT_EQ(told(situation, 502), "warn");
    const bool key = situation.name.find("key") != std::string::npos;
    EXPECT_EQ(told(situation, situation.name == "unknown-id" ? 404 : key ? 401 : 400), "pass");
    EXPECT_EQ(told(situation, 429), "not-observed") << "come back later is no answer yet";
  }
  for (const int status : {404, 409, 425, 403}) EXPECT_EQ(told(not_ready, status), "pass") << "any 4xx";
  EXPECT_EQ(told(situations[0], 403), "warn");
  EXPECT_EQ(told(unknown_id, 400), "warn");
  EXPECT_EQ(told(unknown_id, 200), "warn");
}

TEST(ErrorStatus, OfAnOperationThatIsNotThereIsNotJudged) {
  auto story = Story::good();
  story.exchange("list", "GET", "/videos", 404, good_error)
      .exchange("no-key-list", "GET", "/videos?limit=1", 404, good_error);
  EXPECT_EQ(story.verdict("errors.no-key.status"), "not-observed");
}

TEST(ErrorStatus, IsOpenWhereTheDialectSaysNothing) {
  Story story("video-create");
  story.exchange("unknown-id", "GET", "/video/query?id=x", 400, good_error);
  EXPECT_EQ(story.verdict("errors.unknown-id.status"), "pass");
}

TEST(ErrorEnvelope, IsTheDocumentedObject) {
  for (const auto& situation : situations) {
    SCOPED_TRACE(situation.intent);
    const auto told = [&](const Json& body) {
      return refused(situation, 404, body).verdict("errors." + situation.name + ".envelope");
    };
    EXPECT_EQ(told({{"detail", "Not Found"}}), "fail");
    EXPECT_EQ(told({{"code", "task_not_exist"}, {"message", "no"}, {"data", nullptr}}), "fail");
    EXPECT_EQ(told({{"error", "no"}}), "fail");
    EXPECT_EQ(told("no"), "fail");
    EXPECT_EQ(told(nullptr), "fail");
    EXPECT_EQ(told(good_error), "pass");
    EXPECT_EQ(told({{"error", {{"message", "找不到"}, {"type", "new_api_error"}, {"param", nullptr}, {"code", "x"}}}}),
              "pass");
    auto more = good_error;
    more["error"]["details"] = {1};
    more["request_id"] = "r";
    EXPECT_EQ(told(more), "pass");
  }
}

TEST(ErrorEnvelope, OfAWebPageIsMissing) {
  auto story = refused(unknown_id, 404, nullptr);
  story.journal().exchanges[2].answer.body = "<html>not found</html>";
  EXPECT_EQ(story.verdict("errors.unknown-id.envelope"), "fail");
}

TEST(ErrorEnvelope, MembersThatBindLessAreTheirOwnFinding) {
  auto bare = good_error;
  bare["error"].erase("param");
  const auto story = refused(unknown_id, 404, bare);
  EXPECT_EQ(story.verdict("errors.unknown-id.envelope"), "pass");
  EXPECT_EQ(story.verdict("error.param.nullable-absent"), "warn");
}

TEST(ErrorEnvelope, OfADeletedTask) {
  const auto told = [](const Json& body) {
    auto story = Story::good();
    story.exchange("delete", "DELETE", "/videos/video_1", 200,
                   {{"id", "video_1"}, {"object", "video.deleted"}, {"deleted", true}});
    story.exchange("after-delete", "GET", "/videos/video_1", 404, body);
    return story.verdict("errors.deleted.envelope");
  };
  EXPECT_EQ(told({{"detail", "gone"}}), "fail");
  EXPECT_EQ(told({{"message", "gone"}}), "fail");
  EXPECT_EQ(told(Json::array()), "fail");
  EXPECT_EQ(told(good_error), "pass");
}

TEST(ErrorNotInSuccess, AnErrorHasAnErrorStatus) {
  const auto told = [](const Json& body, int status = 200) {
    Story story;
    return story.create(Story::task("queued"), body, status).verdict("errors.not-in-success");
  };
  EXPECT_EQ(told(good_error), "fail");
  EXPECT_EQ(told({{"code", "success"}, {"message", ""}, {"data", nullptr}}), "fail");
  EXPECT_EQ(told({{"detail", "no"}}, 202), "fail");
  EXPECT_EQ(told(Story::task("failed", 0, {{"error", {{"code", "x"}, {"message", "y"}}}})), "pass")
      << "a job's own error";
  EXPECT_EQ(told(Story::task("queued", 0, {{"message", "hello"}, {"code", 0}})), "pass");
  EXPECT_EQ(told({{"code", 0}, {"data", Story::task("queued")}}), "pass") << "wrapping is another requirement";
  EXPECT_EQ(told(good_error, 400), "not-observed");
}

TEST(ErrorReadable, PackedErrorsAreANote) {
  const auto told = [](const std::string& message) {
    auto body = good_error;
    body["error"]["message"] = message;
    return refused(unknown_id, 404, body).verdict("errors.readable");
  };
  EXPECT_EQ(told(R"({"error":{"message":"inner"}})"), "note");
  EXPECT_EQ(told(R"(upstream said: {"code":1})"), "note");
  EXPECT_EQ(told(R"([{"loc":["body"]}])"), "note");
  EXPECT_EQ(told("Invalid value: '15'. Supported values are: '4', '8', and '12'."), "pass");
  EXPECT_EQ(told("a {brace} that is no JSON"), "pass");
  EXPECT_EQ(told("任务不存在：请检查参数"), "pass");
}

TEST(ErrorRetryAfter, ASilent429IsANote) {
  const auto told = [](const core::Headers& headers) {
    Story story;
    story.create(Story::task("queued")).poll(good_error, 429);
    for (const auto& header : headers) story.header(header.name, header.value);
    return story.verdict("errors.retry-after");
  };
  EXPECT_EQ(told({}), "note");
  EXPECT_EQ(told({{"Retry", "3"}}), "note");
  EXPECT_EQ(told({{"X-RateLimit-Reset", "3"}}), "note");
  EXPECT_EQ(told({{"Retry-After", "3"}}), "pass");
  EXPECT_EQ(told({{"retry-after-ms", "300"}}), "pass");
  EXPECT_EQ(told({{"retry-after", "Fri, 20 Nov 2026 10:00:00 GMT"}}), "pass");
}

}  // namespace
}  // namespace vidspec::conformance
