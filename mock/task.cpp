#include "mock/task.h"

#include <algorithm>

namespace vidspec::mock {

namespace {

const auto default_error = std::make_shared<const JobError>();

// When the end was first seen: the first look that meets it decides.
auto end_of(Task& task, core::Instant now) -> core::Instant {
  std::int64_t seen = task.ended.load(std::memory_order_acquire);
  if (seen == 0 && task.ended.compare_exchange_strong(seen, core::unix_millis(now))) return now;
  return core::Instant{core::Millis{seen}};
}

auto finish(TaskView view, const Task& task, core::Instant end, core::Instant now,
            const std::shared_ptr<const JobError>& error) -> TaskView {
  view.completed_at = end;
  view.updated_at = end;
  if (view.stage == core::Stage::failed) {
    view.error = error != nullptr ? error : default_error;
  } else {
    view.expires_at = end + task.course.expires_after;
    view.expired = now >= *view.expires_at;
  }
  return view;
}

auto view_at(Task& task, core::Instant now, int polls) -> TaskView {
  if (const auto forced = task.forced.load()) {
    TaskView view{.stage = forced->stage, .progress = forced->progress, .updated_at = forced->since};
    const auto& error = forced->error ? forced->error : task.error;
    return core::is_terminal(view.stage) ? finish(view, task, forced->since, now, error) : view;
  }
  const core::Age age{
      .elapsed = now - task.created, .polls = polls, .steps = task.steps.load(std::memory_order_relaxed)};
  const core::Moment moment = core::at(task.course, age);
  TaskView view{.stage = moment.stage, .progress = moment.progress, .updated_at = task.created};
  if (core::is_terminal(moment.stage)) {
    return finish(view, task, moment.ended_after ? task.created + *moment.ended_after : end_of(task, now), now,
                  task.error);
  }
  if (moment.stage == core::Stage::running) view.updated_at = std::max(now, task.created);
  return view;
}

}  // namespace

auto ForcedState::load() const -> std::shared_ptr<const Forced> {
  if (!any_.load(std::memory_order_acquire)) return nullptr;
  const std::lock_guard lock(mutex_);
  return forced_;
}

void ForcedState::store(std::shared_ptr<const Forced> forced) {
  const std::lock_guard lock(mutex_);
  forced_ = std::move(forced);
  any_.store(forced_ != nullptr, std::memory_order_release);
}

auto look(Task& task, core::Instant now) -> TaskView {
  return view_at(task, now, task.polls.load(std::memory_order_relaxed));
}

auto poll(Task& task, core::Instant now) -> TaskView {
  return view_at(task, now, task.polls.fetch_add(1, std::memory_order_relaxed));
}

void force(Task& task, Forced forced) { task.forced.store(std::make_shared<const Forced>(std::move(forced))); }

void step(Task& task, core::Instant now) {
  task.steps.fetch_add(1, std::memory_order_relaxed);
  look(task, now);
}

}  // namespace vidspec::mock
