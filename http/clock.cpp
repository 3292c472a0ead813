#include "http/clock.h"

#include <algorithm>
#include <thread>

namespace vidspec::http {

using std::chrono::steady_clock;

SystemClock::SystemClock(const std::atomic<bool>* interrupt)
    : interrupt_(interrupt),
      wall_start_(std::chrono::time_point_cast<core::Millis>(std::chrono::system_clock::now())),
      start_(steady_clock::now()) {}

auto SystemClock::now() const -> core::Instant {
  return wall_start_ + std::chrono::duration_cast<core::Millis>(steady_clock::now() - start_);
}

auto SystemClock::wait_until(core::Instant when) -> bool {
  // In slices, so that an interrupt from a signal handler is noticed without a lock.
  constexpr core::Millis slice{50};
  while (now() < when) {
    if (interrupt_ != nullptr && interrupt_->load()) return false;
    std::this_thread::sleep_for(std::min(slice, when - now()));
  }
  return interrupt_ == nullptr || !interrupt_->load();
}

}  // namespace vidspec::http
