#include <gtest/gtest.h>

#include "conformance/testing.h"

// A check without a subject says why: what was chosen is not observed, what does not exist is not applicable, and what
// was kept from us could not run.
namespace vidspec::conformance {
namespace {

using testing::Story;

auto without_a_download() -> Story {
  Story story;
  story.create(Story::task("queued")).poll(Story::task("in_progress", 40)).poll(Story::task("completed", 100));
  return story;
}

auto told(const std::string& reason, const std::string& detail = "") -> reports::CheckResult {
  auto story = without_a_download();
  story.journal().gaps.push_back({"content", reason, detail});
  return story.check("content.is-mp4");
}

TEST(Gaps, DecideWhatACheckWithoutASubjectSays) {
  using reports::Verdict;
  for (const auto* kept : {"budget", "deadline", "prerequisite", "interrupted"}) {
    EXPECT_EQ(told(kept).verdict, Verdict::could_not_run) << kept;
  }
  for (const auto* chosen : {"accepts-invalid", "filtered"}) {
    EXPECT_EQ(told(chosen).verdict, Verdict::not_observed) << chosen;
  }
  EXPECT_EQ(told("unsupported").verdict, Verdict::not_applicable);
}

TEST(Gaps, AreToldWithTheirDetail) {
  EXPECT_EQ(told("deadline").reason, "deadline");
  EXPECT_EQ(told("prerequisite", "the target stopped answering").reason, "prerequisite: the target stopped answering");
}

TEST(Gaps, OfAnotherProbeSayNothing) {
  auto story = without_a_download();
  story.journal().gaps.push_back({"delete", "deadline", ""});
  EXPECT_EQ(story.verdict("content.is-mp4"), "not-observed");
}

TEST(Gaps, AMemberOfAnotherTypeIsJudgedForThatAlone) {
  Story story;
  story.create(Story::task("queued", 0, {{"progress", "none"}}));
  EXPECT_EQ(story.verdict("task.progress.type"), "fail");
  EXPECT_EQ(story.verdict("task.progress.range"), "not-observed");
  EXPECT_EQ(story.check("task.progress.range").reason, "no answer carried this member with a value of its type");
}

TEST(Gaps, MakeARunIncompleteWhereAMustWasKeptFromUs) {
  const auto report = [](const std::string& reason) {
    auto story = Story::good();
    story.journal().gaps.push_back({"content", reason, ""});
    story.journal().exchanges.pop_back();
    return story.report();
  };
  EXPECT_EQ(report("deadline").exit_code, 3);
  EXPECT_EQ(report("budget").exit_code, 3);
  EXPECT_TRUE(report("budget").exit_reason.ends_with(" MUSTs could not be judged")) << report("budget").exit_reason;
}

TEST(Spend, WithoutAFooterIsWhatTheExchangesTell) {
  const auto ended = Story::good().report().spend;
  EXPECT_EQ(ended.videos, 1);
  EXPECT_TRUE(ended.orphans.empty());
  Story running;
  running.create(Story::task("queued")).poll(Story::task("in_progress", 40));
  EXPECT_EQ(running.report().spend.videos, 1);
  EXPECT_EQ(running.report().spend.orphans, std::vector<std::string>{"video_1"});
  Story met;  // a task of somebody else's making
  met.poll(Story::task("completed", 100));
  EXPECT_EQ(met.report().spend.videos, 0);
}

}  // namespace
}  // namespace vidspec::conformance
