#include "http/server/slots.h"

namespace vidspec::http {

auto Slots::take(ConnectionId& id) -> bool {
  const std::scoped_lock lock(mutex_);
  if (!free_.empty()) {
    id.slot = free_.back();
    free_.pop_back();
  } else if (used_ < capacity_) {
    id.slot = used_++;
    if (auto& chunk = chunks_[id.slot / chunk_size]; !chunk) chunk = std::make_unique<Slot[]>(chunk_size);
  } else {
    return false;
  }
  id.life = static_cast<std::uint32_t>(at(id.slot).state.load() >> 3U);
  ++count_;
  return true;
}

void Slots::put(ConnectionId id, std::unique_ptr<Connection> connection) {
  auto& slot = at(id.slot);
  slot.connection = std::move(connection);
  slot.scheduled = Time::max();
  slot.hung_up = false;
  slot.state.store(std::uint64_t{id.life} << 3U | alive | running);
}

auto Slots::acquire(Slot& slot, std::uint32_t life) -> bool {
  auto state = slot.state.load();
  while (true) {
    if (static_cast<std::uint32_t>(state >> 3U) != life || (state & alive) == 0) return false;
    const auto next = state | ((state & running) != 0 ? pending : running);
    if (slot.state.compare_exchange_weak(state, next)) return (state & running) == 0;
  }
}

auto Slots::pause(Slot& slot, std::uint32_t life) -> bool {
  auto expected = std::uint64_t{life} << 3U | alive | running;
  if (slot.state.compare_exchange_strong(expected, expected & ~running)) return true;
  slot.state.fetch_and(~pending);
  return false;
}

void Slots::release(ConnectionId id) {
  auto& slot = at(id.slot);
  slot.connection.reset();
  slot.state.store(std::uint64_t{id.life + 1} << 3U);
  const std::scoped_lock lock(mutex_);
  free_.push_back(id.slot);
  --count_;
}

auto Slots::all() -> std::vector<ConnectionId> {
  const std::scoped_lock lock(mutex_);
  std::vector<ConnectionId> ids;
  for (std::uint32_t index = 0; index < used_; ++index) {
    const auto state = at(index).state.load();
    if ((state & alive) != 0) ids.push_back({index, static_cast<std::uint32_t>(state >> 3U)});
  }
  return ids;
}

}  // namespace vidspec::http
