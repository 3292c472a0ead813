#include "conformance/evidence.h"

#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using testing::Story;

// Whether the first of two requests was put off: refused with a status, then asked again.
auto put_off(int status, const std::function<void(core::Exchange&)>& change) -> bool {
  Story story;
  for (const int answered : {status, 200}) story.exchange("list", "GET", "/videos?limit=20", answered);
  change(story.last());
  const Evidence evidence(story.profile(), story.journal());
  return evidence.all().front().put_off;
}

TEST(PutOff, IsWhatWasLimitedAndAskedAgain) {
  const auto as_it_was = [](core::Exchange&) {};
  EXPECT_TRUE(put_off(429, as_it_was));
  EXPECT_FALSE(put_off(503, as_it_was)) << "an error of its own";
  EXPECT_FALSE(put_off(429, [](core::Exchange& next) { next.request.method = "DELETE"; })) << "another method";
  EXPECT_FALSE(put_off(429, [](core::Exchange& next) { next.request.url += "&after=video_1"; })) << "another page";
  EXPECT_FALSE(put_off(429, [](core::Exchange& next) { next.intent = "list-page"; })) << "another question";
}

}  // namespace
}  // namespace vidspec::conformance
