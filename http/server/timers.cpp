#include "http/server/timers.h"

#include <sys/timerfd.h>
#include <unistd.h>

namespace vidspec::http {

using namespace std::chrono;

Timers::Timers() : fd_(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {}

Timers::~Timers() { ::close(fd_); }

void Timers::add(Time when, ConnectionId id) {
  const std::scoped_lock lock(mutex_);
  const bool earliest = entries_.empty() || when < entries_.top().when;
  entries_.push({when, id});
  if (earliest) arm();
}

auto Timers::take_due(Time now) -> std::vector<ConnectionId> {
  std::uint64_t fired = 0;
  const auto size = ::read(fd_, &fired, sizeof fired);
  static_cast<void>(size);
  std::vector<ConnectionId> due;
  const std::scoped_lock lock(mutex_);
  while (!entries_.empty() && entries_.top().when <= now) {
    due.push_back(entries_.top().id);
    entries_.pop();
  }
  if (!entries_.empty()) arm();
  return due;
}

void Timers::arm() {
  // steady_clock is CLOCK_MONOTONIC. All zero would switch the timer off.
  const auto at = std::max<nanoseconds>(entries_.top().when.time_since_epoch(), 1ns);
  itimerspec when{};
  when.it_value.tv_sec = duration_cast<seconds>(at).count();
  when.it_value.tv_nsec = (at % 1s).count();
  ::timerfd_settime(fd_, TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace vidspec::http
