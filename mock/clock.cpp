#include "mock/clock.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace vidspec::mock {

namespace {

constexpr double fastest = 1'000'000;
constexpr core::Millis slice{20};

auto checked(double speed) -> double {
  if (speed > 0 && speed <= fastest) return speed;
  throw core::InputError("speed", "", "must be more than 0 and at most 1000000");
}

}  // namespace

MockClock::MockClock(core::Clock& base, double speed) : base_(base), usual_speed_(checked(speed)) {
  const std::lock_guard lock(mutex_);
  anchor(base_.now(), usual_speed_);
}

void MockClock::anchor(core::Instant now, double speed) {
  version_.fetch_add(1);
  base_ms_.store(core::unix_millis(base_.now()));
  mock_ms_.store(core::unix_millis(now));
  speed_.store(speed);
  version_.fetch_add(1);
}

auto MockClock::now() const -> core::Instant {
  for (;;) {
    const auto version = version_.load();
    const auto base_ms = base_ms_.load();
    const auto mock_ms = mock_ms_.load();
    const double speed = speed_.load();
    if ((version & 1U) != 0 || version_.load() != version) continue;
    const double passed = static_cast<double>(core::unix_millis(base_.now()) - base_ms) * speed;
    return core::Instant{core::Millis{mock_ms + static_cast<std::int64_t>(passed)}};
  }
}

auto MockClock::speed() const -> double { return speed_.load(); }

auto MockClock::wait_until(core::Instant when) -> bool {
  for (core::Instant at = now(); at < when; at = now()) {
    const double rate = speed();
    const double real = rate > 0 ? static_cast<double>((when - at).count()) / rate : static_cast<double>(slice.count());
    const core::Millis wait =
        std::clamp(core::Millis{static_cast<std::int64_t>(std::min(std::ceil(real), 1000.0))}, core::Millis{1}, slice);
    if (!base_.wait_until(base_.now() + wait)) return false;
  }
  return true;
}

void MockClock::freeze() {
  const std::lock_guard lock(mutex_);
  anchor(now(), 0);
}

void MockClock::resume() {
  const std::lock_guard lock(mutex_);
  anchor(now(), usual_speed_);
}

void MockClock::set_speed(double speed) {
  const std::lock_guard lock(mutex_);
  usual_speed_ = checked(speed);
  anchor(now(), usual_speed_);
}

void MockClock::advance(core::Millis by) {
  if (by.count() < 0) throw core::InputError("advance", "", "the clock never goes backwards");
  const std::lock_guard lock(mutex_);
  if (by > core::last_instant - now()) throw core::InputError("advance", "", "the clock ends with the year 9999");
  anchor(now() + by, speed());
}

void MockClock::set(core::Instant when) {
  const std::lock_guard lock(mutex_);
  if (when < now()) throw core::InputError("set", "", "the clock never goes backwards");
  anchor(when, speed());
}

}  // namespace vidspec::mock
