#include <algorithm>

#include "core/digest.h"
#include "core/error.h"
#include "core/headers.h"
#include "mock/service/json_text.h"
#include "mock/state.h"

namespace vidspec::mock {

namespace {

constexpr std::string_view scenario_header = "x-vidspec-scenario";

auto hex16(std::uint64_t value) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(value >> static_cast<unsigned>(shift)) & 0xFU];
  return text;
}

auto text_at(const core::Json& body, const std::string& pointer) -> std::string {
  const auto* value = pointer.empty() || !body.is_object() ? nullptr : core::find_pointer(body, pointer);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

Mock::State::State(std::shared_ptr<const core::Profile> dialect, Settings given, core::Clock& time)
    : settings(std::move(given)),
      clock(time),
      service(std::move(dialect), settings),
      router(service.profile()),
      director(settings.seed),
      log(settings.log_requests),
      webhooks(settings.seed),
      mock_clock_(dynamic_cast<MockClock*>(&time)) {
  director.set_global(settings.scenario);
  webhooks.set_target({settings.webhook_url, settings.webhook_secret});
}

auto Mock::State::origin_of(const http::Request& request) const -> std::string {
  const auto host = core::header_or_empty(request.headers, "host");
  return settings.scheme + "://" + (host.empty() || !is_utf8(host) ? "localhost" : std::string(host));
}

// Only what makes something takes a place for its key: strangers that look around leave nothing behind.
auto Mock::State::owner_of(const core::OperationSpec& operation, std::string_view key) -> std::uint32_t {
  const bool makes = core::makes_video(operation.operation) || operation.operation == core::Operation::character_create;
  return makes ? service.store().owner(key) : service.store().find_owner(key);
}

void Mock::State::add_headers(http::Response& response, const Passage& passage) {
  const auto number = std::to_string(passage.number);
  response.headers.push_back({"x-request-id", "req_" + hex16(core::stable_hash(settings.seed, number))});
  if (settings.cors) {
    response.headers.push_back({"Access-Control-Allow-Origin", "*"});
    response.headers.push_back({"Access-Control-Expose-Headers", "*"});
  }
  const auto& hints = service.profile().poll_hints;
  if (hints.empty() || passage.task == nullptr || passage.operation == nullptr || response.status >= 300) return;
  if (passage.operation->response != "task" || core::is_terminal(look(*passage.task, passage.now).stage)) return;
  core::Millis after = settings.poll_after;
  for (const auto& scenario : passage.acting) after = scenario->poll_after.value_or(after);
  if (after.count() <= 0) return;
  for (const auto& [name, unit] : hints) {
    const auto value = unit == "seconds" ? std::max<std::int64_t>(1, after.count() / 1000) : after.count();
    response.headers.push_back({name, std::to_string(value)});
  }
}

auto Mock::State::is_open(const Passage& passage) -> bool {
  return std::any_of(passage.acting.begin(), passage.acting.end(), [](const auto& scenario) { return scenario->open; });
}

auto Mock::State::unauthorised(ApiError error) -> http::Response {
  error.status = service.status_of(error.code.empty() ? "no-key" : "wrong-key", 401);
  auto response = service.refuse(error);
  response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

// The header wins over the task's own scenario and the prompt, those over the global one.
auto Mock::State::choose(Passage& passage) -> std::optional<ApiError> {
  std::string name(core::header_or_empty(passage.request.headers, scenario_header));
  const bool by_header = !name.empty();
  if (!by_header) name = scenario_in(passage.prompt);
  if (!name.empty()) {
    try {
      passage.chosen = library.find(name);
    } catch (const core::InputError& error) {
      return ApiError{.message = error.what(),
                      .param = by_header ? std::string(scenario_header) : "prompt",
                      .code = "unknown_scenario"};
    }
  } else if (passage.task != nullptr && passage.task->scenario != nullptr) {
    passage.chosen = passage.task->scenario;
  } else {
    passage.chosen = director.idle() ? nullptr : director.global();
  }
  passage.by_client = !name.empty() || (passage.task != nullptr && passage.task->scenario != nullptr);
  if (!director.idle()) passage.acting = director.take_armed(passage.scene());
  if (passage.chosen != nullptr) passage.acting.push_back(passage.chosen);
  return std::nullopt;
}

auto Mock::State::life_of(const Passage& passage) -> Life {
  Life life{.course = settings.course};
  for (auto scenario = passage.acting.rbegin(); scenario != passage.acting.rend(); ++scenario) {
    life.course = course_of(**scenario, life.course);
    if ((*scenario)->course) life.jitter = (*scenario)->course->jitter;
    if ((*scenario)->error != nullptr) life.error = (*scenario)->error;
    if (!(*scenario)->id_form.empty()) life.id_form = (*scenario)->id_form;
    life.lenient = life.lenient || (*scenario)->lenient;
    const bool global = *scenario == passage.chosen && !passage.by_client;
    if (!global && ((*scenario)->course || *scenario == passage.chosen)) life.scenario = *scenario;
  }
  return life;
}

auto Mock::State::operate(Passage& passage) -> http::Response {
  if (passage.refused) {
    return passage.refused->status == 401 ? unauthorised(*passage.refused) : service.refuse(*passage.refused);
  }
  if (passage.operation == nullptr) return service.file(passage.request.url, passage.now);
  Call call{.request = passage.request,
            .operation = *passage.operation,
            .id = passage.id,
            .now = passage.now,
            .owner = owner_of(*passage.operation, passage.key),
            .key = passage.key,
            .context = {passage.origin, service.files_key()},
            .life = life_of(passage),
            .body = passage.body,
            .task = passage.task};
  auto response = service.answer(call);
  passage.made = call.task != passage.task;
  passage.task = call.task;
  return response;
}

// Rules that look at the answer's status are decided when there is one; a refusal meets no others.
auto Mock::State::run(Passage& passage) -> http::Response {
  struct Part {
    const Scenario* scenario;
    std::size_t rule;
    std::optional<Cue> cue;
    bool later;
  };
  std::vector<Part> parts;
  bool executes = true;
  const Scene before = passage.scene();
  for (const auto& scenario : passage.acting) {
    for (std::size_t i = 0; i < scenario->rules.size(); ++i) {
      const Match& match = scenario->rules[i].match;
      const bool later = match.status_from != 0 || match.status_to != 999;
      auto cue = later || passage.refused ? std::nullopt : director.consider(*scenario, i, before);
      if (cue) executes = executes && scenario->rules[i].executes;
      if (cue || later) parts.push_back({scenario.get(), i, cue, later});
    }
  }
  http::Response response{.status = 200};
  if (executes) response = operate(passage);
  for (auto& part : parts) {
    const Rule& rule = part.scenario->rules[part.rule];
    const bool within = response.status >= rule.match.status_from && response.status <= rule.match.status_to;
    if (part.later && within) part.cue = director.consider(*part.scenario, part.rule, before);
    if (!part.cue || !within) continue;
    const FaultContext context{.profile = service.profile(),
                               .now = passage.now,
                               .random = part.cue->random,
                               .task = passage.task.get(),
                               .id = passage.id,
                               .origin = passage.origin,
                               .files_key = service.files_key(),
                               .retry_after = real(part.cue->retry_after)};
    for (const auto& use : rule.faults) {
      use.fault->apply(use.parameters, context, response);
      metrics.fault(*use.fault);
      passage.faults += (passage.faults.empty() ? "" : ", ") + std::string(use.fault->name);
    }
  }
  return response;
}

void Mock::State::read_request(Passage& passage) {
  if (passage.operation->request.empty()) return;
  passage.body = read_body(service.profile(), *passage.operation, passage.request);
  passage.model = text_at(passage.body.value, service.profile().create_fields.model);
  passage.prompt = text_at(passage.body.value, service.profile().create_fields.prompt);
}

auto Mock::State::answer_call(const http::Request& request, const Route& route) -> http::Response {
  Passage passage{.request = request,
                  .operation = route.operation,
                  .number = next_number(),
                  .id = route.id,
                  .origin = origin_of(request),
                  .now = clock.now()};
  Caller caller = identify(request.headers, service.profile().auth.required, settings.api_key);
  passage.key = caller.key;
  passage.shown_key = caller.shown;
  const auto found = passage.id.empty() ? nullptr : service.store().find(passage.id);
  if (found != nullptr && found->owner == service.store().find_owner(caller.key)) passage.task = found;
  if (!caller.refused) read_request(passage);
  passage.refused = choose(passage);
  if (is_open(passage)) {
    passage.task = found;
    if (caller.refused) read_request(passage);
    caller.refused.reset();
  }
  if (caller.refused) passage.refused = std::move(caller.refused);
  auto response = run(passage);
  add_headers(response, passage);
  observe(passage, response);
  return response;
}

// A result URL needs no key, so only armed, chosen and the task's own scenarios act on it.
auto Mock::State::answer_file(const http::Request& request) -> http::Response {
  Passage passage{.request = request,
                  .file = true,
                  .number = next_number(),
                  .id = file_id(request.url),
                  .origin = origin_of(request),
                  .now = clock.now()};
  passage.task = service.store().find(passage.id);
  if (passage.task != nullptr) passage.key = service.store().key(passage.task->owner);
  passage.refused = choose(passage);
  auto response = run(passage);
  add_headers(response, passage);
  observe(passage, response);
  return response;
}

auto Mock::State::answer_nowhere(const http::Request& request, const Route& route) -> http::Response {
  Passage passage{.request = request, .number = next_number(), .now = clock.now()};
  http::Response response;
  if (route.allow.empty()) {
    response = service.refuse(
        {.status = 404,
         .message = "Invalid URL (" + request.method + " " + repeatable(http::path_of(request.url)) + ")"});
  } else {
    response = service.refuse(
        {.status = 405, .message = "Not allowed to " + request.method + " here. Allowed: " + route.allow + "."});
    response.headers.push_back({"Allow", route.allow});
  }
  add_headers(response, passage);
  observe(passage, response);
  return response;
}

auto Mock::State::preflight() const -> http::Response {
  http::Response response{.status = 204};
  response.headers = {{"Access-Control-Allow-Origin", "*"},
                      {"Access-Control-Allow-Methods", "GET, POST, DELETE"},
                      {"Access-Control-Allow-Headers", "*, Authorization"},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

auto Mock::State::answer(const http::Request& request) -> http::Response {
  if (settings.cors && request.method == "OPTIONS") return preflight();
  const Route route = router.find(request.method, request.url);
  if (route.operation != nullptr) return answer_call(request, route);
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const bool file = reads && http::path_of(request.url).starts_with(files_path);
  return file ? answer_file(request) : answer_nowhere(request, route);
}

}  // namespace vidspec::mock
