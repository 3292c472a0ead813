#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto with_statuses(const std::vector<std::string>& statuses) -> Story {
  Story story;
  story.create(Story::task(statuses.front()));
  for (std::size_t i = 1; i < statuses.size(); ++i) story.poll(Story::task(statuses[i]));
  return story;
}

TEST(NoRegression, RunningNeverGoesBackToQueued) {
  EXPECT_EQ(with_statuses({"queued", "in_progress", "queued"}).verdict("lifecycle.no-regression"), "fail");
  EXPECT_EQ(with_statuses({"in_progress", "queued"}).verdict("lifecycle.no-regression"), "fail");
  EXPECT_EQ(with_statuses({"in_progress", "whatever", "queued"}).verdict("lifecycle.no-regression"), "fail");
}

TEST(NoRegression, SkippingAndStayingIsLegal) {
  EXPECT_EQ(with_statuses({"queued", "completed", "completed"}).verdict("lifecycle.no-regression"), "pass");
  EXPECT_EQ(with_statuses({"queued", "failed"}).verdict("lifecycle.no-regression"), "pass");
  EXPECT_EQ(with_statuses({"in_progress", "in_progress", "failed"}).verdict("lifecycle.no-regression"), "pass");
  EXPECT_EQ(with_statuses({"queued"}).verdict("lifecycle.no-regression"), "not-observed");
}

TEST(NoRegression, OverlappingPollsHaveNoOrder) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("queued")).took(5000);  // asked first, answered last
  story.poll(Story::task("in_progress"));
  EXPECT_EQ(story.verdict("lifecycle.no-regression"), "pass");
}

TEST(TerminalStays, LeavingTheEndFails) {
  EXPECT_EQ(with_statuses({"queued", "completed", "in_progress"}).verdict("lifecycle.terminal-stays"), "fail");
  EXPECT_EQ(with_statuses({"queued", "failed", "completed"}).verdict("lifecycle.terminal-stays"), "fail");
  EXPECT_EQ(with_statuses({"queued", "completed", "archived"}).verdict("lifecycle.terminal-stays"), "fail");
}

TEST(TerminalStays, StayingPassesAndNoEndIsNoSubject) {
  EXPECT_EQ(with_statuses({"queued", "completed", "completed"}).verdict("lifecycle.terminal-stays"), "pass");
  EXPECT_EQ(with_statuses({"queued", "failed", "failed"}).verdict("lifecycle.terminal-stays"), "pass");
  EXPECT_EQ(with_statuses({"queued", "in_progress"}).verdict("lifecycle.terminal-stays"), "not-observed");
}

TEST(ReachesEnd, IsNeverAFailure) {
  auto stuck = with_statuses({"queued", "in_progress", "in_progress"});
  EXPECT_EQ(stuck.verdict("lifecycle.reaches-end"), "could-not-run");
  EXPECT_NE(stuck.check("lifecycle.reaches-end").reason.find("in_progress ×2"), std::string::npos);
  EXPECT_EQ(stuck.report().exit_code, 3);
  EXPECT_EQ(with_statuses({"queued", "failed"}).verdict("lifecycle.reaches-end"), "pass");
}

TEST(IdStable, AnswersCarryTheIdThatWasAskedAbout) {
  Story other;
  other.create(Story::task("queued")).poll(Story::task("queued", 0, {{"id", "video_2"}}));
  EXPECT_EQ(other.verdict("lifecycle.id-stable"), "fail");
  EXPECT_EQ(other.check("lifecycle.id-stable").findings.front().pointer, "/id");
  EXPECT_EQ(Story::good().verdict("lifecycle.id-stable"), "pass");
  Story empty;
  empty.create(Story::task("queued")).poll(Story::task("queued", 0, {{"id", ""}}));
  EXPECT_EQ(empty.verdict("lifecycle.id-stable"), "fail");
  Story odd;  // legal: colons, equals, plus, and very long
  const auto id = "a:b=c+d" + std::string(200, 'x');
  odd.about(id).create(Story::task("queued", 0, {{"id", id}})).poll(Story::task("queued", 0, {{"id", id}}));
  EXPECT_EQ(odd.verdict("lifecycle.id-stable"), "pass");
}

