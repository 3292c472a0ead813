#include "mock/service.h"

#include "core/digest.h"
#include "core/error.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

Service::Service(std::shared_ptr<const core::Profile> profile, const Settings& settings)
    : profile_(std::move(profile)),
      seed_(settings.seed),
      content_size_(settings.content_size),
      hints_(read_hints(*profile_)),
      files_key_(core::sha256_hex("files of " + std::to_string(settings.seed))),
      renderer_(*profile_),
      store_(settings.max_tasks) {}

auto Service::status_of(const std::string& situation, int fallback) const -> int {
  const auto found = profile_->errors.find(situation);
  return found == profile_->errors.end() || found->second.statuses.empty() ? fallback : found->second.statuses.front();
}

auto Service::refuse(const ApiError& error) const -> http::Response {
  http::Response response{.status = error.status};
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = render_error(*profile_, error);
  return response;
}

auto Service::unknown_video(std::string_view id) const -> http::Response {
  return refuse(
      {.status = status_of("unknown-id", 404), .message = "Video with id '" + repeatable(id) + "' not found."});
}

auto Service::ok(const core::OperationSpec& operation, std::string body) const -> http::Response {
  http::Response response{.status = operation.success.empty() ? 200 : operation.success.front()};
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = std::move(body);
  return response;
}

auto Service::render(Task& task, core::Instant now, const RenderContext& context) const -> std::string {
  std::string text;
  renderer_.append(text, task, look(task, now), context);
  return text;
}

auto Service::answer(Call& call) -> http::Response {
  using core::Operation;
  if (!call.operation.request.empty()) {
    auto error = call.body.error;
    if (!error && !call.life.lenient) error = judge_body(*profile_, hints_, call.operation, call.body);
    if (error) {
      if (error->status == 400) error->status = status_of("invalid", 400);
      return refuse(*error);
    }
  }
  switch (call.operation.operation) {
    case Operation::create:
      return create(call);
    case Operation::remix:
    case Operation::edit:
    case Operation::extend:
      return derive(call);
    case Operation::retrieve:
      return retrieve(call);
    case Operation::list:
      return list(call);
    case Operation::remove:
      return remove(call);
    case Operation::content:
      return content(call);
    case Operation::character_create:
      return create_character(call);
    case Operation::character_retrieve:
      break;
  }
  return retrieve_character(call);
}

auto Service::preview(Task& task, core::Instant now) -> http::Response {
  if (look(task, now).stage != core::Stage::completed) {
    return refuse({.status = 404, .message = "The task has no video yet."});
  }
  return download(task, "video", "video/mp4");
}

auto Service::creations(const std::string& key) -> std::uint64_t {
  const std::lock_guard lock(mutex_);
  const auto found = created_.find(key);
  return found == created_.end() ? 0 : found->second;
}

void Service::set_creations(const std::string& key, std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  created_[key] = count;
}

auto Service::characters() -> core::Json {
  const std::lock_guard lock(mutex_);
  core::Json json = core::Json::array();
  for (const auto& [id, character] : characters_) {
    json.push_back({{"id", id},
                    {"key", character.key},
                    {"name", character.name},
                    {"created_ms", core::unix_millis(character.created)}});
  }
  return json;
}

void Service::check_characters(const core::Json& json) const {
  if (json.is_null()) return;
  if (!json.is_array()) throw core::InputError("state", "/characters", "must be an array");
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto is = [&](const char* name, auto type) {
      return json[i].is_object() && json[i].contains(name) && (json[i][name].*type)();
    };
    const bool good = is("id", &core::Json::is_string) && is("key", &core::Json::is_string) &&
                      is("name", &core::Json::is_string) && is("created_ms", &core::Json::is_number_integer) &&
                      json[i]["created_ms"] >= 0 && json[i]["created_ms"] <= core::unix_millis(core::last_instant);
    if (!good)
      throw core::InputError("state", "/characters/" + std::to_string(i), "must have id, key, name and created_ms");
  }
}

void Service::set_characters(const core::Json& json) {
  const std::lock_guard lock(mutex_);
  characters_.clear();
  for (const auto& one : json) {
    characters_.insert_or_assign(one["id"].get<std::string>(),
                                 Character{one["key"].get<std::string>(), one["name"].get<std::string>(),
                                           core::Instant{core::Millis{one["created_ms"].get<std::int64_t>()}}});
  }
}

}  // namespace vidspec::mock
