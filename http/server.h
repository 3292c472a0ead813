#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vidspec::http {

/// How a server listens and what it bears.
struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                       ///< 0: ephemeral
  std::string tls_cert, tls_key;      ///< PEM files; both or neither
  std::size_t max_head = 64U << 10U;  ///< bytes of request line and headers
  std::size_t max_headers = 100;
  std::uint64_t max_body = 64U << 20U;
  /// Less than that for some requests, known by method and path; may be missing.
  std::function<std::uint64_t(std::string_view method, std::string_view path)> body_limit;
  core::Millis head_timeout{10'000};  ///< from the first byte of a request to the end of its head
  core::Millis body_timeout{60'000};
  core::Millis idle_timeout{120'000};  ///< between requests of a connection
  std::size_t max_connections = 10'000;
  int threads = 0;  ///< 0: as many as help on this machine
};

/// Serves an Exchange over TCP. Idle connections cost nothing and starve nobody; a delayed answer holds no thread;
/// malformed requests are answered with a 4xx (through `bad_request`, so that they speak the dialect) and close the
/// connection.
class Server {
 public:
  /// `handler` is called from several threads at once and must not block for long: delays belong into
  /// Response::delivery. `bad_request(status, reason)` gives the answer to a request that never became one.
  Server(ServerOptions options, Exchange handler,
         std::function<Response(int status, const std::string& reason)> bad_request = {});
  ~Server();
  Server(const Server&) = delete;
  auto operator=(const Server&) -> Server& = delete;

  /// Binds, listens and serves in threads of its own. Throws core::InputError with one line when the port is taken, the
  /// host is unknown or a TLS file is bad.
  void start();
  /// Takes no new connection, lets running answers end for at most `grace`, then closes everything. Idempotent.
  void stop(core::Millis grace = core::Millis{2000});

  [[nodiscard]] auto port() const -> int;
  /// Open connections, for metrics.
  [[nodiscard]] auto connections() const -> std::size_t;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::http
