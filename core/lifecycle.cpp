#include "core/lifecycle.h"

#include <algorithm>
#include <array>

namespace vidspec::core {

namespace {

constexpr std::array<std::string_view, 4> stage_names = {"queued", "running", "completed", "failed"};

// How much of a stretch is over, 0..100; an empty stretch is over at once.
auto percent(std::int64_t done, std::int64_t whole) -> int {
  if (whole <= 0) return 100;
  return static_cast<int>(std::clamp<std::int64_t>(done * 100 / whole, 0, 100));
}

// The moment before a terminal stage: `done` of `whole` of the running stretch are over.
auto under_way(const Course& course, bool running, int done_percent) -> Moment {
  if (!running || course.skip_running) return {Stage::queued, 0, std::nullopt};
  const int ceiling = course.fails ? course.fail_percent : 99;
  return {Stage::running, std::min(done_percent * ceiling / 100, 99), std::nullopt};
}

auto ended(const Course& course, std::optional<Millis> after) -> Moment {
  if (course.fails) return {Stage::failed, course.fail_percent, after};
  return {Stage::completed, 100, after};
}

auto by_time(const Course& course, Millis elapsed) -> Moment {
  const Millis running = course.skip_running ? Millis{0} : course.running;
  const Millis end = course.queued + running;
  if (elapsed < course.queued || course.stuck_in == Stage::queued) return under_way(course, false, 0);
  if (course.stuck_in == Stage::running) {
    return under_way(course, true,
                     percent((elapsed - course.queued).count(), std::max<std::int64_t>(running.count(), 1)));
  }
  if (elapsed >= end) return ended(course, end);
  return under_way(course, true, percent((elapsed - course.queued).count(), running.count()));
}

auto by_polls(const Course& course, int polls) -> Moment {
  const int running = course.skip_running ? 0 : course.running_polls;
  if (polls < course.queued_polls || course.stuck_in == Stage::queued) return under_way(course, false, 0);
  if (course.stuck_in == Stage::running || polls < course.queued_polls + running) {
    return under_way(course, true, percent(polls - course.queued_polls, std::max(running, 1)));
  }
  return ended(course, std::nullopt);
}

auto by_steps(const Course& course, int steps) -> Moment {
  const int last = course.skip_running ? 1 : 2;
  if (steps <= 0 || course.stuck_in == Stage::queued) return under_way(course, false, 0);
  if (steps < last || course.stuck_in == Stage::running) return under_way(course, true, 50);
  return ended(course, std::nullopt);
}

}  // namespace

auto name(Stage stage) -> std::string_view { return stage_names[static_cast<std::size_t>(stage)]; }

auto parse_stage(std::string_view text) -> std::optional<Stage> {
  for (std::size_t i = 0; i < stage_names.size(); ++i) {
    if (stage_names[i] == text) return static_cast<Stage>(i);
  }
  return std::nullopt;
}

auto may_follow(Stage previous, Stage next) -> bool {
  if (is_terminal(previous)) return next == previous;
  return !(previous == Stage::running && next == Stage::queued);
}

auto at(const Course& course, const Age& age) -> Moment {
  switch (course.drive) {
    case Drive::time:
      return by_time(course, age.elapsed);
    case Drive::polls:
      return by_polls(course, age.polls);
    case Drive::manual:
      return by_steps(course, age.steps);
    case Drive::instant:
      break;
  }
  return course.stuck_in ? under_way(course, *course.stuck_in == Stage::running, 50) : ended(course, Millis{0});
}

auto at(const Course& course, Instant created, Instant now) -> Moment {
  return at(course, Age{.elapsed = now - created, .polls = 0, .steps = 0});
}

}  // namespace vidspec::core
