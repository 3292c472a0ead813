#include "conformance/checks/content_testing.h"
#include "conformance/evidence.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using core::MediaFacts;
using testing::as_it_is;
using testing::Change;
using testing::changed;
using testing::downloaded;
using testing::finished;
using testing::kind;
using testing::refused;
using testing::Story;

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

}  // namespace
}  // namespace vidspec::conformance
