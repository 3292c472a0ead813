#include <gtest/gtest.h>

#include "conformance/evidence.h"
#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using core::MediaFacts;
using testing::Story;

using Change = std::function<void(MediaFacts&)>;

auto finished() -> Story {
  Story story;
  return story.create(Story::task("queued")).poll(Story::task("completed", 100));
}

auto changed(const Change& change) -> MediaFacts {
  auto media = Story::video();
  change(media);
  return media;
}

auto kind(const std::string& name) -> Change {
  return [=](MediaFacts& media) {
    media.kind = name;
    media.has_video_track = media.structure_ok = name == "mp4";
  };
}

// A finished task and one download with these facts.
auto downloaded(const Change& change) -> Story { return finished().content(changed(change)); }

// A finished task and one download with this status instead of a video.
auto refused(int status, const Json& body = Story::error_body()) -> Story {
  return finished().exchange("content", "GET", "/videos/video_1/content", status, body);
}

const Change as_it_is = [](MediaFacts&) {};

TEST(ContentDownloadable, ACompletedTaskHasAVideo) {
  const auto verdict = [](const Story& story) { return story.verdict("content.downloadable"); };
  EXPECT_EQ(verdict(refused(404)), "fail");
  EXPECT_EQ(verdict(refused(500)), "fail");
  EXPECT_EQ(verdict(refused(204, nullptr)), "fail");
  EXPECT_EQ(verdict(downloaded(kind("json"))), "fail") << "an answer about a video is none";
  EXPECT_EQ(verdict(downloaded([](MediaFacts& m) { m.bytes = 0; })), "fail");
  EXPECT_EQ(verdict(downloaded(as_it_is)), "pass");
  EXPECT_EQ(verdict(downloaded(kind("webm"))), "pass") << "which kind of video is another requirement";
  EXPECT_EQ(verdict(refused(503).content(Story::video())), "pass") << "how soon is another requirement";
}

TEST(ContentDownloadable, OneOfTwoWaysIsEnough) {
  const auto told = [](int content, const Json& url) {
    Story story("openai-format");
    story.create(Story::task("queued")).poll(Story::task("completed", 100, {{"video_url", url}}));
    story.exchange("content", "GET", "/videos/video_1/content", content, Story::error_body());
    if (url.is_string() && !url.get_ref<const std::string&>().empty()) {
      story.exchange("result-url", "GET", "", 200).last().request.url = url;
      story.last().answer.media = Story::video();
      story.last().answer.body_size = 5000;
      story.last().task = "video_1";
    }
    return story.verdict("content.downloadable");
  };
  EXPECT_EQ(told(404, nullptr), "fail");
  EXPECT_EQ(told(404, ""), "fail");
  EXPECT_EQ(told(404, "https://cdn.example/a.mp4"), "pass");
}

TEST(ContentDownloadable, AnAddressMustLeadSomewhere) {
  const auto told = [](const Json& url) {
    Story story("video-create");
    story.about("a:b").create({{"id", "a:b"}, {"status", "pending"}, {"status_update_time", 1759763427208}});
    story.poll({{"id", "a:b"}, {"status", "completed"}, {"status_update_time", 1759763427208}, {"video_url", url}});
    return story.verdict("content.downloadable");
  };
  EXPECT_EQ(told(nullptr), "fail");
  EXPECT_EQ(told("  "), "fail");
  EXPECT_EQ(told("file:///data/a.mp4"), "fail");
  EXPECT_EQ(told("https:\\/\\/cdn.example\\/a.mp4"), "fail");
  EXPECT_EQ(told("https://cdn.example/a.mp4"), "not-observed") << "nobody tried it";
  EXPECT_EQ(told(" /files/a.mp4 "), "not-observed") << "a client may find it";
}

TEST(ContentDownloadable, WhatElseAClientFetchedIsNoDownload) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("completed", 100));
  story.exchange("", "GET", "/elsewhere/film.mp4", 200);
  story.last().answer.headers = {{"Content-Type", "video/mp4"}};
  story.last().answer.media = Story::video();
  EXPECT_EQ(story.verdict("content.is-mp4"), "not-observed");
  EXPECT_TRUE(Evidence(story.profile(), story.journal()).downloads().empty());
}

