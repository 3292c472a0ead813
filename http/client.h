#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "http/message.h"

namespace vidspec::http {

/// How a client asks.
struct ClientOptions {
  std::string ca_file;  ///< PEM; empty: SSL_CERT_FILE, else the system's
  std::string user_agent = "vidspec";
  std::size_t max_header_bytes = 256U << 10U;
  const std::atomic<bool>* interrupt = nullptr;  ///< becomes true: the running exchange ends with Failure::interrupted
};

/// Asks over libcurl: http and https only, TLS verified, redirects never followed, bodies and time bounded in total,
/// failures told apart, raw header lines kept. One exchange at a time; not thread-safe.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(Client&&) noexcept;
  auto operator=(Client&&) noexcept -> Client&;

  /// Never throws for what the server does.
  auto ask(const Request& request) -> Response;

  /// The proxy that a URL goes through (HTTPS_PROXY, NO_PROXY; never for loopback), or empty.
  [[nodiscard]] static auto proxy_for(const std::string& url) -> std::string;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::http
