#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vidspec::http::testing {

/// A blocking connection of a test, either side. Closes itself.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket();
  Socket(const Socket&) = delete;
  auto operator=(const Socket&) -> Socket& = delete;

  [[nodiscard]] auto fd() const -> int { return fd_; }
  /// False when the other side is gone.
  auto send(std::string_view bytes) -> bool;
  /// Waits at most 5 s for something; empty at the end of the stream, after a reset or in vain.
  auto receive() -> std::string;
  /// All that comes until the stream ends.
  auto receive_all() -> std::string;
  /// One request with its body as Content-Length says; empty when the stream ends before.
  auto receive_request() -> std::string;
  /// Ends with an RST instead of a FIN.
  void reset();
  void close();

 private:
  int fd_;
  std::string buffer_;
};

/// A connection to a port of loopback.
auto connect_to(int port) -> int;

/// A hostile server of a test: every connection is handed to the script, each in a thread of its own.
class RawServer {
 public:
  using Script = std::function<void(Socket&)>;
  explicit RawServer(Script script);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  auto operator=(const RawServer&) -> RawServer& = delete;

  [[nodiscard]] auto port() const -> int { return port_; }
  [[nodiscard]] auto url(std::string_view target = "/") const -> std::string;
  [[nodiscard]] auto connections() const -> int { return connections_; }

 private:
  void accept_all();

  Script script_;
  int listener_;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A script that reads a request, says something, and ends with a FIN.
auto says(std::string answer) -> RawServer::Script;

/// An answer of 200 with that body, its Content-Length and further header lines (each with its end).
auto with_length(const std::string& headers, const std::string& body) -> std::string;

/// A key and a certificate as PEM files in a folder of their own below the test's temporary folder.
struct Certificate {
  std::string cert_file, key_file;
};

/// Makes a self-signed certificate for that host (a name or 127.0.0.1) that is valid from now plus `from_days` to
/// `to_days`.
auto make_certificate(const std::string& host, int from_days = -1, int to_days = 1) -> Certificate;

}  // namespace vidspec::http::testing
