#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

struct Way {
  std::string name, path;
};
const Way ways[] = {{"remix", "/videos/video_1/remix"}, {"edit", "/videos/edits"}, {"extend", "/videos/extensions"}};

auto made(const std::string& id) -> Json { return Story::task("queued", 0, {{"id", id}}); }

// A request for a derived video of the shared task.
auto derived(const Way& way, int status, const Json& answer, const std::string& suffix = "") -> Story {
  auto story = Story::good();
  story.exchange(way.name + suffix, "POST", way.path, status, status < 300 ? answer : Story::error_body());
  return story.send({{"prompt", "x"}, {"seconds", "4"}})
      .facts({{"source", "video_1"}, {"violation", "unknown"}, {"field", "video"}});
}

TEST(Derived, IsRoutedAndAccepted) {
  for (const auto& way : ways) {
    SCOPED_TRACE(way.name);
    for (const int status : {404, 405, 501})
      EXPECT_EQ(derived(way, status, made("b")).verdict(way.name + ".supported"), "warn");
    for (const int status : {400, 422, 500})
      EXPECT_EQ(derived(way, status, made("b")).verdict(way.name + ".accepted"), "warn");
    EXPECT_EQ(derived(way, 404, made("b")).verdict(way.name + ".accepted"), "not-applicable")
        << "one finding is enough";
    for (const int status : {200, 201, 202}) {
      EXPECT_EQ(derived(way, status, made("b")).verdict(way.name + ".supported"), "pass");
      EXPECT_EQ(derived(way, status, made("b")).verdict(way.name + ".accepted"), "pass");
    }
    EXPECT_EQ(derived(way, 429, made("b")).verdict(way.name + ".accepted"), "not-observed");
  }
}

TEST(Derived, TheDocumentedStatusAndAnIdOfItsOwn) {
  for (const auto& way : ways) {
    SCOPED_TRACE(way.name);
    for (const int status : {201, 202, 203})
      EXPECT_EQ(derived(way, status, made("b")).verdict(way.name + ".status"), "warn");
    EXPECT_EQ(derived(way, 200, made("b")).verdict(way.name + ".status"), "pass");
    const auto told = [&](const Json& answer) { return derived(way, 200, answer).verdict(way.name + ".new-id"); };
    EXPECT_EQ(told(made("video_1")), "warn");
    EXPECT_EQ(told(made("")), "warn");
    EXPECT_EQ(told({{"status", "queued"}}), "warn");
    EXPECT_EQ(told(made("video_2")), "pass");
    EXPECT_EQ(told(made("video_1:remix")), "pass");
    EXPECT_EQ(told(made("VIDEO_1")), "pass");
  }
}

TEST(Derived, RefusesWhatIsInvalid) {
  for (const auto& way : ways) {
    SCOPED_TRACE(way.name);
    for (const int status : {200, 201, 202, 302, 500, 503})
      EXPECT_EQ(derived(way, status, made("b"), "-invalid").verdict(way.name + ".rejects-invalid"), "warn");
    for (const int status : {400, 404, 422})
      EXPECT_EQ(derived(way, status, made("b"), "-invalid").verdict(way.name + ".rejects-invalid"), "pass");
  }
}

TEST(Remix, NamesItsSource) {
  const auto told = [](const Json& source) {
    return derived(ways[0], 200, Story::task("queued", 0, {{"id", "b"}, {"remixed_from_video_id", source}}))
        .verdict("remix.source");
  };
  EXPECT_EQ(told(nullptr), "warn");
  EXPECT_EQ(told("b"), "warn");
  EXPECT_EQ(told(""), "warn");
  EXPECT_EQ(told("video_1"), "pass");
  EXPECT_EQ(told(7), "not-observed") << "the type is another requirement";
  EXPECT_EQ(Story::good().verdict("remix.source"), "not-observed");
}

TEST(Extend, CountsTheStitchedTotal) {
  const auto told = [](const Json& seconds) {
    return derived(ways[2], 200, Story::task("queued", 0, {{"id", "b"}, {"seconds", seconds}}))
        .verdict("extend.seconds");
  };
  EXPECT_EQ(told("4"), "warn");
  EXPECT_EQ(told("12"), "warn");
  EXPECT_EQ(told("0"), "warn");
  EXPECT_EQ(told("8"), "pass");
  EXPECT_EQ(told("8.0"), "pass");
  EXPECT_EQ(told(8), "pass") << "the type is another requirement";
}

}  // namespace
}  // namespace vidspec::conformance