TEST(IdStable, ADroppedPrefixIsANoteWhereTheDialectKnowsIt) {
  const auto with_poll_id = [](const std::string& id) {
    Story story("video-create");
    story.about("sora-2:task_1");
    story.create({{"id", "sora-2:task_1"}, {"status", "pending"}, {"status_update_time", 1759763427208}});
    story.poll({{"id", id}, {"status", "processing"}, {"status_update_time", 1759763427209}});
    return story.verdict("lifecycle.id-stable");
  };
  EXPECT_EQ(with_poll_id("task_1"), "note");
  EXPECT_EQ(with_poll_id("task_2"), "fail");
  EXPECT_EQ(with_poll_id("sora-2:task_1"), "pass");
}

TEST(CreatedAtStable, ChangingItFailsWhereItIsRequired) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("queued", 0, {{"created_at", 1764649118}}));
  EXPECT_EQ(story.verdict("lifecycle.created-at-stable"), "fail");
  Story mild("official-format");
  mild.create({{"id", "video_1"}, {"status", "queued"}, {"created_at", 1764649117}});
  mild.poll({{"id", "video_1"}, {"status", "queued"}, {"created_at", 1764649118}});
  EXPECT_EQ(mild.verdict("lifecycle.created-at-stable"), "warn");
  EXPECT_EQ(Story::good().verdict("lifecycle.created-at-stable"), "pass");
}

TEST(ProgressMonotonic, FallingIsAWarning) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("in_progress", 60)).poll(Story::task("in_progress", 20));
  EXPECT_EQ(story.verdict("lifecycle.progress-monotonic"), "warn");
  Story reset;  // a job that failed may start over at 0
  reset.create(Story::task("queued")).poll(Story::task("in_progress", 60)).poll(Story::task("failed", 0));
  EXPECT_EQ(reset.verdict("lifecycle.progress-monotonic"), "pass");
  EXPECT_EQ(Story::good().verdict("lifecycle.progress-monotonic"), "pass");
}

TEST(ProgressComplete, CompletedMeansAllOfIt) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("completed", 80));
  EXPECT_EQ(story.verdict("lifecycle.progress-complete"), "warn");
  EXPECT_EQ(Story::good().verdict("lifecycle.progress-complete"), "pass");
}

TEST(CompletedAtLate, OnlyAtTheEndAndNotBeforeTheCreation) {
  const auto with = [](const std::string& status, const Json& completed) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task(status, 10, {{"completed_at", completed}}));
    return story.verdict("lifecycle.completed-at-late");
  };
  EXPECT_EQ(with("in_progress", 1764649121), "warn");
  EXPECT_EQ(with("queued", 0), "warn");
  EXPECT_EQ(with("completed", 1764649116), "warn");
  EXPECT_EQ(with("in_progress", nullptr), "pass");
  EXPECT_EQ(with("completed", 1764649117), "pass");
  EXPECT_EQ(with("failed", 1764649200), "pass");
  EXPECT_EQ(with("paused", 1764649121), "pass") << "nobody knows what an unknown word means";
}

auto at_noon() -> Story {
  Story story;
  story.journal().header.started = "2025-12-02T04:18:30Z";  // 1764649110
  return story;
}

