#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "conformance/collect.h"
#include "conformance/testing.h"
#include "core/journal.h"
#include "http/client.h"
#include "http/testing.h"

namespace vidspec::conformance {
namespace {

using http::testing::RawServer;
using http::testing::Socket;

auto answer(const std::string& status, const std::string& body) -> std::string {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: keep-alive\r\n\r\n" + body;
}

const std::string unknown = answer(
    "404 Not Found", R"({"error":{"message":"no","type":"invalid_request_error","param":null,"code":"not_found"}})");

/// A target that keeps every connection until a create comes; what it does then is the case. It counts what arrives.
class KeepingTarget {
 public:
  explicit KeepingTarget(std::function<void(Socket&)> on_create)
      : on_create_(std::move(on_create)), server_([this](Socket& socket) { serve(socket); }) {}

  [[nodiscard]] auto base_url() const -> std::string { return server_.url("/v1"); }
  [[nodiscard]] auto creates() const -> int { return creates_; }
  [[nodiscard]] auto creates_on_used_connections() const -> int { return on_used_; }

 private:
  void serve(Socket& socket) {
    int before = 0;
    for (auto request = socket.receive_request(); !request.empty(); request = socket.receive_request(), ++before) {
      if (!request.starts_with("POST ")) {
        if (!socket.send(unknown)) return;
        continue;
      }
      ++creates_;
      on_used_ += before > 0 ? 1 : 0;
      on_create_(socket);
      if (socket.fd() < 0) return;
    }
  }

  std::function<void(Socket&)> on_create_;
  std::atomic<int> creates_{0};
  std::atomic<int> on_used_{0};
  RawServer server_;
};

struct Death {
  const char* what;
  std::function<void(Socket&)> on_create;
};

// libcurl by itself sends a request again when a kept connection dies under it. A whole run must not.
TEST(OnTheWire, AKeptConnectionThatDiesUnderACreateMakesNoSecondCreate) {
  const Death cases[] = {
      {"closed", [](Socket& socket) { socket.close(); }},
      {"reset", [](Socket& socket) { socket.reset(); }},
      {"closed within the head", [](Socket& socket) { socket.send("HTTP/1.1 200 OK\r\nConte"), socket.close(); }},
      {"reset within the body",
       [](Socket& socket) { socket.send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"), socket.reset(); }},
      {"expectation refused", [](Socket& socket) { socket.send(answer("417 Expectation Failed", "{}")); }},
      {"redirected to itself",
       [](Socket& socket) {
         socket.send("HTTP/1.1 307 Go\r\nLocation: /v1/videos\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
       }},
      {"slow down, without Retry-After", [](Socket& socket) { socket.send(answer("503 Busy", "{}")); }},
  };
  const auto profile = testing::profile("openai");
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    KeepingTarget target(one.on_create);
    RunOptions options;
    options.base_url = target.base_url();
    options.api_key = "sk-wire-0123456789";
    options.max_videos = 5;
    http::Client client;
    core::VirtualClock clock;
    core::MemoryJournal journal(core::Redactor({options.api_key}));
    collect(
        *profile, options, make_plan(*profile, options),
        [&](const http::Request& request) { return client.ask(request); }, clock, journal);
    const auto& sent = journal.journal().exchanges;
    const auto posts =
        std::count_if(sent.begin(), sent.end(), [](const auto& e) { return e.request.method == "POST"; });
    EXPECT_EQ(target.creates(), posts) << "what the journal does not know of";
    EXPECT_EQ(target.creates_on_used_connections(), 0);
    EXPECT_EQ(std::count_if(sent.begin(), sent.end(), [](const auto& e) { return e.intent == "create"; }), 1);
  }
}

}  // namespace
}  // namespace vidspec::conformance
