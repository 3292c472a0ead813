#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/server.h"
#include "http/testing.h"

namespace vidspec::http::testing {

/// A server that counts what reaches its handler, and ways to send it bytes.
class Hostile : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    server = std::make_unique<Server>(
        std::move(options),
        [this](const Request& request) -> Response {
          ++handled;
          return {.status = 200, .body = request.method + " " + request.url + " " + request.body};
        },
        [](int status, const std::string& reason) -> Response {
          return {.status = status, .headers = {{"X-Dialect", "ours"}}, .body = reason};
        });
    server->start();
  }
  /// What the server says to these bytes until it closes.
  auto talk(const std::string& bytes) -> std::string {
    Socket socket(connect_to(server->port()));
    socket.send(bytes);
    ::shutdown(socket.fd(), SHUT_WR);
    return socket.receive_all();
  }
  static auto count(std::string_view text, std::string_view what) -> int {
    int found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
    return found;
  }
  void expect_healthy() {
    Client client;
    const auto got = client.ask({.url = "http://127.0.0.1:" + std::to_string(server->port()) + "/healthy"});
    EXPECT_EQ(got.status, 200) << got.failure_detail;
    EXPECT_LT(got.duration, core::Millis{2000});  // an overloaded machine included
  }

  std::unique_ptr<Server> server;
  std::atomic<int> handled{0};
};

}  // namespace vidspec::http::testing
