#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto prompt_of(const std::string& prompt) -> Json { return {{"model", "sora-2"}, {"prompt", prompt}}; }

TEST(Identity, TwoCreatesHaveTwoIds) {
  const auto told = [](const std::vector<std::string>& ids) {
    Story story;
    for (const auto& id : ids) story.create(Story::task("queued", 0, {{"id", id}}));
    return story.verdict("identity.two-ids");
  };
  EXPECT_EQ(told({"a", "a"}), "fail");
  EXPECT_EQ(told({"a", "b", "a"}), "fail");
  EXPECT_EQ(told({"a", "b", "b"}), "fail");
  EXPECT_EQ(told({"a", "b"}), "pass");
  EXPECT_EQ(told({"a", "A"}), "pass");
  EXPECT_EQ(told({"sora-2:1", "sora-2:2"}), "pass");
  EXPECT_EQ(told({"a"}), "not-observed");
}

TEST(Identity, ATaskShowsItsOwnPrompt) {
  const auto told = [](const std::string& sent, const Json& shown) {
    Story story;
    story.create(prompt_of(sent), Story::task("queued")).poll(Story::task("queued", 0, {{"prompt", shown}}));
    return story.verdict("identity.own-prompt");
  };
  EXPECT_EQ(told("a boat", "somebody else's cat"), "warn");
  EXPECT_EQ(told("a boat", "a bo"), "warn");
  EXPECT_EQ(told("a boat", ""), "warn");
  EXPECT_EQ(told("a boat", "a boat"), "pass");
  EXPECT_EQ(told("a\nboat", "a\r\nboat"), "pass") << "stock clients rewrite line ends in forms";
  EXPECT_EQ(told("a boat", " a boat\r\n"), "pass");
  EXPECT_EQ(told("a boat", nullptr), "not-observed");
}

TEST(Identity, AnIdFitsIntoAPath) {
  const auto told = [](const std::string& id) {
    Story story;
    return story.create(Story::task("queued", 0, {{"id", id}})).verdict("identity.id-usable");
  };
  EXPECT_EQ(told(".."), "warn");
  EXPECT_EQ(told("a\nb"), "warn");
  EXPECT_EQ(told(std::string(2000, 'x')), "warn");
  EXPECT_EQ(told("sora-2:task_1"), "pass");
  EXPECT_EQ(told("a+b/c=="), "pass") << "clients percent-encode";
  EXPECT_EQ(told("视频 1"), "pass");
}

}  // namespace
}  // namespace vidspec::conformance
