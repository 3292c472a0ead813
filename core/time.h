#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vidspec::core {

using Millis = std::chrono::milliseconds;

/// A moment of wall time with millisecond resolution. On the wire it becomes unix seconds or milliseconds, as the
/// profile says.
using Instant = std::chrono::sys_time<Millis>;

/// Where time comes from. Runner and mock are handed one; tests hand in a VirtualClock and move it.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Never goes backwards.
  [[nodiscard]] virtual auto now() const -> Instant = 0;
  /// Returns at `when` (at once if that has passed) with true, or earlier with false when the wait was interrupted.
  virtual auto wait_until(Instant when) -> bool = 0;
};

/// A clock that moves only when it is told to; waiting moves it. Not thread-safe.
class VirtualClock : public Clock {
 public:
  explicit VirtualClock(Instant start = Instant{std::chrono::seconds{1764649117}}) : now_(start) {}
  [[nodiscard]] auto now() const -> Instant override { return now_; }
  auto wait_until(Instant when) -> bool override {
    if (when > now_) now_ = when;
    return true;
  }
  void advance(Millis by) { now_ += by; }

 private:
  Instant now_;
};

/// Milliseconds since the epoch.
constexpr auto unix_millis(Instant instant) -> std::int64_t { return instant.time_since_epoch().count(); }
/// Whole seconds since the epoch.
constexpr auto unix_seconds(Instant instant) -> std::int64_t { return unix_millis(instant) / 1000; }

/// The last moment that has four digits for its year: what clocks of ours do not go beyond.
constexpr Instant last_instant{Millis{253'402'300'799'999}};

/// "2026-11-21T10:00:00.000Z".
auto rfc3339(Instant instant) -> std::string;

/// The moment of "2026-11-21T10:00:00.123+02:00" or "…Z"; a missing offset means UTC. Nothing for anything else.
auto parse_rfc3339(std::string_view text) -> std::optional<Instant>;

}  // namespace vidspec::core
