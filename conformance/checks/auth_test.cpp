#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto after_a_life(const std::string& intent, const std::string& method, const std::string& path, int status,
                  const Json& body) -> Story {
  auto story = Story::good();
  story.exchange(intent, method, path, status, body);
  return story;
}

TEST(Auth, ATaskIsNotShownToWhoeverHasNoKeyOrAnotherOne) {
  for (const std::string who : {"no-key", "wrong-key"}) {
    const auto told = [&](int status, const Json& body) {
      return after_a_life(who + "-task", "GET", "/videos/video_1", status, body).verdict("auth." + who + "-task");
    };
    EXPECT_EQ(told(200, Story::task("completed", 100)), "fail");
    EXPECT_EQ(told(200, {{"id", "video_1"}}), "fail");
    EXPECT_EQ(told(203, {{"status", "completed"}}), "fail");
    EXPECT_EQ(told(401, Story::error_body()), "pass");
    EXPECT_EQ(told(404, Story::error_body()), "pass") << "the status is another requirement";
    EXPECT_EQ(told(200, Story::error_body()), "pass") << "nothing was shown";
  }
}

TEST(Auth, AVideoIsNotServedToThem) {
  for (const std::string who : {"no-key", "wrong-key"}) {
    const auto told = [&](int status, std::uint64_t bytes, const std::string& location) {
      auto media = Story::video();
      media.bytes = bytes;
      auto story = Story::good();
      story.content(media, who + "-content").last().answer.status = status;
      if (!location.empty()) story.header("Location", location);
      return story.verdict("auth." + who + "-content");
    };
    EXPECT_EQ(told(200, 5000, ""), "fail");
    EXPECT_EQ(told(206, 100, ""), "fail");
    EXPECT_EQ(told(302, 0, "https://cdn.example/a.mp4?sig=1"), "fail") << "a signed address is as good as the bytes";
    EXPECT_EQ(told(401, 80, ""), "pass");
    EXPECT_EQ(told(403, 0, ""), "pass");
    EXPECT_EQ(told(404, 80, ""), "pass");
    EXPECT_EQ(told(302, 0, ""), "pass") << "a redirect to nowhere shows nothing";
  }
}

TEST(Auth, TasksAreNotListedForThem) {
  for (const std::string who : {"no-key", "wrong-key"}) {
    const auto told = [&](int status, const Json& body) {
      return after_a_life(who + "-list", "GET", "/videos?limit=1", status, body).verdict("auth." + who + "-list");
    };
    EXPECT_EQ(told(200, {{"object", "list"}, {"data", Json::array()}}), "fail");
    EXPECT_EQ(told(200, {{"data", {Story::task("queued")}}}), "fail");
    EXPECT_EQ(told(204, nullptr), "fail");
    EXPECT_EQ(told(401, Story::error_body()), "pass");
    EXPECT_EQ(told(403, Story::error_body()), "pass");
    EXPECT_EQ(told(400, Story::error_body()), "pass");
    EXPECT_EQ(told(500, Story::error_body()), "not-observed") << "a server error is no refusal";
  }
}

TEST(Auth, NothingIsDeletedWithoutItsKey) {
  for (const std::string intent : {"no-key-delete", "wrong-key-delete"}) {
    const auto told = [&](int status, const Json& body) {
      return after_a_life(intent, "DELETE", "/videos/video_1", status, body).verdict("auth." + intent);
    };
    EXPECT_EQ(told(200, {{"id", "video_1"}, {"object", "video.deleted"}, {"deleted", true}}), "fail");
    EXPECT_EQ(told(202, Json::object()), "fail");
    EXPECT_EQ(told(204, nullptr), "fail");
    EXPECT_EQ(told(401, Story::error_body()), "pass");
    EXPECT_EQ(told(403, Story::error_body()), "pass");
    EXPECT_EQ(told(404, Story::error_body()), "pass");
  }
}

TEST(Auth, TheCreatorsKeyWorks) {
  const auto polled = [](int status) {
    Story story;
    story.create(Story::task("queued")).poll(Story::error_body(), status);
    return story.verdict("auth.same-key-works");
  };
  EXPECT_EQ(polled(401), "fail");
  EXPECT_EQ(polled(403), "fail");
  auto download = Story::good();
  download.last().answer.status = 401;
  EXPECT_EQ(download.verdict("auth.same-key-works"), "fail");
  Story abroad("openai-format");
  const auto url = "https://cdn.example/a.mp4";
  abroad.create(Story::task("queued")).poll(Story::task("completed", 100, {{"video_url", url}}));
  abroad.exchange("result-url", "GET", "", 403).last().request.url = url;
  abroad.last().task = "video_1";
  EXPECT_EQ(abroad.verdict("auth.same-key-works"), "pass") << "another host knows no key";
  EXPECT_EQ(polled(404), "pass") << "not found is another requirement";
  EXPECT_EQ(polled(500), "pass");
  EXPECT_EQ(Story::good().verdict("auth.same-key-works"), "pass");
}

TEST(Auth, WhereTheDialectAsksForNoKeyNothingIsSaid) {
  for (const auto& check : Story("openai-format").report().checks) {
    EXPECT_TRUE(check.area != "auth" || check.id == "auth.same-key-works") << check.id;
  }
}

}  // namespace
}  // namespace vidspec::conformance
