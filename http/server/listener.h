#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace vidspec::http {

/// A listening socket. Throws core::InputError with one line when the host is unknown or the port taken.
class Listener {
 public:
  Listener(const std::string& host, int port);
  ~Listener();
  Listener(const Listener&) = delete;
  auto operator=(const Listener&) -> Listener& = delete;

  [[nodiscard]] auto fd() const -> int { return fd_; }
  [[nodiscard]] auto port() const -> int { return port_; }
  /// A new connection, non-blocking and without Nagle's delay, or -1 when none waits. `peer` becomes its numeric
  /// address. Where the process has no descriptor left, the connection is closed, so that it does not wait for ever.
  auto accept(std::string& peer) -> int;
  /// From now on connecting fails.
  void refuse_new();

 private:
  void shed();
  int fd_ = -1;
  int port_ = 0;
  std::mutex spare_mutex_;
  int spare_ = -1;  // given up for a moment to close what cannot be accepted
};

}  // namespace vidspec::http
