#pragma once

#include <memory>

#include "http/message.h"

namespace vidspec::http {

/// Calls a handler through cpp-httplib: its Server reads the request line from a stream of ours, finds the handler and
/// keeps what it throws away from us. The answer comes back as the handler made it, never as cpp-httplib would write
/// it. Headers and body are checked before and stay with us: its versions decode, reorder and inject headers
/// (docs/decisions).
class Dispatcher {
 public:
  explicit Dispatcher(Exchange handler);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  auto operator=(const Dispatcher&) -> Dispatcher& = delete;

  /// The handler's answer, or only the status with which cpp-httplib refused the request (400 for a method that it does
  /// not know) or met an exception of the handler (500): then `handled` is false. Thread-safe.
  auto dispatch(const Request& request, bool& handled) -> Response;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::http