TEST(ContentAtOnce, TheFirstTryBringsTheVideo) {
  const auto verdict = [](const Story& story) { return story.verdict("content.at-once"); };
  EXPECT_EQ(verdict(refused(503).content(Story::video())), "warn");
  EXPECT_EQ(verdict(refused(404).content(Story::video())), "warn");
  EXPECT_EQ(verdict(downloaded(kind("json")).content(Story::video())), "warn");
  EXPECT_EQ(verdict(downloaded(as_it_is)), "pass");
  EXPECT_EQ(verdict(downloaded(as_it_is).content(Story::video(), "content-again")), "pass");
  EXPECT_EQ(verdict(downloaded([](MediaFacts& m) { m.fragmented = true; })), "pass");
}

TEST(ContentStatus, TheWholeIsA200) {
  const auto told = [](int status) {
    auto story = downloaded(as_it_is);
    story.last().answer.status = status;
    return story.verdict("content.status");
  };
  EXPECT_EQ(told(206), "warn");
  EXPECT_EQ(told(201), "warn");
  EXPECT_EQ(told(203), "warn");
  EXPECT_EQ(told(200), "pass");
  EXPECT_EQ(told(404), "not-observed");
  EXPECT_EQ(downloaded(as_it_is).content(Story::video(), "content-again").verdict("content.status"), "pass");
}

TEST(ContentIsMp4, OnlyAPlayableFileIs) {
  const auto told = [](const Change& change) { return downloaded(change).verdict("content.is-mp4"); };
  for (const auto* name : {"json", "html", "webm", "avi", "gif", "unknown", "empty"})
    EXPECT_EQ(told(kind(name)), "fail") << name;
  EXPECT_EQ(told([](MediaFacts& m) { m.has_video_track = false; }), "fail") << "sound alone";
  EXPECT_EQ(told([](MediaFacts& m) {
              m.structure_ok = false;
              m.problem = "no movie";
            }),
            "fail");
  EXPECT_EQ(told([](MediaFacts& m) { m.boxes = {{"mdat", 0, 8, true}}; }), "fail") << "no media data";
  EXPECT_EQ(told(as_it_is), "pass");
  EXPECT_EQ(told([](MediaFacts& m) {
              m.fragmented = true;
              m.brand = "iso6";
            }),
            "pass");
  EXPECT_EQ(told([](MediaFacts& m) { m.boxes = {{"mdat", 0, 8, true}, {"mdat", 8, 5000, true}}; }), "pass");
  EXPECT_EQ(told([](MediaFacts& m) {
              m.ended_cleanly = false;
              m.structure_ok = false;
            }),
            "not-observed")
      << "judged by content.complete";
}

TEST(ContentComplete, EveryByteArrives) {
  const auto told = [](const Change& change) { return downloaded(change).verdict("content.complete"); };
  EXPECT_EQ(told([](MediaFacts& m) { m.ended_cleanly = false; }), "fail");
  EXPECT_EQ(told([](MediaFacts& m) { m.declared_length = 9000; }), "fail");
  EXPECT_EQ(told([](MediaFacts& m) {
              m.bytes = 10;
              m.ended_cleanly = false;
            }),
            "fail");
  EXPECT_EQ(told(as_it_is), "pass");
  EXPECT_EQ(told([](MediaFacts& m) { m.declared_length.reset(); }), "pass") << "chunked";
  EXPECT_EQ(told([](MediaFacts& m) { m.bytes = m.declared_length.emplace(1); }), "pass");
}

TEST(ContentType, IsTheDocumentedOne) {
  const auto told = [](const std::string& type) {
    return finished().content(Story::video(), "content", type).verdict("content.type");
  };
  EXPECT_EQ(told("application/octet-stream"), "warn");
  EXPECT_EQ(told("video/quicktime"), "warn");
  EXPECT_EQ(told(""), "warn");
  EXPECT_EQ(told("video/mp4"), "pass");
  EXPECT_EQ(told("Video/MP4"), "pass");
  EXPECT_EQ(told("video/mp4; codecs=\"avc1.42C028\""), "pass");
}

