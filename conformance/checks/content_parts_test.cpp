#include "conformance/checks/content_testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using core::MediaFacts;
using testing::as_it_is;
using testing::changed;
using testing::downloaded;
using testing::finished;
using testing::kind;
using testing::Story;

// A whole download, then a request for bytes 16 to 1039.
auto ranged(int status, std::uint64_t bytes, const std::string& content_range, char filled = 'v') -> std::string {
  auto story = downloaded(as_it_is);
  story.content(changed([&](MediaFacts& m) {
                  m.bytes = bytes;
                  m.head = std::string(std::min<std::size_t>(bytes, 4096), filled);
                }),
                "content-range");
  story.last().request.headers = {{"Range", "bytes=16-1039"}};
  story.last().answer.status = status;
  if (!content_range.empty()) story.header("Content-Range", content_range);
  return story.verdict("content.range");
}

TEST(ContentRange, ThatPartOrAllOfIt) {
  EXPECT_EQ(ranged(206, 1024, ""), "warn");
  EXPECT_EQ(ranged(206, 1024, "bytes 0-1023/5000"), "warn");
  EXPECT_EQ(ranged(206, 1000, "bytes 16-1039/5000"), "warn");
  EXPECT_EQ(ranged(206, 1024, "bytes 16-1039/50000"), "warn") << "another total than the whole has";
  EXPECT_EQ(ranged(206, 1024, "bytes 16-1039/5000", 'x'), "warn") << "other bytes than in the whole";
  EXPECT_EQ(ranged(200, 1024, ""), "warn") << "a part that calls itself the whole";
  EXPECT_EQ(ranged(200, 4500, ""), "warn") << "a part that begins like the whole";
  EXPECT_EQ(ranged(200, 5000, "", 'x'), "warn") << "another whole";
  EXPECT_EQ(ranged(416, 0, ""), "warn");
  EXPECT_EQ(ranged(302, 0, ""), "warn") << "the whole is not behind a redirect";
  EXPECT_EQ(ranged(206, 1024, "bytes 16-1039/5000"), "pass");
  EXPECT_EQ(ranged(206, 1024, "bytes 16-1039/*"), "pass");
  EXPECT_EQ(ranged(200, 5000, ""), "pass") << "ignoring the range is legal";
}

auto headed(int status, const core::Headers& headers, const std::string& id) -> std::string {
  auto story = downloaded(as_it_is);
  story.exchange("content-head", "HEAD", "/videos/video_1/content", status);
  story.last().answer.headers = headers;
  return story.verdict(id);
}

TEST(ContentHead, SaysWhatGetSays) {
  const core::Headers good = {{"Content-Type", "video/mp4"}, {"Content-Length", "5000"}};
  EXPECT_EQ(headed(405, {}, "content.head"), "note");
  EXPECT_EQ(headed(404, {}, "content.head"), "note");
  EXPECT_EQ(headed(501, {}, "content.head"), "note");
  EXPECT_EQ(headed(403, {}, "content.head-matches"), "not-observed") << "signed for GET alone";
  EXPECT_EQ(headed(200, good, "content.head"), "pass");
  EXPECT_EQ(headed(200, {{"Content-Type", "video/mp4"}, {"Content-Length", "77"}}, "content.head-matches"), "warn");
  EXPECT_EQ(headed(200, {{"Content-Type", "text/html"}}, "content.head-matches"), "warn");
  EXPECT_EQ(headed(500, {}, "content.head-matches"), "warn");
  EXPECT_EQ(headed(200, good, "content.head-matches"), "pass");
  EXPECT_EQ(headed(200, {{"Content-Type", "video/mp4"}}, "content.head-matches"), "pass") << "chunked";
  EXPECT_EQ(headed(200, {{"Content-Length", "5000"}}, "content.head-matches"), "pass");
}

// A download between two polls that saw the task unfinished, or after it has failed.
auto too_early(int status, const std::string& word) -> Story {
  Story story;
  story.create(Story::task("queued")).poll(Story::task(word));
  story.exchange("content-early", "GET", "/videos/video_1/content", status,
                 status < 300 ? Json({{"a", 1}}) : Story::error_body());
  return story.poll(Story::task(word));
}

