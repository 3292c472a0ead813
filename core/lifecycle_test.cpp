#include "core/lifecycle.h"

#include <gtest/gtest.h>

namespace vidspec::core {
namespace {

const Instant created{std::chrono::seconds{1'764'649'117}};

TEST(Lifecycle, ATimedTaskQueuesRunsAndCompletes) {
  const Course course{.queued = Millis{1000}, .running = Millis{4000}};
  EXPECT_EQ(at(course, created, created).stage, Stage::queued);
  EXPECT_EQ(at(course, created, created + Millis{999}).stage, Stage::queued);
  EXPECT_EQ(at(course, created, created + Millis{1000}).stage, Stage::running);
  EXPECT_EQ(at(course, created, created + Millis{3000}).progress, 49);
  EXPECT_EQ(at(course, created, created + Millis{4999}).stage, Stage::running);
  const auto end = at(course, created, created + Millis{5000});
  EXPECT_EQ(end.stage, Stage::completed);
  EXPECT_EQ(end.progress, 100);
  EXPECT_EQ(end.ended_after, Millis{5000});
}

TEST(Lifecycle, ProgressNeverFallsAndStageNeverGoesBack) {
  for (const bool fails : {false, true}) {
    const Course course{.fails = fails, .fail_percent = 40};
    Moment previous;
    for (int ms = 0; ms < 8000; ms += 37) {
      const auto moment = at(course, created, created + Millis{ms});
      EXPECT_GE(moment.progress, previous.progress) << ms;
      EXPECT_TRUE(may_follow(previous.stage, moment.stage)) << ms;
      previous = moment;
    }
    EXPECT_TRUE(is_terminal(previous.stage));
  }
}

TEST(Lifecycle, PollsMoveOnlyWhatIsPolled) {
  const Course course{.drive = Drive::polls, .queued_polls = 1, .running_polls = 2};
  EXPECT_EQ(at(course, Age{.elapsed = std::chrono::hours{9}, .polls = 0}).stage, Stage::queued);
  EXPECT_EQ(at(course, Age{.polls = 1}).stage, Stage::running);
  EXPECT_EQ(at(course, Age{.polls = 2}).stage, Stage::running);
  EXPECT_EQ(at(course, Age{.polls = 3}).stage, Stage::completed);
}

TEST(Lifecycle, StepsAndInstant) {
  const Course manual{.drive = Drive::manual};
  EXPECT_EQ(at(manual, Age{.steps = 0}).stage, Stage::queued);
  EXPECT_EQ(at(manual, Age{.steps = 1}).stage, Stage::running);
  EXPECT_EQ(at(manual, Age{.steps = 2}).stage, Stage::completed);
  EXPECT_EQ(at(Course{.drive = Drive::instant}, Age{}).stage, Stage::completed);
}

TEST(Lifecycle, AStuckTaskStaysForEver) {
  const auto later = created + std::chrono::hours{1000};
  EXPECT_EQ(at(Course{.stuck_in = Stage::queued}, created, later).stage, Stage::queued);
  const auto running = at(Course{.stuck_in = Stage::running}, created, later);
  EXPECT_EQ(running.stage, Stage::running);
  EXPECT_EQ(running.progress, 99);
}

TEST(Lifecycle, AFailingTaskFailsAtItsPercentage) {
  const auto end = at(Course{.fails = true, .fail_percent = 40}, created, created + std::chrono::hours{1});
  EXPECT_EQ(end.stage, Stage::failed);
  EXPECT_EQ(end.progress, 40);
}

TEST(Lifecycle, WhatMayFollow) {
  EXPECT_TRUE(may_follow(Stage::queued, Stage::completed));
  EXPECT_TRUE(may_follow(Stage::queued, Stage::failed));
  EXPECT_FALSE(may_follow(Stage::running, Stage::queued));
  EXPECT_FALSE(may_follow(Stage::completed, Stage::failed));
  EXPECT_FALSE(may_follow(Stage::failed, Stage::running));
}

}  // namespace
}  // namespace vidspec::core
