#include "mock/snapshot.h"

#include "core/error.h"

namespace vidspec::mock {

namespace {

using core::Json;
using core::Millis;

constexpr int state_version = 1;
constexpr std::array<std::string_view, 4> drives = {"time", "polls", "instant", "manual"};

auto error_json(const std::shared_ptr<const JobError>& error) -> Json {
  return error == nullptr ? Json() : Json{{"code", error->code}, {"message", error->message}};
}

auto task_json(const Task& task) -> Json {
  Json json = {{"id", task.id},
               {"owner", task.owner},
               {"operation", core::name(task.made_by)},
               {"created_ms", core::unix_millis(task.created)},
               {"course", course_json(task.course)},
               {"duration_ms", task.duration.count()},
               {"width", task.pixels.width},
               {"height", task.pixels.height},
               {"model", task.model},
               {"size", task.size},
               {"seconds", task.seconds},
               {"prompt", task.prompt},
               {"source_id", task.source_id},
               {"error", error_json(task.error)},
               {"scenario", task.scenario == nullptr ? Json() : Json(task.scenario->name)},
               {"polls", task.polls.load()},
               {"steps", task.steps.load()},
               {"ended_ms", task.ended.load()}};
  if (const auto forced = task.forced.load()) {
    json["forced"] = {{"stage", core::name(forced->stage)},
                      {"progress", forced->progress},
                      {"since_ms", core::unix_millis(forced->since)},
                      {"error", error_json(forced->error)}};
  }
  return json;
}

// Members of one object, with the pointer of the one that is wrong.
class Reader {
 public:
  Reader(const Json& json, std::string pointer) : json_(json), pointer_(std::move(pointer)) {
    if (!json.is_object()) fail("", "must be an object");
  }
  [[noreturn]] void fail(const std::string& member, const std::string& message) const {
    throw core::InputError("state", member.empty() ? pointer_ : core::pointer_append(pointer_, member), message);
  }
  auto text(const char* name) const -> std::string {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_string()) fail(name, "must be text");
    return found->get<std::string>();
  }
  auto number(const char* name, std::int64_t most = core::unix_millis(core::last_instant)) const -> std::int64_t {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_number_integer() || *found < 0 || *found > most)
      fail(name, "must be a whole number from 0 to " + std::to_string(most));
    return found->get<std::int64_t>();
  }
  auto small(const char* name, int most = 1'000'000'000) const -> int { return static_cast<int>(number(name, most)); }
  auto flag(const char* name) const -> bool {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_boolean()) fail(name, "must be true or false");
    return found->get<bool>();
  }
  auto member(const char* name) const -> const Json& { return json_.contains(name) ? json_[name] : nothing(); }
  auto below(const char* name) const -> Reader { return {member(name), core::pointer_append(pointer_, name)}; }

 private:
  static auto nothing() -> const Json& {
    static const Json none;
    return none;
  }
  const Json& json_;
  std::string pointer_;
};

auto error_of(const Json& json) -> std::shared_ptr<const JobError> {
  if (!json.is_object()) return nullptr;
  return std::make_shared<const JobError>(JobError{json.value("code", ""), json.value("message", "")});
}

auto stage_of(const Reader& reader, const char* name) -> core::Stage {
  const auto stage = core::parse_stage(reader.text(name));
  if (!stage) reader.fail(name, "must be queued, running, completed or failed");
  return *stage;
}

auto course_of(const Reader& reader) -> core::Course {
  core::Course course;
  const auto drive = std::find(drives.begin(), drives.end(), reader.text("drive"));
  if (drive == drives.end()) reader.fail("drive", "must be time, polls, instant or manual");
  course.drive = static_cast<core::Drive>(drive - drives.begin());
  course.queued = Millis{reader.number("queued")};
  course.running = Millis{reader.number("running")};
  course.queued_polls = reader.small("queued_polls");
  course.running_polls = reader.small("running_polls");
  course.skip_running = reader.flag("skip_running");
  if (!reader.member("stuck_in").is_null()) course.stuck_in = stage_of(reader, "stuck_in");
  course.fails = reader.flag("fails");
  course.fail_percent = reader.small("fail_percent", 100);
  course.expires_after = Millis{reader.number("expires_after")};
  return course;
}

