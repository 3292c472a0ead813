#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "http/server/connection.h"
#include "http/server/timers.h"

namespace vidspec::http {

/// The connections of a server, each run by one thread at a time. An event for a connection that another thread is
/// running is remembered and run by that thread; one for a connection that is gone is forgotten.
class Slots {
 public:
  using Time = Connection::Time;

  /// What a turn of a connection works on.
  struct Slot {
    std::atomic<std::uint64_t> state{0};  // life << 3 | flags
    std::atomic<bool> hung_up{false};     // the other side will send no more
    std::unique_ptr<Connection> connection;
    Time scheduled = Time::max();  // the earliest timer of this life
  };

  explicit Slots(std::size_t capacity) : chunks_((capacity + chunk_size - 1) / chunk_size), capacity_(capacity) {}

  /// A free slot, run by the caller until keep_running() ends; false when all are taken.
  auto take(ConnectionId& id) -> bool;
  /// Puts a connection into a slot just taken.
  void put(ConnectionId id, std::unique_ptr<Connection> connection);

  /// Runs a connection: `turn(slot)` is called once, and again for each event that comes meanwhile, until it returns
  /// false: then the connection is closed.
  template <class Turn>
  void run(ConnectionId id, bool hung_up, Turn turn) {
    auto& slot = at(id.slot);
    if (hung_up) slot.hung_up = true;
    if (acquire(slot, id.life)) keep_running(id, turn);
  }
  /// The same for a slot that is taken already.
  template <class Turn>
  void keep_running(ConnectionId id, Turn turn) {
    auto& slot = at(id.slot);
    do {
      if (!turn(slot)) return release(id);
    } while (!pause(slot, id.life));
  }

  [[nodiscard]] auto count() const -> std::size_t { return count_.load(std::memory_order_relaxed); }
  /// Every connection that lives now.
  auto all() -> std::vector<ConnectionId>;

 private:
  static constexpr std::size_t chunk_size = 256;
  static constexpr std::uint64_t running = 1, pending = 2, alive = 4;

  auto at(std::uint32_t index) -> Slot& { return chunks_[index / chunk_size][index % chunk_size]; }
  static auto acquire(Slot& slot, std::uint32_t life) -> bool;
  static auto pause(Slot& slot, std::uint32_t life) -> bool;
  void release(ConnectionId id);

  std::vector<std::unique_ptr<Slot[]>> chunks_;
  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<std::uint32_t> free_;
  std::uint32_t used_ = 0;
  std::atomic<std::size_t> count_{0};
};

}  // namespace vidspec::http
