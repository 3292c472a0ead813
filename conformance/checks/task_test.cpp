#include <gtest/gtest.h>

#include <filesystem>

#include "conformance/testing.h"
#include "core/file.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto polled(const Json& task) -> Story {
  Story story;
  story.create(Story::task("queued")).poll(task);
  return story;
}

TEST(TaskTimes, AreInTheDocumentedUnit) {
  for (const std::string field : {"created_at", "completed_at", "expires_at"}) {
    const auto told = [&](const Json& value) {
      return polled(Story::task("completed", 100, {{field, value}})).verdict("task." + field + ".format");
    };
    EXPECT_EQ(told(1764649117000), "fail") << field;
    EXPECT_EQ(told(3600), "fail") << field;
    EXPECT_EQ(told(-1), "fail") << field;
    EXPECT_EQ(told(1764649117), "pass") << field;
    EXPECT_EQ(told(1764649117.0), "pass") << field;
    EXPECT_EQ(told(253402300799), "pass") << field << ": never is a date, too";
  }
  EXPECT_EQ(polled(Story::task("queued", 0, {{"created_at", 0}})).verdict("task.created_at.format"), "fail");
  EXPECT_EQ(polled(Story::task("queued", 0, {{"completed_at", 0}})).verdict("task.completed_at.format"), "not-observed")
      << "when a time is set is another requirement";
}

TEST(TaskTimes, OfTheUnifiedDialectAreMilliseconds) {
  const auto told = [](const Json& value) {
    Story story("video-create");
    story.create({{"id", "a:b"}, {"status", "pending"}, {"status_update_time", value}});
    return story.verdict("task.updated_at.format");
  };
  EXPECT_EQ(told(1759763427), "warn");
  EXPECT_EQ(told(0), "warn");
  EXPECT_EQ(told(1759763427208000), "warn");
  EXPECT_EQ(told(1759763427208), "pass");
  EXPECT_EQ(told(1759763427000), "pass");
  EXPECT_EQ(told("soon"), "not-observed") << "the type is another requirement";
}

TEST(TaskTimes, OfADocumentWithoutUnitsAreANoteInMilliseconds) {
  const auto told = [](const Json& value) {
    Story story("sora-format");
    return story.create({{"id", "video_1"}, {"status", "queued"}, {"created_at", value}})
        .verdict("task.created_at.format");
  };
  EXPECT_EQ(told(1764649117000), "note");
  EXPECT_EQ(told(1764649117), "pass");
  EXPECT_EQ(told(1764649117000000), "warn");
  EXPECT_EQ(told(0), "warn");
}

TEST(TaskStatus, IsAWordThatIsKnownForTheDialect) {
  const auto told = [](const std::string& word) {
    Story story("official-format");
    story.create({{"id", "video_1"}, {"status", "queued"}}).poll({{"id", "video_1"}, {"status", word}});
    return story.verdict("task.status.enum");
  };
  EXPECT_EQ(told("NOT_START"), "warn");
  EXPECT_EQ(told("Completed"), "warn");
  EXPECT_EQ(told(""), "warn");
  EXPECT_EQ(told("in_progress"), "pass");
  EXPECT_EQ(told("completed"), "pass");
  EXPECT_EQ(told("failed"), "pass");
  Story refused("official-format");
  refused.create({{"id", "video_1"}, {"status", "queued"}});
  refused.poll({{"error", {{"message", "busy"}}}, {"status", "unavailable"}}, 503);
  EXPECT_EQ(refused.verdict("task.status.enum"), "pass") << "the status of an error is no task's";
}

/// Profile acme where the words of a status stand in the manifest alone.
auto acme_without_enum() -> std::string {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "acme-without-enum";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(VIDSPEC_SOURCE_DIR "/fixtures/profiles/acme", folder);
  auto schema = Json::parse(core::read_file(folder / "task.schema.json", 1U << 20U));
  schema["properties"]["clip"]["properties"]["state"].erase("enum");
  core::write_file(folder / "task.schema.json", schema.dump());
  return folder.string();
}

