#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/json.h"
#include "mock/clock.h"
#include "mock/control.h"
#include "mock/state.h"

namespace vidspec::mock {

/// What the control API works on.
struct Control::State {
  Mock::State& mock;
  MockClock& clock;
  std::string base_url;
};

/// One request of the control API.
struct ControlCall {
  Control::State& state;
  const http::Request& request;
  std::string id;          ///< of `{id}` in the path, decoded
  const core::Json& body;  ///< an object; empty where none was sent

  /// A decoded member of the query, or empty.
  [[nodiscard]] auto query(std::string_view name) const -> std::string;
};

/// There is nothing of the name, id or number that the path has: a 404.
struct NothingThere : core::InputError {
  using core::InputError::InputError;
};

/// One route. Handlers throw core::InputError for bad input, which becomes a 400.
struct ControlRoute {
  std::string_view method;
  std::string_view path;  ///< with `{id}`
  http::Response (*handle)(ControlCall& call);
};

/// All routes but the console's files.
auto control_routes() -> std::span<const ControlRoute>;

/// Answers for handlers.
auto control_json(const core::Json& json, int status = 200) -> http::Response;
auto control_error(int status, const std::string& message) -> http::Response;

// Handlers, by what they are about.
auto get_health(ControlCall& call) -> http::Response;
auto get_openapi(ControlCall& call) -> http::Response;
auto get_metrics(ControlCall& call) -> http::Response;
auto get_clock(ControlCall& call) -> http::Response;
auto post_clock(ControlCall& call) -> http::Response;
auto list_scenarios(ControlCall& call) -> http::Response;
auto get_scenario(ControlCall& call) -> http::Response;
auto put_scenario(ControlCall& call) -> http::Response;
auto set_global_scenario(ControlCall& call) -> http::Response;
auto clear_global_scenario(ControlCall& call) -> http::Response;
auto list_armed(ControlCall& call) -> http::Response;
auto arm(ControlCall& call) -> http::Response;
auto disarm_all(ControlCall& call) -> http::Response;
auto disarm_one(ControlCall& call) -> http::Response;
auto list_tasks(ControlCall& call) -> http::Response;
auto get_task(ControlCall& call) -> http::Response;
auto delete_task(ControlCall& call) -> http::Response;
auto step_task(ControlCall& call) -> http::Response;
auto force_task(ControlCall& call) -> http::Response;
auto get_task_video(ControlCall& call) -> http::Response;
auto list_requests(ControlCall& call) -> http::Response;
auto clear_requests(ControlCall& call) -> http::Response;
auto verify_requests(ControlCall& call) -> http::Response;
auto list_verdicts(ControlCall& call) -> http::Response;
auto clear_verdicts(ControlCall& call) -> http::Response;
auto get_webhook(ControlCall& call) -> http::Response;
auto put_webhook(ControlCall& call) -> http::Response;
auto delete_webhook(ControlCall& call) -> http::Response;
auto list_webhooks(ControlCall& call) -> http::Response;
auto redeliver_webhook(ControlCall& call) -> http::Response;
auto reset(ControlCall& call) -> http::Response;
auto get_state(ControlCall& call) -> http::Response;
auto put_state(ControlCall& call) -> http::Response;

}  // namespace vidspec::mock
