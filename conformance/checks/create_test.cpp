#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto created(const Json& answer, int status = 200) -> Story {
  Story story;
  story.create(story.profile().create_default, answer, status);
  return story;
}

TEST(Create, AValidRequestIsAcceptedWithAJob) {
  const auto told = [](const Json& answer, int status) { return created(answer, status).verdict("create.accepted"); };
  EXPECT_EQ(told(Story::error_body(), 400), "fail");
  EXPECT_EQ(told(Json::object(), 200), "fail") << "nothing was accepted";
  EXPECT_EQ(told(nullptr, 200), "fail");
  EXPECT_EQ(told(Json::array(), 200), "fail");
  EXPECT_EQ(told(Story::task("queued"), 500), "fail");
  EXPECT_EQ(told(Story::task("queued"), 200), "pass");
  EXPECT_EQ(told(Story::task("in_progress", 3), 202), "pass") << "the status is another requirement";
  EXPECT_EQ(told({{"task_id", "video_1"}}, 200), "pass") << "where the id belongs is another requirement";
  EXPECT_EQ(told(Story::error_body(), 429), "not-observed") << "come back later is no answer yet";
}

TEST(Create, TheDocumentedStatus) {
  const auto told = [](const Json& answer, int status) { return created(answer, status).verdict("create.status"); };
  EXPECT_EQ(told(Story::task("queued"), 201), "warn");
  EXPECT_EQ(told(Story::task("queued"), 202), "warn");
  EXPECT_EQ(told(Story::task("queued"), 203), "warn");
  EXPECT_EQ(told(Story::task("queued"), 200), "pass");
  EXPECT_EQ(told(Story::error_body(), 400), "not-observed");
  EXPECT_EQ(told(Json::object(), 200), "not-observed") << "a status over nothing says nothing";
}

TEST(Create, AnIdThatCanBeUsed) {
  const auto told = [](const Json& id) {
    return created(Story::task("queued", 0, {{"id", id}})).verdict("create.returns-id");
  };
  EXPECT_EQ(told(""), "fail");
  EXPECT_EQ(told(7), "fail");
  EXPECT_EQ(told(nullptr), "fail");
  const auto stray = created({{"data", {{"id", "video_1"}}}}).check("create.returns-id");
  EXPECT_EQ(stray.findings.front().hint, "There is an id at /data/id; clients read it at /id.");
  EXPECT_EQ(told("sora-2:task_1"), "pass");
  EXPECT_EQ(told("dmlkZW8+Lw=="), "pass");
  EXPECT_EQ(told(std::string(200, 'x')), "pass");
}

TEST(Create, AStatusThatSaysSomething) {
  const auto told = [](const Json& status) {
    return created(Story::task("queued", 0, {{"status", status}})).verdict("create.returns-status");
  };
  EXPECT_EQ(told(""), "fail");
  EXPECT_EQ(told(0), "fail");
  EXPECT_EQ(told(nullptr), "fail");
  EXPECT_EQ(told("queued"), "pass");
  EXPECT_EQ(told("in_progress"), "pass");
  EXPECT_EQ(told("submitted"), "pass") << "an unknown word is another requirement";
}

TEST(Create, AtOnceAndNotDoneYet) {
  const auto told = [](const std::string& status, std::int64_t milliseconds) {
    return created(Story::task(status)).took(milliseconds).verdict("create.asynchronous");
  };
  EXPECT_EQ(told("completed", 100), "warn");
  EXPECT_EQ(told("queued", 31'000), "warn");
  EXPECT_EQ(told("completed", 95'000), "warn");
  EXPECT_EQ(told("queued", 29'000), "pass");
  EXPECT_EQ(told("in_progress", 10), "pass");
  EXPECT_EQ(told("failed", 10), "pass") << "a prompt may be refused at once";
}

TEST(Create, EveryDocumentedEncoding) {
  const auto told = [](bool multipart, int status, const std::string& violation) {
    Story story;
    story.exchange(violation.empty() ? "create" : "negative", "POST", "/videos", status,
                   status == 200 ? Story::task("queued") : Story::error_body());
    if (multipart) {
      story.last().request.parts.push_back({});
    } else {
      story.send({{"prompt", "x"}});
    }
    return story.facts({{"violation", violation}}).verdict("create.encodings");
  };
  EXPECT_EQ(told(true, 415, ""), "warn");
  EXPECT_EQ(told(false, 415, ""), "warn");
  EXPECT_EQ(told(true, 415, "enum"), "warn") << "the value was wrong, not the encoding";
  EXPECT_EQ(told(true, 200, ""), "pass");
  EXPECT_EQ(told(false, 200, ""), "pass");
  EXPECT_EQ(told(false, 415, "malformed"), "not-observed") << "a damaged body may well be called that";
  EXPECT_EQ(told(true, 415, "file"), "not-observed") << "the file may be what is meant";
  EXPECT_EQ(told(true, 400, ""), "not-observed") << "another refusal says nothing about the encoding";
}

TEST(CreateRejects, WhatTheDocumentationForbids) {
  for (const std::string violation : {"malformed", "missing", "type", "enum", "range", "file", "unknown-model"}) {
    const auto told = [&](int status) {
      auto story = Story::good();
      story.exchange("negative", "POST", "/videos", status,
                     status < 300 ? Story::task("queued", 0, {{"id", "video_2"}}) : Story::error_body());
      return story.facts({{"field", "size"}, {"violation", violation}}).verdict("create.rejects-" + violation);
    };
    EXPECT_EQ(told(200), "warn") << violation;
    EXPECT_EQ(told(201), "warn") << violation;
    EXPECT_EQ(told(202), "warn") << violation;
    EXPECT_EQ(told(400), "pass") << violation;
    EXPECT_EQ(told(422), "pass") << violation;
    EXPECT_EQ(told(413), "pass") << violation;
  }
}

TEST(CreateRejects, WhoRefusesEverythingProvesNothing) {
  auto story = created(Story::error_body(), 400);
  story.exchange("negative", "POST", "/videos", 400, Story::error_body()).facts({{"violation", "missing"}});
  EXPECT_EQ(story.verdict("create.rejects-missing"), "not-observed");
}

}  // namespace
}  // namespace vidspec::conformance
