#include <array>

#include "core/embedded.h"
#include "core/error.h"
#include "core/version.h"
#include "mock/control/call.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto clock_json(const MockClock& clock) -> Json {
  return {{"now", core::rfc3339(clock.now())},
          {"now_ms", core::unix_millis(clock.now())},
          {"frozen", clock.frozen()},
          {"speed", clock.speed()}};
}

auto span_of(const Json& json, const char* name) -> core::Millis {
  const auto span = parse_span(json);
  if (!span)
    throw core::InputError(std::string(name) +
                           " takes milliseconds as a number or text such as \"250ms\", \"2s\", \"1.5m\", \"1h\"");
  return *span;
}

auto instant_of(const Json& json) -> core::Instant {
  const auto last = core::unix_millis(core::last_instant);
  if (json.is_number_integer() && json >= 0 && json <= last)
    return core::Instant{core::Millis{json.get<std::int64_t>()}};
  throw core::InputError("set takes milliseconds since 1970 as a number, up to " + std::to_string(last));
}

// A command that makes a task, for people who have just started it.
auto example_of(const core::Profile& profile, const std::string& base_url) -> std::string {
  const auto& create = *profile.operation(core::Operation::create);
  std::string command = "curl " + base_url + create.path + " \\\n  -H 'Authorization: Bearer sk-vidspec-mock'";
  if (create.encodings.front() == "application/json") {
    return command + " \\\n  -H 'Content-Type: application/json' \\\n  -d '" + profile.create_default.dump() + "'";
  }
  for (const auto& [name, value] : profile.create_default.items())
    command += " \\\n  -F " + name + "='" + (value.is_string() ? value.get<std::string>() : value.dump()) + "'";
  return command;
}

}  // namespace

auto control_routes() -> std::span<const ControlRoute> {
  static constexpr std::array routes = {
      ControlRoute{"GET", "/health", get_health},
      ControlRoute{"GET", "/openapi.json", get_openapi},
      ControlRoute{"GET", "/metrics", get_metrics},
      ControlRoute{"GET", "/clock", get_clock},
      ControlRoute{"POST", "/clock", post_clock},
      ControlRoute{"GET", "/scenarios", list_scenarios},
      ControlRoute{"GET", "/scenarios/{id}", get_scenario},
      ControlRoute{"PUT", "/scenarios/{id}", put_scenario},
      ControlRoute{"PUT", "/scenario", set_global_scenario},
      ControlRoute{"DELETE", "/scenario", clear_global_scenario},
      ControlRoute{"GET", "/armed", list_armed},
      ControlRoute{"POST", "/armed", arm},
      ControlRoute{"DELETE", "/armed", disarm_all},
      ControlRoute{"DELETE", "/armed/{id}", disarm_one},
      ControlRoute{"GET", "/tasks", list_tasks},
      ControlRoute{"GET", "/tasks/{id}", get_task},
      ControlRoute{"DELETE", "/tasks/{id}", delete_task},
      ControlRoute{"POST", "/tasks/{id}/step", step_task},
      ControlRoute{"POST", "/tasks/{id}/force", force_task},
      ControlRoute{"GET", "/tasks/{id}/video", get_task_video},
      ControlRoute{"GET", "/requests", list_requests},
      ControlRoute{"DELETE", "/requests", clear_requests},
      ControlRoute{"POST", "/requests/verify", verify_requests},
      ControlRoute{"GET", "/verdicts", list_verdicts},
      ControlRoute{"DELETE", "/verdicts", clear_verdicts},
      ControlRoute{"GET", "/webhook", get_webhook},
      ControlRoute{"PUT", "/webhook", put_webhook},
      ControlRoute{"DELETE", "/webhook", delete_webhook},
      ControlRoute{"GET", "/webhooks", list_webhooks},
      ControlRoute{"POST", "/webhooks/{id}/redeliver", redeliver_webhook},
      ControlRoute{"POST", "/reset", reset},
      ControlRoute{"GET", "/state", get_state},
      ControlRoute{"PUT", "/state", put_state},
  };
  return routes;
}

auto get_health(ControlCall& call) -> http::Response {
  const auto& mock = call.state.mock;
  const auto scenario = mock.director.global();
  return control_json({{"status", "ok"},
                       {"version", core::version()},
                       {"profile", mock.service.profile().id},
                       {"base_url", call.state.base_url},
                       {"example", example_of(mock.service.profile(), call.state.base_url)},
                       {"seed", mock.settings.seed},
                       {"clock", clock_json(call.state.clock)},
                       {"tasks", call.state.mock.service.store().size()},
                       {"requests", mock.log.total()},
                       {"scenario", scenario == nullptr ? Json() : Json(scenario->name)}});
}

auto get_openapi(ControlCall& /*call*/) -> http::Response {
  http::Response response{.status = 200};
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = core::embedded_file("schemas/control.openapi.json");
  return response;
}

auto get_metrics(ControlCall& call) -> http::Response {
  auto& mock = call.state.mock;
  http::Response response{.status = 200};
  response.headers.push_back({"Content-Type", "text/plain; version=0.0.4; charset=utf-8"});
  const auto gauge = [](const std::string& name, const std::string& help, std::size_t value) {
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " + std::to_string(value) + "\n";
  };
  response.body = mock.metrics.text(
      gauge("vidspec_mock_tasks", "Tasks that there are.", mock.service.store().size()) +
      gauge("vidspec_mock_logged_requests", "Requests that are remembered.", mock.log.kept()) +
      gauge("vidspec_mock_client_verdicts", "Kinds of mistakes that clients made.", mock.judge.verdicts().size()));
  return response;
}

auto get_clock(ControlCall& call) -> http::Response { return control_json(clock_json(call.state.clock)); }

auto post_clock(ControlCall& call) -> http::Response {
  auto& clock = call.state.clock;
  for (const auto& [name, value] : call.body.items()) {
    if (name == "freeze" && value == true) {
      clock.freeze();
    } else if (name == "resume" && value == true) {
      clock.resume();
    } else if (name == "advance") {
      clock.advance(span_of(value, "advance"));
    } else if (name == "set") {
      clock.set(instant_of(value));
    } else if (name == "speed" && value.is_number()) {
      clock.set_speed(value.get<double>());
    } else {
      throw core::InputError(
          "the clock takes freeze: true, resume: true, advance: span, set: milliseconds since 1970 or speed: number, "
          "not " +
          core::show(name));
    }
  }
  return get_clock(call);
}

}  // namespace vidspec::mock
