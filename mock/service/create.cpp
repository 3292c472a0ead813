#include <cmath>

#include "core/digest.h"
#include "core/headers.h"
#include "core/text.h"
#include "mock/scenario.h"
#include "mock/service.h"
#include "mock/service/choice.h"
#include "mock/service/ids.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_characters = 10'000;
constexpr Size usual_pixels{720, 1280};

// The value at a pointer of the body, else of the defaults.
auto value_at(const core::Json& body, const core::Json& defaults, const std::string& pointer) -> const core::Json* {
  if (pointer.empty()) return nullptr;
  const auto* value = core::find_pointer(body, pointer);
  return value != nullptr && !value->is_null() ? value : core::find_pointer(defaults, pointer);
}

auto text_of(const core::Json* value) -> std::string {
  if (value == nullptr) return {};
  return value->is_string() ? value->get<std::string>() : value->dump();
}

auto duration_of(const std::string& seconds) -> core::Millis {
  double number = 0;
  try {
    number = std::stod(seconds);
  } catch (const std::exception&) {
    number = 4;
  }
  if (!(number > 0 && number < 1'000'000)) number = 4;
  return core::Millis{std::llround(number * 1000)};
}

auto turned(Size size) -> Size { return {size.height, size.width}; }

}  // namespace

void Service::describe(const Body& body, Task& task) const {
  const auto& fields = profile_->create_fields;
  const auto& defaults = profile_->create_default;
  task.model = text_of(value_at(body.value, defaults, fields.model));
  task.seconds = text_of(value_at(body.value, defaults, fields.seconds));
  task.duration = duration_of(task.seconds);
  if (const auto* prompt = core::find_pointer(body.value, fields.prompt); !fields.prompt.empty())
    task.prompt = text_of(prompt);
  if (fields.width.empty()) {
    task.size = text_of(value_at(body.value, defaults, fields.size));
    const auto word = hints_.pixels.find(task.size);
    task.pixels = word != hints_.pixels.end() ? word->second : parse_size(task.size);
  } else {
    task.size = text_of(value_at(body.value, defaults, fields.width)) + "x" +
                text_of(value_at(body.value, defaults, fields.height));
    task.pixels = parse_size(task.size);
  }
  if (task.pixels.width == 0) task.pixels = usual_pixels;
  const auto* orientation = hints_.orientation.empty() ? nullptr : core::find_pointer(body.value, hints_.orientation);
  if (orientation != nullptr && *orientation == "landscape") task.pixels = turned(task.pixels);
}

auto Service::create(Call& call) -> http::Response {
  auto task = std::make_shared<Task>();
  describe(call.body, *task);
  if (auto error = call.life.lenient ? std::nullopt : judge_choice(*profile_, hints_, call.body, *task)) {
    error->status = status_of("invalid", 400);
    return refuse(*error);
  }
  return make(call, std::move(task));
}

auto Service::derive(Call& call) -> http::Response {
  const auto* video = core::find_pointer(call.body.value, "/video/id");
  const std::string source_id = call.id.empty() ? text_of(video) : call.id;
  auto task = std::make_shared<Task>();
  if (!source_id.empty() || call.body.files.empty()) {
    const auto source = store_.find(source_id);
    if (source == nullptr || source->owner != call.owner) return unknown_video(source_id);
    if (look(*source, call.now).stage != core::Stage::completed) {
      return refuse({.message = "Video '" + repeatable(source_id) +
                                "' is not completed; only a completed video can be used here.",
                     .param = call.id.empty() ? "video" : "",
                     .code = "video_not_completed"});
    }
    task->model = source->model;
    task->size = source->size;
    task->seconds = source->seconds;
    task->duration = source->duration;
    task->pixels = source->pixels;
    task->source_id = source_id;
  } else {
    describe(Body{.value = core::Json::object()}, *task);
  }
  task->prompt = text_of(core::find_pointer(call.body.value, "/prompt"));
  if (call.operation.operation == core::Operation::extend) {
    task->duration += duration_of(text_of(core::find_pointer(call.body.value, "/seconds")));
    task->seconds = std::to_string(task->duration.count() / 1000);
  }
  return make(call, std::move(task));
}

auto Service::make(Call& call, std::shared_ptr<Task> task) -> http::Response {
  task->made_by = call.operation.operation;
  task->owner = call.owner;
  task->created = call.now;
  task->course = call.life.course;
  task->error = call.life.error;
  task->scenario = call.life.scenario;
  do {
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = ++created_[std::string(call.key)];
    }
    task->id = make_id(call.life.id_form.empty() ? hints_.id_form : call.life.id_form,
                       {.seed = seed_, .key = call.key, .number = number, .created = call.now, .model = task->model});
    if (call.life.jitter > 0)
      task->course = jittered(call.life.course, call.life.jitter, core::stable_hash(seed_, task->id));
  } while (!store_.add(task));
  call.task = task;
  std::string body;
  renderer_.append(body, *task, look(*task, call.now), call.context);
  return ok(call.operation, std::move(body));
}

auto Service::create_character(const Call& call) -> http::Response {
  const std::string name = text_of(core::find_pointer(call.body.value, "/name"));
  const std::lock_guard lock(mutex_);
  std::string id =
      make_id("char_{hex32}",
              {.seed = seed_, .key = call.key, .number = ++created_[std::string(call.key)], .created = call.now});
  if (characters_.size() >= most_characters) characters_.erase(characters_.begin());
  characters_.insert_or_assign(id, Character{std::string(call.key), name, call.now});
  const Values values = {{"id", json_string(id)},
                         {"name", json_string(name)},
                         {"created_at", std::to_string(core::unix_seconds(call.now))}};
  return ok(call.operation, fill(profile_->schemas.at(call.operation.response), values));
}

auto Service::retrieve_character(const Call& call) -> http::Response {
  const std::lock_guard lock(mutex_);
  const auto found = characters_.find(call.id);
  if (found == characters_.end() || found->second.key != call.key) {
    return refuse({.status = status_of("unknown-id", 404),
                   .message = "Character with id '" + repeatable(call.id) + "' not found."});
  }
  const Values values = {{"id", json_string(call.id)},
                         {"name", json_string(found->second.name)},
                         {"created_at", std::to_string(core::unix_seconds(found->second.created))}};
  return ok(call.operation, fill(profile_->schemas.at(call.operation.response), values));
}

}  // namespace vidspec::mock
