#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "core/time.h"

namespace vidspec::mock {

/// The one clock of a mock: runs at any speed on top of another clock, can be frozen, moved and set. Never goes
/// backwards. Thread-safe as far as the clock below is; reading takes no lock.
class MockClock : public core::Clock {
 public:
  explicit MockClock(core::Clock& base, double speed = 1);

  [[nodiscard]] auto now() const -> core::Instant override;
  /// The clock below: what clients live by.
  [[nodiscard]] auto real_now() const -> core::Instant { return base_.now(); }
  /// Waits on the clock below, so a move of this one is noticed within 20 ms of it. False when the clock below was
  /// interrupted.
  auto wait_until(core::Instant when) -> bool override;

  /// Mock milliseconds per real one; 0 while frozen.
  [[nodiscard]] auto speed() const -> double;
  [[nodiscard]] auto frozen() const -> bool { return speed() == 0; }

  void freeze();
  /// Goes on at the speed it had before it was frozen.
  void resume();
  /// Throws core::InputError unless 0 < speed <= 1,000,000.
  void set_speed(double speed);
  /// Throws core::InputError for a negative span.
  void advance(core::Millis by);
  /// Throws core::InputError for a moment that has passed.
  void set(core::Instant when);

 private:
  void anchor(core::Instant now, double speed);  // with mutex_ held

  core::Clock& base_;
  std::mutex mutex_;                       // of those who change
  double usual_speed_;                     // guarded by mutex_
  std::atomic<std::uint32_t> version_{0};  // odd while the three below change
  std::atomic<std::int64_t> base_ms_{0};
  std::atomic<std::int64_t> mock_ms_{0};
  std::atomic<double> speed_{1};
};

}  // namespace vidspec::mock