TEST(TaskStatus, IsAWordOfTheManifestWhereTheSchemaListsNone) {
  const auto profile = acme_without_enum();
  const auto told = [&](const Json& answer, int status = 202) {
    Story story(profile);
    story.create({{"text", "a boat"}}, answer, status);
    return story.verdict("task.status.enum");
  };
  const auto clip = [](const std::string& state) {
    return Json{{"clip", {{"ticket", "clp_1"}, {"state", state}, {"born", 1764649117208}}}};
  };
  EXPECT_EQ(told(clip("polishing")), "pass");
  EXPECT_EQ(told(clip("baking")), "warn");
  EXPECT_EQ(told(clip("Waiting")), "warn");
  EXPECT_EQ(told({{"fault", {{"text", "busy"}}}, {"clip", {{"state", "baking"}}}}, 422), "not-observed")
      << "what an error carries is no task";
}

TEST(TaskStatus, WordsThatTwoSidesReadDifferentlyAreANote) {
  Story story("video-create");
  story.about("a:b").create({{"id", "a:b"}, {"status", "pending"}, {"status_update_time", 1759763427208}});
  story.poll({{"id", "a:b"}, {"status", "video_generation_completed"}, {"status_update_time", 1759763427208}});
  EXPECT_EQ(story.verdict("task.status.enum"), "note");
}

TEST(TaskNotWrapped, TheBodyIsTheTask) {
  const auto told = [](const Json& body) { return polled(body).verdict("task.not-wrapped"); };
  const auto task = Story::task("in_progress", 40);
  EXPECT_EQ(told({{"code", "success"}, {"data", task}}), "fail");
  EXPECT_EQ(told({{"result", {{"task_id", "video_1"}}}}), "fail");
  EXPECT_EQ(told({{"video", task}}), "fail");
  EXPECT_EQ(told({{"output", {{"status", "queued"}}}}), "fail");
  EXPECT_EQ(told(task), "pass");
  EXPECT_EQ(told(Story::task("in_progress", 40, {{"data", {{"id", "inner"}}}})), "pass")
      << "members of its own are legal";
  EXPECT_EQ(told(Story::task("in_progress", 40, {{"video", {{"url", nullptr}}}})), "pass");
  Story nothing;
  nothing.create(Json::object());
  nothing.poll({{"output", {{"text", "not a word of a task"}}}});
  EXPECT_EQ(nothing.verdict("task.not-wrapped"), "not-observed");
}

TEST(TaskNoInternals, PathsOfTheServerAreANote) {
  const auto told = [](const Json& member) {
    return polled(Story::task("queued", 0, {{"more", member}})).verdict("task.no-internals");
  };
  EXPECT_EQ(told("/var/outputs/a.mp4"), "note");
  EXPECT_EQ(told("file:///srv/a.mp4"), "note");
  EXPECT_EQ(told("C:\\videos\\a.mp4"), "note");
  EXPECT_EQ(told("/v1/videos/a/content"), "pass");
  EXPECT_EQ(told("https://cdn.example/tmp/a.mp4"), "pass");
  EXPECT_EQ(told({{"path", 7}}), "pass");
}

TEST(TaskNoInternals, SomebodyElsesTaskIsJudgedForItsShapeOnly) {
  Story story;
  story.create(Story::task("queued"));
  story.exchange("list", "GET", "/videos?limit=20", 200,
                 {{"object", "list"}, {"data", {Story::task("queued", 0, {{"id", "x"}, {"more", "/mnt/a"}})}}});
  EXPECT_EQ(story.verdict("task.no-internals"), "pass");
}

TEST(TaskNoInternals, WhatIsNoTaskIsJudgedForThatAlone) {
  Story story;
  story.create({{"detail", "/var/lib/films/1.mp4"}});
  EXPECT_EQ(story.verdict("task.no-internals"), "not-observed");
}

}  // namespace
}  // namespace vidspec::conformance
