#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/message.h"

namespace vidspec::http {

/// Sees one exchange pass through a relay. Called by one thread, in this order; what it does delays the exchange.
class Passage {
 public:
  virtual ~Passage() = default;
  /// A piece of the request's body, on its way up.
  virtual void sent(std::string_view body) = 0;
  /// Status and headers as upstream sent them; not called when no answer came.
  virtual void answered(const Response& head) = 0;
  /// A piece of the answer's body, on its way down.
  virtual void received(std::string_view body) = 0;
  /// The end, with status, times, and failure.
  virtual void ended(const Response& end) = 0;
};

/// How a relay listens and where to.
struct RelayOptions {
  std::string upstream;  ///< any URL of the server that requests go to; its origin counts
  std::string host = "127.0.0.1";
  int port = 0;                       ///< 0: ephemeral
  std::string ca_file;                ///< PEM; empty: SSL_CERT_FILE, else the system's
  core::Millis patience{600'000};     ///< of an exchange without any byte in any direction
  core::Millis idle{120'000};         ///< of a client between requests
  std::size_t max_connections = 256;  ///< more are turned away with a 503
};

/// A reverse proxy that passes bodies on in both directions as they come, and changes nothing that a client would
/// notice: hop-by-hop headers are its own business, Host becomes upstream's, answers are asked for unencoded, and a
/// Location at upstream leads back through the relay. A request goes up exactly once. Where no answer comes, the client
/// gets a 502 or 504 that says why.
class Relay {
 public:
  /// Called with the head of each request, its URL at upstream; from many threads at once.
  using Open = std::function<std::unique_ptr<Passage>(const Request& head)>;

  /// Throws core::InputError for an upstream that is no http(s) URL and a CA file that cannot be read.
  Relay(RelayOptions options, Open open);
  ~Relay();
  Relay(const Relay&) = delete;
  auto operator=(const Relay&) -> Relay& = delete;

  /// Binds, listens and serves in threads of its own. Throws core::InputError with one line when the port is taken.
  void start();
  /// Takes no new connection, lets running exchanges end for at most `grace`, then ends them. Idempotent.
  void stop(core::Millis grace = core::Millis{2000});
  [[nodiscard]] auto port() const -> int;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::http