TEST(ContentNotEarly, NothingIsServedBeforeTheEnd) {
  const auto told = [](int status, const std::string& word) {
    return too_early(status, word).verdict("content.not-early");
  };
  EXPECT_EQ(told(200, "in_progress"), "warn");
  EXPECT_EQ(told(302, "queued"), "warn");
  EXPECT_EQ(told(204, "failed"), "warn");
  for (const int status : {400, 404, 409, 425}) EXPECT_EQ(told(status, "in_progress"), "pass");
  EXPECT_EQ(told(404, "failed"), "pass");
  EXPECT_EQ(told(200, "completed"), "not-observed") << "it was there";
}

TEST(ContentCache, SharedCachesAreANote) {
  const auto told = [](const std::string& value) {
    return downloaded(as_it_is).header("Cache-Control", value).verdict("content.cache");
  };
  EXPECT_EQ(told("public, max-age=86400"), "note");
  EXPECT_EQ(told("Public"), "note");
  EXPECT_EQ(told("max-age=5, public"), "note");
  EXPECT_EQ(told("private, max-age=5"), "pass");
  EXPECT_EQ(told("no-store"), "pass");
  EXPECT_EQ(downloaded(as_it_is).verdict("content.cache"), "pass");
}

TEST(ContentRedirect, StaysAtHome) {
  const auto told = [](const std::string& location) {
    auto story = finished();
    story.exchange("content", "GET", "/videos/video_1/content", 302);
    if (!location.empty()) story.header("Location", location);
    return story.verdict("content.redirect-origin");
  };
  EXPECT_EQ(told("https://bucket.example/a.mp4?sig=1"), "warn");
  EXPECT_EQ(told("http://api.example/a.mp4"), "warn") << "another scheme is another origin";
  EXPECT_EQ(told("//cdn.example/a.mp4"), "warn");
  EXPECT_EQ(told("/files/a.mp4"), "pass");
  EXPECT_EQ(told("https://api.example/files/a.mp4"), "pass");
  EXPECT_EQ(told("?signed=1"), "pass");
}

TEST(ContentVariants, AreImages) {
  for (const std::string variant : {"thumbnail", "spritesheet"}) {
    const auto told = [&](int status, const std::string& media_kind, const std::string& type) {
      auto story = finished();
      story.content(changed(kind(media_kind)), "content-variant", type);
      story.last().request.url += "?variant=" + variant;
      story.last().answer.status = status;
      return story.facts({{"variant", variant}}).verdict("content." + variant);
    };
    EXPECT_EQ(told(200, "mp4", "video/mp4"), "warn") << variant;
    EXPECT_EQ(told(200, "text", "image/webp"), "warn") << variant;
    EXPECT_EQ(told(200, "webp", "image/jpeg"), "warn") << variant;
    EXPECT_EQ(told(500, "json", "application/json"), "warn") << variant;
    EXPECT_EQ(told(200, "webp", "image/webp"), "pass") << variant;
    EXPECT_EQ(told(200, "png", "image/png"), "pass") << variant;
    EXPECT_EQ(told(200, "jpeg", "image/jpeg"), "pass") << variant;
  }
}

TEST(ContentUrl, IsUsableAsItStands) {
  const auto told = [](const std::string& url) {
    Story story("video-create");
    story.about("a:b").create({{"id", "a:b"}, {"status", "pending"}, {"status_update_time", 1759763427208}});
    story.poll({{"id", "a:b"}, {"status", "completed"}, {"status_update_time", 1759763427208}, {"video_url", url}});
    return story.verdict("content.url-usable");
  };
  EXPECT_EQ(told(" `https://cdn.example/a.mp4` "), "warn");
  EXPECT_EQ(told("/files/a.mp4"), "warn");
  EXPECT_EQ(told("https:\\/\\/cdn.example\\/a.mp4"), "warn");
  EXPECT_EQ(told("https://cdn.example/a.mp4"), "pass");
  EXPECT_EQ(told("http://127.0.0.1:8080/a.mp4?sig=a%2Bb"), "pass");
  EXPECT_EQ(told("https://cdn.example/%E8%A7%86.mp4#t=1"), "pass");
}

}  // namespace
}  // namespace vidspec::conformance