TEST(ContentFilm, SizeOrientationAndLength) {
  const auto told = [](const std::string& id, const Change& change) { return downloaded(change).verdict(id); };
  const auto size = [](int width, int height) {
    return [=](MediaFacts& m) {
      m.width = width;
      m.height = height;
    };
  };
  EXPECT_EQ(told("content.size", size(704, 1280)), "warn");
  EXPECT_EQ(told("content.size", size(1280, 720)), "warn");
  EXPECT_EQ(told("content.size", size(360, 640)), "warn");
  EXPECT_EQ(told("content.size", size(720, 1280)), "pass");
  EXPECT_EQ(told("content.size", [](MediaFacts& m) { m.width.reset(); }), "not-observed");
  EXPECT_EQ(told("content.orientation", size(1280, 720)), "warn");
  EXPECT_EQ(told("content.orientation", size(1920, 1080)), "warn");
  EXPECT_EQ(told("content.orientation", size(641, 640)), "warn");
  EXPECT_EQ(told("content.orientation", size(704, 1280)), "pass");
  EXPECT_EQ(told("content.orientation", size(640, 640)), "warn") << "a square is not upright";
  EXPECT_EQ(told("content.orientation", size(1, 2)), "pass");
  const auto length = [](double seconds) { return [=](MediaFacts& m) { m.duration_seconds = seconds; }; };
  EXPECT_EQ(told("content.duration", length(8)), "warn");
  EXPECT_EQ(told("content.duration", length(2)), "warn");
  EXPECT_EQ(told("content.duration", length(0.04)), "warn");
  EXPECT_EQ(told("content.duration", length(4.04)), "pass") << "a frame more";
  EXPECT_EQ(told("content.duration", length(3.5)), "pass");
  const auto of_twelve = [&](double seconds) {
    Story story("official-format");
    Json task = {{"id", "video_1"}, {"status", "queued"}};
    auto sent = story.profile().create_default;
    sent["seconds"] = "12";
    story.create(sent, task).poll({{"id", "video_1"}, {"status", "completed"}});
    auto media = Story::video();
    media.duration_seconds = seconds;
    return story.content(media).verdict("content.duration");
  };
  EXPECT_EQ(of_twelve(11), "warn") << "a second is too much at any length";
  EXPECT_EQ(of_twelve(13.5), "warn");
  EXPECT_EQ(of_twelve(11.5), "pass");
  EXPECT_EQ(told("content.duration", [](MediaFacts& m) { m.duration_seconds.reset(); }), "not-observed");
  for (const auto* seconds : {"auto", "0", "-4"}) {
    Story story;
    story.create({{"prompt", "a"}, {"seconds", seconds}}, Story::task("queued"));
    story.poll(Story::task("completed", 100)).content(Story::video());
    EXPECT_EQ(story.verdict("content.duration"), "not-observed") << seconds << " names no length";
  }
}

TEST(ContentRepeatable, ASecondDownloadIsTheSame) {
  const auto again = [](const Change& change, int status) {
    auto story = downloaded(as_it_is);
    story.content(changed(change), "content-again").last().answer.status = status;
    return story.verdict("content.repeatable");
  };
  EXPECT_EQ(again([](MediaFacts& m) { m.sha256 = "other"; }, 200), "warn");
  EXPECT_EQ(again(as_it_is, 404), "warn");
  EXPECT_EQ(again(as_it_is, 500), "warn");
  EXPECT_EQ(again(as_it_is, 200), "pass");
  EXPECT_EQ(again([](MediaFacts& m) { m.declared_length.reset(); }, 200), "pass");
  EXPECT_EQ(downloaded(as_it_is).verdict("content.repeatable"), "not-observed");
  auto lost = downloaded(as_it_is);
  lost.content(Story::video(), "content-again").failure(core::Failure::reset);
  EXPECT_EQ(lost.verdict("content.repeatable"), "not-observed") << "a lost answer is transport.steady's";
}

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
