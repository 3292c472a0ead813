#pragma once

#include <cstdint>
#include <vector>

#include "http/message.h"

namespace vidspec::http::testing {

/// A way to deliver the answer 200 with the body "0123456789", and what a client sees of it.
struct DeliveryFault {
  const char* what;
  Delivery delivery;
  core::Failure failure;
  int status;
  std::uint64_t received;
};

/// One table for the server and for in_memory(): what a client sees must not depend on the wire.
inline auto delivery_faults() -> std::vector<DeliveryFault> {
  using core::Failure;
  using core::Millis;
  using End = Delivery::End;
  return {
      {"close before", {.end = End::close}, Failure::reset, 0, 0},
      {"reset before", {.end = End::reset}, Failure::reset, 0, 0},
      {"close after head", {.end = End::close, .headers_first = true}, Failure::truncated, 200, 0},
      {"reset after head", {.end = End::reset, .headers_first = true}, Failure::reset, 200, 0},
      {"truncated", {.stop_after = 4, .end = End::close}, Failure::truncated, 200, 4},
      {"reset within", {.stop_after = 4, .end = End::reset}, Failure::reset, 200, 4},
      {"chunked", {.chunked = true}, Failure::none, 200, 10},
      {"chunked cut", {.stop_after = 4, .end = End::close, .chunked = true}, Failure::truncated, 200, 4},
      {"bad chunk", {.bad_chunk = true}, Failure::protocol, 200, 5},
      {"too long declared", {.declared_length = 20}, Failure::truncated, 200, 10},
      {"too short declared", {.declared_length = 3}, Failure::none, 200, 3},
      {"delay", {.delay = Millis{30}}, Failure::none, 200, 10},
      {"drip", {.bytes_per_second = 200}, Failure::none, 200, 10},
      {"chunked drip", {.bytes_per_second = 200, .chunked = true}, Failure::none, 200, 10},
      {"short stall", {.stall = Millis{30}}, Failure::none, 200, 10},
      {"long stall", {.stall = Millis{100'000}}, Failure::timeout, 200, 0},
      {"stall within", {.stop_after = 4, .stall = Millis{100'000}}, Failure::timeout, 200, 4},
      {"stall within, then on", {.stop_after = 4, .stall = Millis{30}}, Failure::none, 200, 10},
      {"stall within, then cut", {.stop_after = 4, .end = End::close, .stall = Millis{30}}, Failure::truncated, 200, 4},
      {"drip, then reset", {.bytes_per_second = 200, .stop_after = 4, .end = End::reset}, Failure::reset, 200, 4},
      {"raw garbage", {.raw = "SSH-2.0-x\r\n"}, Failure::protocol, 0, 0},
      {"raw nothing", {.raw = ""}, Failure::reset, 0, 0},
      {"raw until close", {.raw = "HTTP/1.1 200 OK\r\n\r\nok!"}, Failure::none, 200, 3},
      {"raw head cut", {.raw = "HTTP/1.1 200 OK\r\nA: b\r\n"}, Failure::reset, 0, 0},
      {"raw good",
       {.raw = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
       Failure::none,
       200,
       2},
      {"raw chunks",
       {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"},
       Failure::none,
       200,
       2},
      {"raw chunk cut",
       {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok"},
       Failure::truncated,
       200,
       2},
      {"raw bad length", {.raw = "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok"}, Failure::protocol, 200, 0},
      {"raw no colon", {.raw = "HTTP/1.1 200 OK\r\nnonsense\r\n\r\nok"}, Failure::protocol, 200, 0},
  };
}

}  // namespace vidspec::http::testing
