#include "mock/mock.h"

#include "mock/snapshot.h"
#include "mock/state.h"

namespace vidspec::mock {

Mock::Mock(std::shared_ptr<const core::Profile> profile, Settings settings, core::Clock& clock)
    : state_(std::make_unique<State>(std::move(profile), std::move(settings), clock)) {}

Mock::~Mock() = default;

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

void Mock::set_scenario(std::shared_ptr<const Scenario> scenario) { state_->director.set_global(std::move(scenario)); }

auto Mock::export_state() -> core::Json { return mock::export_state(state_->service, state_->clock.now()); }

void Mock::import_state(const core::Json& state) { mock::import_state(state, state_->service, state_->library); }

auto Mock::verdicts() const -> std::vector<ClientVerdict> { return state_->judge.verdicts(); }

void Mock::run_webhooks(const http::Exchange& send, core::Instant wall) {
  state_->webhooks.run(state_->clock.now(), wall, send);
}

auto Mock::state() -> State& { return *state_; }

}  // namespace vidspec::mock