auto task_of(const Reader& reader, std::size_t owners, Library& library) -> std::shared_ptr<Task> {
  auto task = std::make_shared<Task>();
  task->id = reader.text("id");
  const auto owner = reader.number("owner");
  if (static_cast<std::size_t>(owner) >= owners) reader.fail("owner", "is no index into keys");
  task->owner = static_cast<std::uint32_t>(owner);
  const auto operation = core::parse_operation(reader.text("operation"));
  if (!operation) reader.fail("operation", "is none");
  task->made_by = *operation;
  task->created = core::Instant{Millis{reader.number("created_ms")}};
  task->course = course_of(reader.below("course"));
  task->duration = Millis{reader.number("duration_ms")};
  task->pixels = {reader.small("width", 16'384), reader.small("height", 16'384)};
  task->model = reader.text("model");
  task->size = reader.text("size");
  task->seconds = reader.text("seconds");
  task->prompt = reader.text("prompt");
  task->source_id = reader.text("source_id");
  task->error = error_of(reader.member("error"));
  task->polls = reader.small("polls");
  task->steps = reader.small("steps");
  task->ended = reader.number("ended_ms");
  if (reader.member("scenario").is_string()) {
    try {
      task->scenario = library.find(reader.text("scenario"));
    } catch (const core::InputError&) {
      task->scenario = nullptr;
    }
  }
  if (reader.member("forced").is_object()) {
    const auto forced = reader.below("forced");
    force(*task, {.stage = stage_of(forced, "stage"),
                  .progress = forced.small("progress", 100),
                  .since = core::Instant{Millis{forced.number("since_ms")}},
                  .error = error_of(forced.member("error"))});
  }
  return task;
}

}  // namespace

auto course_json(const core::Course& course) -> Json {
  return {{"drive", drives[static_cast<std::size_t>(course.drive)]},
          {"queued", course.queued.count()},
          {"running", course.running.count()},
          {"queued_polls", course.queued_polls},
          {"running_polls", course.running_polls},
          {"skip_running", course.skip_running},
          {"stuck_in", course.stuck_in ? Json(core::name(*course.stuck_in)) : Json()},
          {"fails", course.fails},
          {"fail_percent", course.fail_percent},
          {"expires_after", course.expires_after.count()}};
}

auto export_state(Service& service, core::Instant now) -> Json {
  Json tasks = Json::array();
  for (const auto& task : service.store().all()) tasks.push_back(task_json(*task));
  Json keys = Json::array();
  for (const auto& key : service.store().keys())
    keys.push_back({{"identity", key}, {"created", service.creations(key)}});
  return {{"vidspec_mock_state", state_version},
          {"profile", service.profile().id},
          {"now_ms", core::unix_millis(now)},
          {"keys", keys},
          {"tasks", tasks},
          {"characters", service.characters()}};
}

void import_state(const Json& state, Service& service, Library& library) {
  const Reader reader(state, "");
  if (state.value("vidspec_mock_state", Json()) != state_version)
    reader.fail("vidspec_mock_state", "must be 1: this is no state that a mock exported");
  if (reader.text("profile") != service.profile().id)
    reader.fail("profile", "is of profile " + reader.text("profile") + ", this mock speaks " + service.profile().id);
  if (!reader.member("now_ms").is_null()) reader.number("now_ms");
  const Json& keys = reader.member("keys");
  const Json& tasks = reader.member("tasks");
  if (!keys.is_array()) reader.fail("keys", "must be an array");
  if (!tasks.is_array()) reader.fail("tasks", "must be an array");
  std::vector<std::pair<std::string, std::uint64_t>> owners;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Reader key(keys[i], "/keys/" + std::to_string(i));
    owners.emplace_back(key.text("identity"), static_cast<std::uint64_t>(key.number("created")));
  }
  std::vector<std::shared_ptr<Task>> made;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    made.push_back(task_of(Reader(tasks[i], "/tasks/" + std::to_string(i)), owners.size(), library));
  service.check_characters(reader.member("characters"));

  service.store().clear();
  std::vector<std::uint32_t> indexes;
  for (const auto& [identity, created] : owners) {
    indexes.push_back(service.store().owner(identity));
    service.set_creations(identity, created);
  }
  for (const auto& task : made) {
    task->owner = indexes[task->owner];
    service.store().add(task);
  }
  service.set_characters(reader.member("characters"));
}

}  // namespace vidspec::mock
