#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

const Json sent_create = {{"model", "sora-2"}, {"prompt", "a boat, take 1"}};

auto list_of(const Json& tasks) -> Json {
  return {{"object", "list"}, {"data", tasks}, {"first_id", nullptr}, {"last_id", nullptr}, {"has_more", false}};
}
auto listed(const std::string& prompt) -> Json {
  return Json::array({Story::task("queued", 0, {{"id", "hidden"}, {"prompt", prompt}})});
}

// A create that ended in `status`, then a list.
auto told(const std::string& id, int status, const Json& answer, const Json& tasks) -> std::string {
  Story story;
  story.create(sent_create, answer, status);
  if (status == 0) story.failure(core::Failure::reset);
  story.exchange("list", "GET", "/videos?limit=20&order=desc", 200, list_of(tasks));
  return story.verdict(id);
}

TEST(Spending, NoJobBehindAServerErrorOrALostAnswer) {
  const auto verdict = [](int status, const Json& answer, const Json& tasks) {
    return told("spending.error-after-acceptance", status, answer, tasks);
  };
  EXPECT_EQ(verdict(500, Story::error_body(), listed("a boat, take 1")), "fail");
  EXPECT_EQ(verdict(0, nullptr, listed("a boat, take 1")), "fail");
  EXPECT_EQ(verdict(502, Story::task("queued"), Json::array()), "fail") << "the task is in the answer itself";
  EXPECT_EQ(verdict(500, Story::error_body(), Json::array()), "pass");
  EXPECT_EQ(verdict(503, Story::error_body(), listed("another prompt")), "pass");
  EXPECT_EQ(verdict(500, Story::error_body(), listed("")), "pass");
  EXPECT_EQ(verdict(200, Story::task("queued"), listed("a boat, take 1")), "not-observed");
}

TEST(Spending, NoJobBehindARefusal) {
  const auto verdict = [](int status, const Json& answer, const Json& tasks) {
    return told("spending.refused-not-run", status, answer, tasks);
  };
  EXPECT_EQ(verdict(400, Story::error_body(), listed("a boat, take 1")), "fail");
  EXPECT_EQ(verdict(429, Story::error_body(), listed("a boat, take 1")), "fail");
  EXPECT_EQ(verdict(422, Story::task("queued"), Json::array()), "fail");
  EXPECT_EQ(verdict(400, Story::error_body(), Json::array()), "pass");
  EXPECT_EQ(verdict(402, Story::error_body(), listed("another prompt")), "pass");
  EXPECT_EQ(verdict(400, {{"id", "req_1"}, {"error", "no"}}, Json::array()), "pass") << "a request has an id, too";
}

TEST(Spending, APromptThatWentOutTwiceTellsNothing) {
  Story story;
  story.create(sent_create, Story::error_body(), 429).create(sent_create, Story::task("queued"));
  story.exchange("list", "GET", "/videos?limit=20&order=desc", 200, list_of(listed("a boat, take 1")));
  EXPECT_EQ(story.verdict("spending.refused-not-run"), "not-observed");
}

}  // namespace
}  // namespace vidspec::conformance
