#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using testing::Story;

// A create, then polls with these statuses.
auto polled(const std::vector<int>& statuses) -> Story {
  Story story;
  story.create(Story::task("queued"));
  for (const int status : statuses) {
    if (status == 0) {
      story.poll(nullptr).failure(core::Failure::timeout);
    } else {
      story.poll(status < 300 ? Story::task("in_progress", 10) : Story::error_body(), status);
    }
  }
  return story;
}

TEST(Retrieve, FindsWhatWasCreated) {
  const auto told = [](const std::vector<int>& statuses) { return polled(statuses).verdict("retrieve.finds-created"); };
  EXPECT_EQ(told({404, 200}), "fail");
  EXPECT_EQ(told({200, 410}), "fail");
  EXPECT_EQ(told({500, 500}), "fail") << "never found, whatever the reason";
  EXPECT_EQ(told({200, 200}), "pass");
  EXPECT_EQ(told({429, 200}), "pass");
  EXPECT_EQ(told({503, 200}), "pass") << "passing trouble is judged by retrieve.steady";
  EXPECT_EQ(told({0, 200}), "pass");
}

TEST(Retrieve, IsAskedByWhoeverMadeIt) {
  const auto told = [](const std::string& intent) {
    return polled({200}).poll_as(intent, Story::error_body(), 404).verdict("retrieve.finds-created");
  };
  for (const auto* intent : {"", "poll", "settled", "fail-poll"}) EXPECT_EQ(told(intent), "fail") << intent;
  for (const auto* intent : {"no-key-task", "wrong-key-task", "after-delete"})
    EXPECT_EQ(told(intent), "pass") << intent;
}

TEST(Retrieve, IsNotAskedAfterTheDeletion) {
  auto story = Story::good();
  story.exchange("delete", "DELETE", "/videos/video_1", 200,
                 {{"id", "video_1"}, {"object", "video.deleted"}, {"deleted", true}});
  story.poll_as("", Story::error_body(), 404);
  EXPECT_EQ(story.verdict("retrieve.finds-created"), "pass");
}

TEST(Retrieve, TheDocumentedStatus) {
  const auto told = [](const std::vector<int>& statuses) { return polled(statuses).verdict("retrieve.status"); };
  EXPECT_EQ(told({202}), "warn");
  EXPECT_EQ(told({200, 203}), "warn");
  EXPECT_EQ(told({201, 200}), "warn");
  EXPECT_EQ(told({200}), "pass");
  EXPECT_EQ(told({200, 404}), "pass");
  EXPECT_EQ(told({503, 200}), "pass");
}

TEST(Retrieve, NoServerErrorsOnTheWay) {
  const auto told = [](const std::vector<int>& statuses) { return polled(statuses).verdict("retrieve.steady"); };
  EXPECT_EQ(told({200, 500, 200}), "warn");
  EXPECT_EQ(told({502, 200}), "warn");
  EXPECT_EQ(told({200, 503}), "warn");
  EXPECT_EQ(told({200, 200}), "pass");
  EXPECT_EQ(told({200, 429, 200}), "pass");
  EXPECT_EQ(told({200, 404}), "pass") << "judged by retrieve.finds-created";
  EXPECT_EQ(polled({200, 503}).header("Retry-After", "2").verdict("retrieve.steady"), "pass") << "it asks for patience";
}

}  // namespace
}  // namespace vidspec::conformance
