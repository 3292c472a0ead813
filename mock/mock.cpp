#include "mock/mock.h"

#include <algorithm>
#include <atomic>

#include "core/digest.h"
#include "core/headers.h"
#include "mock/auth.h"
#include "mock/json_text.h"
#include "mock/service.h"

namespace vidspec::mock {

namespace {

constexpr std::string_view files_path = "/files/";

auto hex16(std::uint64_t value) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(value >> static_cast<unsigned>(shift)) & 0xFU];
  return text;
}

}  // namespace

struct Mock::State {
  State(std::shared_ptr<const core::Profile> dialect, Settings given, core::Clock& time)
      : settings(std::move(given)), clock(time), service(std::move(dialect), settings), router(service.profile()) {}

  auto answer(const http::Request& request) -> http::Response;
  auto answer_call(const http::Request& request, const Route& route) -> http::Response;
  auto owner_of(const core::OperationSpec& operation, std::string_view key) -> std::uint32_t;
  auto origin_of(const http::Request& request) const -> std::string;
  void add_headers(http::Response& response, Task* task, core::Instant now);

  const Settings settings;
  core::Clock& clock;
  Service service;
  const Router router;
  std::atomic<std::uint64_t> requests{0};
};

Mock::Mock(std::shared_ptr<const core::Profile> profile, Settings settings, core::Clock& clock)
    : state_(std::make_unique<State>(std::move(profile), std::move(settings), clock)) {}

Mock::~Mock() = default;

// Only what makes something takes a place for its key: strangers that look around leave nothing behind.
auto Mock::State::owner_of(const core::OperationSpec& operation, std::string_view key) -> std::uint32_t {
  const bool makes = core::makes_video(operation.operation) || operation.operation == core::Operation::character_create;
  return makes ? service.store().owner(key) : service.store().find_owner(key);
}

auto Mock::State::origin_of(const http::Request& request) const -> std::string {
  if (!settings.origin.empty()) return settings.origin;
  const auto host = core::header_or_empty(request.headers, "host");
  return "http://" + std::string(host.empty() ? "localhost" : host);
}

void Mock::State::add_headers(http::Response& response, Task* task, core::Instant now) {
  const auto number = requests.fetch_add(1, std::memory_order_relaxed);
  response.headers.push_back(
      {"x-request-id", "req_" + hex16(core::stable_hash(settings.seed, std::to_string(number)))});
  if (task == nullptr || settings.poll_after.count() <= 0 || response.status >= 300) return;
  if (core::is_terminal(look(*task, now).stage)) return;
  for (const auto& [name, unit] : service.profile().poll_hints) {
    const auto value =
        unit == "seconds" ? std::max<std::int64_t>(1, settings.poll_after.count() / 1000) : settings.poll_after.count();
    response.headers.push_back({name, std::to_string(value)});
  }
}

auto Mock::State::answer_call(const http::Request& request, const Route& route) -> http::Response {
  const core::Instant now = clock.now();
  Caller caller = identify(request.headers, service.profile().auth.required, settings.api_key);
  if (caller.refused) {
    const bool none = caller.refused->code.empty();
    caller.refused->status = service.status_of(none ? "no-key" : "wrong-key", 401);
    auto response = service.refuse(*caller.refused);
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
    add_headers(response, nullptr, now);
    return response;
  }
  const std::string origin = origin_of(request);
  Call call{.request = request,
            .operation = *route.operation,
            .id = route.id,
            .now = now,
            .owner = owner_of(*route.operation, caller.key),
            .key = caller.key,
            .context = {origin, service.files_key()},
            .life = {.course = settings.course}};
  if (!call.id.empty()) {
    call.task = service.store().find(call.id);
    if (call.task != nullptr && call.task->owner != call.owner) call.task = nullptr;
  }
  if (!call.operation.request.empty()) call.body = read_body(service.profile(), call.operation, request);
  auto response = service.answer(call);
  add_headers(response, call.task.get(), now);
  return response;
}

auto Mock::State::answer(const http::Request& request) -> http::Response {
  const Route route = router.find(request.method, request.url);
  if (route.operation != nullptr) return answer_call(request, route);
  const auto path = http::path_of(request.url);
  http::Response response;
  if (path.starts_with(files_path) && (request.method == "GET" || request.method == "HEAD")) {
    response = service.file(request.url, clock.now());
  } else if (!route.allow.empty()) {
    response = service.refuse(
        {.status = 405, .message = "Not allowed to " + request.method + " here. Allowed: " + route.allow + "."});
    response.headers.push_back({"Allow", route.allow});
  } else {
    response =
        service.refuse({.status = 404, .message = "Invalid URL (" + request.method + " " + repeatable(path) + ")"});
  }
  add_headers(response, nullptr, clock.now());
  return response;
}

auto Mock::handle(const http::Request& request) -> http::Response {
  try {
    return state_->answer(request);
  } catch (const std::exception& error) {
    return state_->service.refuse(
        {.status = 500, .message = std::string("The mock failed: ") + error.what(), .type = "server_error"});
  }
}

auto Mock::bad_request(int status, const std::string& reason) const -> http::Response {
  return state_->service.refuse({.status = status, .message = reason});
}

}  // namespace vidspec::mock
