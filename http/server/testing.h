#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "http/server.h"
#include "http/testing.h"

namespace vidspec::http::testing {

/// Digits that count on for ever.
class Digits : public ByteSource {
 public:
  explicit Digits(std::uint64_t size) : size_(size) {}
  [[nodiscard]] auto size() const -> std::uint64_t override { return size_; }
  void read(std::uint64_t offset, std::span<char> into) const override {
    for (auto& c : into) c = static_cast<char>('0' + offset++ % 10);
  }

 private:
  std::uint64_t size_;
};

/// Answers by path; what is not known echoes the request.
inline auto handle(const Request& request) -> Response {
  const auto path = path_of(request.url);
  if (path == "/throw") throw std::runtime_error("ours");
  if (path == "/source")
    return {.status = 200, .headers = {{"ETag", "\"d\""}}, .source = std::make_shared<Digits>(3'000'000)};
  if (path == "/delay") return {.status = 200, .body = "late", .delivery = {.delay = core::Millis{200}}};
  if (path == "/big") return {.status = 200, .body = std::string(2'000'000, 'b')};
  Response response{.status = 200, .headers = {{"X-zulu", "1"}, {"X-Alpha", "2"}, {"X-zulu", "3"}}};
  response.body = request.method + " " + request.url + "\n";
  for (const auto& header : request.headers) response.body += header.name + ": " + header.value + "\n";
  response.body += "\n" + request.body;
  return response;
}

/// A server of a test, and ways to talk to it.
class ServerTest : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}, Exchange handler = handle) {
    server = std::make_unique<Server>(std::move(options), std::move(handler));
    server->start();
  }
  auto url(const std::string& target) -> std::string {
    return "http://127.0.0.1:" + std::to_string(server->port()) + target;
  }
  /// Everything the server says to these bytes until it closes.
  auto talk(const std::string& bytes) -> std::string {
    Socket socket(connect_to(server->port()));
    socket.send(bytes);
    ::shutdown(socket.fd(), SHUT_WR);
    return socket.receive_all();
  }

  std::unique_ptr<Server> server;
};

}  // namespace vidspec::http::testing
