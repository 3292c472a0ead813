#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace vidspec::core {

/// Where a task stands, in canonical words.
enum class Stage { queued, running, completed, failed };

auto name(Stage stage) -> std::string_view;
auto parse_stage(std::string_view name) -> std::optional<Stage>;
constexpr auto is_terminal(Stage stage) -> bool { return stage == Stage::completed || stage == Stage::failed; }

/// Whether a task may be seen in `next` after it was seen in `previous`. Polling only samples, so skipping is legal.
auto may_follow(Stage previous, Stage next) -> bool;

/// What moves a task on.
enum class Drive { time, polls, instant, manual };

/// The life a task is going to have, fixed when it is created.
struct Course {
  Drive drive = Drive::time;
  Millis queued{1000};                ///< time drive: how long it stays queued
  Millis running{4000};               ///< time drive: how long it runs
  int queued_polls = 1;               ///< poll drive: how many polls answer queued
  int running_polls = 3;              ///< poll drive: how many polls answer running
  bool skip_running = false;          ///< queued → terminal at once
  std::optional<Stage> stuck_in;      ///< stays for ever in queued or running
  bool fails = false;                 ///< ends failed instead of completed
  int fail_percent = 0;               ///< progress at which a failing task fails, 0..100
  Millis expires_after{172'800'000};  ///< assets live so long after completion (48 h as observed of the reference)
};

/// How far a task has come: what a course is evaluated against.
struct Age {
  Millis elapsed{0};  ///< since creation
  int polls = 0;      ///< retrievals answered before this one
  int steps = 0;      ///< manual steps taken: 1 = running, 2 = terminal
};

/// The state of a task at one moment.
struct Moment {
  Stage stage = Stage::queued;
  int progress = 0;                   ///< 0..100
  std::optional<Millis> ended_after;  ///< since creation; only when terminal and driven by time
};

/// The state of a task of that course at that age. Pure; monotonic in every component of the age.
auto at(const Course& course, const Age& age) -> Moment;

/// The same for a task driven by time.
auto at(const Course& course, Instant created, Instant now) -> Moment;

}  // namespace vidspec::core
