#include "mock/service.h"

#include "core/digest.h"
#include "mock/json_text.h"

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
    if (call.body.error) return refuse(*call.body.error);
    auto error = call.life.lenient ? std::nullopt : judge_body(*profile_, hints_, call.operation, call.body);
    if (error) {
      error->status = status_of("invalid", 400);
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
      return retrieve_character(call);
  }
  return refuse({.status = 501, .message = "This operation is not implemented.", .type = "server_error"});
}

}  // namespace vidspec::mock
