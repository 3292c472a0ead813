#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

const Json gone = {{"id", "video_1"}, {"object", "video.deleted"}, {"deleted", true}};

auto deleted(int status = 200, const Json& body = gone) -> Story {
  return Story::good().exchange("delete", "DELETE", "/videos/video_1", status,
                                status < 400 ? body : Story::error_body());
}

TEST(Delete, IsRouted) {
  for (const int status : {404, 405, 501}) EXPECT_EQ(deleted(status).verdict("delete.supported"), "warn") << status;
  for (const int status : {200, 204, 409}) EXPECT_EQ(deleted(status).verdict("delete.supported"), "pass") << status;
  EXPECT_EQ(deleted(405).verdict("delete.accepted"), "not-applicable");
}

TEST(Delete, OfAnEndedTaskIsAccepted) {
  for (const int status : {400, 409, 500}) EXPECT_EQ(deleted(status).verdict("delete.accepted"), "warn") << status;
  for (const int status : {200, 202, 204}) EXPECT_EQ(deleted(status).verdict("delete.accepted"), "pass") << status;
  Story running;
  running.create(Story::task("queued")).poll(Story::task("in_progress"));
  running.exchange("delete", "DELETE", "/videos/video_1", 409, Story::error_body());
  EXPECT_EQ(running.verdict("delete.accepted"), "not-observed") << "the document promises it for ended tasks only";
}

TEST(Delete, TheDocumentedStatus) {
  for (const int status : {201, 202, 204}) EXPECT_EQ(deleted(status).verdict("delete.status"), "warn") << status;
  EXPECT_EQ(deleted(200).verdict("delete.status"), "pass");
  EXPECT_EQ(deleted(409).verdict("delete.status"), "not-observed");
}

TEST(Delete, NamesTheTask) {
  const auto told = [](const Json& body) { return deleted(200, body).verdict("delete.same-id"); };
  EXPECT_EQ(told({{"id", "video_2"}, {"deleted", true}}), "warn");
  EXPECT_EQ(told({{"deleted", true}}), "warn");
  EXPECT_EQ(told({{"id", nullptr}}), "warn");
  EXPECT_EQ(told(gone), "pass");
  EXPECT_EQ(told({{"id", "video_1"}, {"object", "video"}}), "pass") << "the object is another requirement";
  EXPECT_EQ(told({{"id", "video_1"}, {"more", 1}}), "pass");
}

// A request after the deletion.
auto then(const std::string& intent, const std::string& method, const std::string& path, int status,
          const Json& body = Story::error_body()) -> Story {
  return deleted().exchange(intent, method, path, status, body);
}

TEST(Delete, OfADeletedTaskIsRefused) {
  const auto told = [](int status) {
    return then("delete-unknown", "DELETE", "/videos/video_1", status).verdict("delete.again");
  };
  for (const int status : {200, 204, 500}) EXPECT_EQ(told(status), "warn") << status;
  EXPECT_EQ(told(404), "pass");
  EXPECT_EQ(told(410), "pass");
  EXPECT_EQ(told(429), "not-observed");
}

TEST(Delete, TakesTheTaskAway) {
  const auto told = [](const std::string& path, int status) {
    return then("after-delete", "GET", path, status, Story::task("completed", 100)).verdict("delete.effective");
  };
  EXPECT_EQ(told("/videos/video_1", 200), "warn");
  EXPECT_EQ(told("/videos/video_1/content", 200), "warn");
  EXPECT_EQ(told("/videos/video_1", 500), "warn");
  EXPECT_EQ(told("/videos/video_1", 404), "pass");
  EXPECT_EQ(told("/videos/video_1/content", 410), "pass");
  EXPECT_EQ(told("/videos/video_1", 429), "not-observed");
}

TEST(Delete, TakesItOutOfTheList) {
  const auto told = [](const std::vector<Json>& items) {
    return then("after-delete", "GET", "/videos?limit=20", 200, {{"object", "list"}, {"data", items}})
        .verdict("delete.leaves-list");
  };
  const auto other = Story::task("queued", 0, {{"id", "video_2"}});
  EXPECT_EQ(told({Story::task("completed", 100)}), "warn");
  EXPECT_EQ(told({other, Story::task("completed", 100)}), "warn");
  EXPECT_EQ(told({Json{{"id", "video_1"}, {"status", "deleted"}}}), "warn");
  EXPECT_EQ(told({}), "pass");
  EXPECT_EQ(told({other}), "pass");
  EXPECT_EQ(told({Json("video_1")}), "pass") << "the shape is another requirement";
}

}  // namespace
}  // namespace vidspec::conformance
