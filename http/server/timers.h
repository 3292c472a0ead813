#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <queue>
#include <vector>

namespace vidspec::http {

/// Which connection of a server: the slot, and which of its lives.
struct ConnectionId {
  std::uint32_t slot = 0;
  std::uint32_t life = 0;
};

/// When connections want to be woken, behind one timerfd. Thread-safe.
class Timers {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Timers();
  ~Timers();
  Timers(const Timers&) = delete;
  auto operator=(const Timers&) -> Timers& = delete;

  [[nodiscard]] auto fd() const -> int { return fd_; }
  void add(Time when, ConnectionId id);
  /// Takes what is due by now.
  auto take_due(Time now) -> std::vector<ConnectionId>;

 private:
  struct Entry {
    Time when;
    ConnectionId id;
    auto operator<(const Entry& other) const -> bool { return when > other.when; }  // the earliest on top
  };
  void arm();

  int fd_;
  std::mutex mutex_;
  std::priority_queue<Entry> entries_;
};

}  // namespace vidspec::http