TEST(CompletedAtLate, NotLaterThanTheAnswerThatTellsIt) {
  const auto with = [](std::int64_t created, std::int64_t completed) {
    auto story = at_noon();
    story.create(Story::task("queued", 0, {{"created_at", created}}));
    story.poll(Story::task("completed", 100, {{"created_at", created}, {"completed_at", completed}}));
    return story.verdict("lifecycle.completed-at-late");
  };
  constexpr std::int64_t now = 1764649117;
  EXPECT_EQ(with(now, now + 86'400), "warn");
  EXPECT_EQ(with(now, now + 8 * 3600), "warn") << "a time zone";
  EXPECT_EQ(with(now, (now + 86'400) * 1000), "warn") << "in the other unit, too";
  EXPECT_EQ(with(now, now + 120), "pass") << "clocks differ";
  EXPECT_EQ(with(now + 86'400, now + 86'460), "pass") << "a clock that is ahead is one finding, at created_at";
  EXPECT_EQ(with(now, now * 1000), "pass") << "the unit is judged by the format";
  EXPECT_EQ(with(now, 900'000'000'000), "pass") << "from here on milliseconds: 1998";
}

TEST(CreatedAtNow, NotLaterThanTheCreate) {
  const auto with = [](std::int64_t created) {
    auto story = at_noon();
    story.create(Story::task("queued", 0, {{"created_at", created}}));
    return story.verdict("lifecycle.created-at-now");
  };
  EXPECT_EQ(with(1764649117 + 8 * 3600), "warn");
  EXPECT_EQ(with(1764649117 + 1800), "pass");
  EXPECT_EQ(with(1764649117 - 86'400), "pass") << "a relay may tell an older time";
}

TEST(CompletedAtSet, NullOnACompletedTaskIsAWarning) {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("completed", 100, {{"completed_at", nullptr}}));
  EXPECT_EQ(story.verdict("lifecycle.completed-at-set"), "warn");
  EXPECT_EQ(Story::good().verdict("lifecycle.completed-at-set"), "pass");
}

TEST(ExpiresAfterEnd, AnExpiryInThePastIsAWarning) {
  const auto with = [](const Json& expires) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task("completed", 100, {{"expires_at", expires}}));
    return story.verdict("lifecycle.expires-after-end");
  };
  EXPECT_EQ(with(3600), "warn");
  EXPECT_EQ(with(0), "warn") << "never is null";
  EXPECT_EQ(with(1764649172), "warn");
  EXPECT_EQ(with(1764649173), "pass");
  EXPECT_EQ(with(253402300799), "pass") << "far in the future is legal";
}

TEST(ExpiresAfterEnd, ZeroMayMeanNotYet) {
  Story story;
  story.create(Story::task("queued", 0, {{"expires_at", 0}})).poll(Story::task("completed", 100));
  EXPECT_EQ(story.verdict("lifecycle.expires-after-end"), "pass");
}

TEST(ErrorOnlyOnFailed, AnErrorOnARunningTaskIsAWarning) {
  const auto with = [](const std::string& status, const Json& error) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task(status, 0, {{"error", error}}));
    return story.verdict("lifecycle.error-only-on-failed");
  };
  const Json error = {{"code", "x"}, {"message", "y"}};
  EXPECT_EQ(with("in_progress", error), "warn");
  EXPECT_EQ(with("completed", error), "warn");
  EXPECT_EQ(with("completed", "boom"), "warn");
  EXPECT_EQ(with("completed", Json::object()), "warn") << "an object, though it says nothing";
  EXPECT_EQ(with("failed", error), "pass");
  EXPECT_EQ(with("in_progress", nullptr), "pass");
  EXPECT_EQ(with("in_progress", ""), "pass");
}

TEST(FailureExplained, AReasonIsWantedSomewhere) {
  const auto with = [](const Json& changes) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task("failed", 0, changes));
    return story.verdict("lifecycle.failure-explained");
  };
  EXPECT_EQ(with({{"error", nullptr}}), "fail");
  EXPECT_EQ(with({{"error", {{"code", "x"}, {"message", " "}}}}), "fail");
  EXPECT_EQ(with({{"error", {{"code", "x"}, {"message", "why"}}}}), "pass");
  EXPECT_EQ(with({{"error", "why"}}), "pass");
  EXPECT_EQ(with({{"fail_reason", "why"}}), "pass");
  EXPECT_EQ(with({{"detail", {{"failure_reason", "why"}}}}), "pass");
}

TEST(EchoStable, WhatWasAskedForIsAnswered) {
  const auto with = [](const Json& changes) {
    Story story;
    story.create(Story::task("queued")).poll(Story::task("queued", 0, changes));
    return story.verdict("lifecycle.echo-stable");
  };
  EXPECT_EQ(with({{"seconds", "8"}}), "warn");
  EXPECT_EQ(with({{"size", "1280x720"}}), "warn");
  EXPECT_EQ(with({{"model", "sora-2-pro"}}), "warn");
  EXPECT_EQ(with({{"model", ""}}), "warn");
  EXPECT_EQ(with({{"seconds", 4}}), "pass") << "another type is another requirement";
  EXPECT_EQ(with({{"seconds", "4.0"}}), "pass") << "the same number";
  EXPECT_EQ(with({{"seconds", "4s"}}), "warn");
  EXPECT_EQ(with({{"seconds", ""}}), "warn");
  EXPECT_EQ(with({{"model", "sora-2-2025-12-08"}}), "pass") << "the dated release of the alias";
  EXPECT_EQ(with({{"size", "720 × 1280"}}), "pass") << "how it is written is another requirement";
  EXPECT_EQ(with({{"size", "1280*720"}}), "warn");
  EXPECT_EQ(with({{"size", "small"}}), "warn");
  EXPECT_EQ(with(Json::object()), "pass");
}

TEST(EchoStable, WhatAnExampleShowsIsANote) {
  const auto with = [](const std::string& profile, const std::string& intent, const Json& changes) {
    Story story(profile);
    Json task = {{"id", "video_1"}, {"status", "queued"}, {"model", "sora-2"}, {"seconds", "4"}, {"size", "720x1280"}};
    auto bent = task;
    bent.update(changes);
    story.create(intent == "create" ? bent : task).poll(intent == "poll" ? bent : task);
    return story.verdict("lifecycle.echo-stable");
  };
  EXPECT_EQ(with("openai-format", "poll", {{"seconds", "10"}}), "note");
  EXPECT_EQ(with("openai-format", "poll", {{"seconds", "8"}}), "warn");
  EXPECT_EQ(with("openai-format", "poll", {{"size", "704x1280"}}), "note") << "only the orientation counts";
  EXPECT_EQ(with("openai-format", "poll", {{"size", "1280x704"}}), "warn");
  EXPECT_EQ(with("openai-format", "poll", {{"size", "small"}}), "warn") << "no orientation at all";
  EXPECT_EQ(with("official-format", "create", {{"size", "1024x1808"}}), "note");
  EXPECT_EQ(with("official-format", "create", {{"size", "1024x1792"}}), "warn");
  EXPECT_EQ(with("official-format", "create", {{"size", "1280x720"}}), "warn");
  EXPECT_EQ(with("official-format", "poll", {{"model", "sora2_video_generation"}}), "note");
  EXPECT_EQ(with("official-format", "create", {{"model", "sora2_video_generation"}}), "warn") << "only retrieve may";
  EXPECT_EQ(with("official-format", "poll", {{"model", ""}}), "warn");
}

TEST(UpdatedAt, NeverGoesBack) {
  const auto with = [](std::int64_t second) {
    Story story("video-create");
    story.create({{"id", "video_1"}, {"status", "pending"}, {"status_update_time", 1759763427208}});
    story.poll({{"id", "video_1"}, {"status", "processing"}, {"status_update_time", second}});
    return story.verdict("lifecycle.updated-at-monotonic");
  };
  EXPECT_EQ(with(1759763427207), "warn");
  EXPECT_EQ(with(1759763427208), "pass");
}

}  // namespace
}  // namespace vidspec::conformance
