#include <charconv>

#include "core/error.h"
#include "core/headers.h"
#include "mock/control/call.h"
#include "mock/service/auth.h"
#include "mock/snapshot.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto time_or_null(const std::optional<core::Instant>& when) -> Json {
  return when ? Json(core::unix_millis(*when)) : Json();
}

auto task_json(ControlCall& call, Task& task) -> Json {
  const auto now = call.state.clock.now();
  const auto view = look(task, now);
  const std::string origin = http::origin_of(call.state.base_url);  // empty before it is served
  return {
      {"id", task.id},
      {"number", task.number},
      {"key", call.state.mock.service.store().key(task.owner)},
      {"operation", core::name(task.made_by)},
      {"model", task.model},
      {"size", task.size},
      {"seconds", task.seconds},
      {"prompt", task.prompt},
      {"stage", core::name(view.stage)},
      {"progress", view.progress},
      {"created_ms", core::unix_millis(task.created)},
      {"completed_ms", time_or_null(view.completed_at)},
      {"expires_ms", time_or_null(view.expires_at)},
      {"expired", view.expired},
      {"error", view.error == nullptr ? Json() : Json{{"code", view.error->code}, {"message", view.error->message}}},
      {"polls", task.polls.load()},
      {"steps", task.steps.load()},
      {"forced", task.forced.load() != nullptr},
      {"scenario", task.scenario == nullptr ? Json() : Json(task.scenario->name)},
      {"course", course_json(task.course)},
      {"wire", Json::parse(call.state.mock.service.render(task, now, {origin, call.state.mock.service.files_key()}),
                           nullptr, false)}};
}

auto task_of(ControlCall& call) -> std::shared_ptr<Task> {
  auto task = call.state.mock.service.store().find(call.id);
  if (task == nullptr) throw NothingThere("there is no task of that id");
  return task;
}

auto number_in(const std::string& text, std::size_t otherwise, std::size_t most) -> std::size_t {
  if (text.empty()) return otherwise;
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || number > most)
    throw core::InputError("limit is a whole number of at most " + std::to_string(most));
  return number;
}

}  // namespace

auto list_tasks(ControlCall& call) -> http::Response {
  const std::size_t limit = number_in(call.query("limit"), 100, 10'000);
  const std::string key = call.query("key");
  const std::string stage = call.query("stage");
  auto& store = call.state.mock.service.store();
  const auto owner = key.empty() ? TaskStore::nobody : store.find_owner(key_identity(key));
  Json list = Json::array();
  for (const auto& task : store.newest(limit, key.empty() ? std::nullopt : std::optional(owner))) {
    auto json = task_json(call, *task);
    if (stage.empty() || json["stage"] == stage) list.push_back(std::move(json));
  }
  return control_json({{"total", store.size()}, {"tasks", list}});
}

auto get_task(ControlCall& call) -> http::Response { return control_json(task_json(call, *task_of(call))); }

auto delete_task(ControlCall& call) -> http::Response {
  call.state.mock.service.store().remove(task_of(call)->id);
  return control_json({{"id", call.id}, {"deleted", true}});
}

auto step_task(ControlCall& call) -> http::Response {
  const auto task = task_of(call);
  const auto now = call.state.clock.now();
  if (task->course.drive == core::Drive::manual) {
    step(*task, now);
  } else {
    const auto stage = look(*task, now).stage;
    if (core::is_terminal(stage)) throw core::InputError("the task has ended");
    const bool ends = stage == core::Stage::running || task->course.skip_running;
    const auto next = !ends ? core::Stage::running : task->course.fails ? core::Stage::failed : core::Stage::completed;
    force(*task, {.stage = next,
                  .progress = !ends                ? 50
                              : task->course.fails ? task->course.fail_percent
                                                   : 100,
                  .since = now});
  }
  call.state.mock.changed(task);
  return get_task(call);
}

auto force_task(ControlCall& call) -> http::Response {
  const auto task = task_of(call);
  const auto stage = core::parse_stage(call.body.value("stage", ""));
  if (!stage) throw core::InputError("stage is queued, running, completed or failed");
  const int usual = *stage == core::Stage::completed ? 100 : *stage == core::Stage::running ? 50 : 0;
  const Json progress = call.body.value("progress", Json(usual));
  if (!progress.is_number_integer() || progress < 0 || progress > 100)
    throw core::InputError("progress is a whole number from 0 to 100");
  Forced forced{.stage = *stage, .progress = progress.get<int>(), .since = call.state.clock.now()};
  if (const auto error = call.body.find("error"); error != call.body.end() && error->is_object()) {
    forced.error = std::make_shared<const JobError>(
        JobError{error->value("code", "video_generation_failed"), error->value("message", "")});
  }
  force(*task, forced);
  call.state.mock.changed(task);
  return get_task(call);
}

auto get_task_video(ControlCall& call) -> http::Response {
  const auto task = task_of(call);
  if (look(*task, call.state.clock.now()).stage != core::Stage::completed)
    throw NothingThere("the task has no video yet");
  return call.state.mock.service.preview(*task, call.state.clock.now());
}

}  // namespace vidspec::mock
