#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"
#include "mock/clock.h"
#include "mock/mock.h"

namespace vidspec::mock {

/// The control API of a mock, served on a port of its own (schemas/control.openapi.json describes it). Refuses what did
/// not come from this machine's own pages and programs: a foreign Host or Origin. Thread-safe.
class Control {
 public:
  Control(Mock& mock, MockClock& clock);
  ~Control();
  Control(const Control&) = delete;
  auto operator=(const Control&) -> Control& = delete;

  /// Where the mock is served, for people; to be called before the first request.
  void set_base_url(std::string url);

  /// Never throws.
  auto handle(const http::Request& request) -> http::Response;

  /// The largest body that a route takes: 64 MiB for an imported state (about 100,000 tasks), 1 MiB for all others.
  static auto body_limit(std::string_view method, std::string_view path) -> std::uint64_t;

  /// The answer to a request that never became one.
  static auto bad_request(int status, const std::string& reason) -> http::Response;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::mock
