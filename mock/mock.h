#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/lifecycle.h"
#include "core/profile.h"
#include "core/time.h"
#include "http/message.h"

namespace vidspec::mock {

struct Scenario;
struct ClientVerdict;

/// How a mock behaves when no scenario says otherwise.
struct Settings {
  core::Course course;                       ///< the life of every task
  std::uint64_t seed = 1;                    ///< ids, jitter and fault sequences repeat with it
  std::string api_key;                       ///< the only key accepted; empty: any `sk-…` key but `sk-invalid…`
  std::size_t log_requests = 1000;           ///< how many are remembered
  std::size_t max_tasks = 0;                 ///< oldest are evicted beyond it; 0: no cap
  std::uint64_t content_size = 0;            ///< bytes of every download, by padding; 0: what the video takes
  core::Millis poll_after{500};              ///< value of the dialect's poll hint header; 0: none is sent
  std::string scheme = "http";               ///< of result URLs; the request's Host follows
  bool cors = false;                         ///< pages of any origin may use it
  std::string webhook_url;                   ///< where events go; empty: nowhere
  std::string webhook_secret;                ///< that signs them
  std::shared_ptr<const Scenario> scenario;  ///< acts on every request; nullptr: none
};

/// A server of one dialect, without a wire: give it requests, get answers. Thread-safe. A task's state is computed from
/// the clock, never advanced by a thread.
class Mock {
 public:
  Mock(std::shared_ptr<const core::Profile> profile, Settings settings, core::Clock& clock);
  ~Mock();
  Mock(const Mock&) = delete;
  auto operator=(const Mock&) -> Mock& = delete;

  /// Never throws: whatever the client sent gets an answer of the dialect.
  auto handle(const http::Request& request) -> http::Response;

  /// The answer to something that was not a request (malformed head, too large), in the dialect's error envelope.
  [[nodiscard]] auto bad_request(int status, const std::string& reason) const -> http::Response;

  /// Makes a scenario act on every request from now on; nullptr: none.
  void set_scenario(std::shared_ptr<const Scenario> scenario);

  /// Everything that it knows of its tasks, and such an object taken in again. import_state throws core::InputError and
  /// then has changed nothing.
  auto export_state() -> core::Json;
  void import_state(const core::Json& state);

  /// What clients did wrong, most frequent first.
  [[nodiscard]] auto verdicts() const -> std::vector<ClientVerdict>;

  /// Sends the webhooks that are due, in the caller's thread. `wall` is the time that goes into signatures.
  void run_webhooks(const http::Exchange& send, core::Instant wall);

  struct State;
  /// For the control API of this folder (mock/state.h).
  auto state() -> State&;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::mock
