#include "mock/control.h"

#include "core/json.h"
#include "mock/state.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto answer_json(int status, const Json& json) -> http::Response {
  http::Response response{.status = status};
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace

struct Control::State {
  Mock::State& mock;
  MockClock& clock;
};

Control::Control(Mock& mock, MockClock& clock) : state_(std::make_unique<State>(State{mock.state(), clock})) {}

Control::~Control() = default;

auto Control::handle(const http::Request& request) -> http::Response {
  if (http::path_of(request.url) == "/health") {
    return answer_json(200, {{"status", "ok"}, {"profile", state_->mock.service.profile().id}});
  }
  return answer_json(404, {{"error", "there is no " + std::string(http::path_of(request.url))}});
}

}  // namespace vidspec::mock
