#pragma once

#include <atomic>

#include "core/time.h"

namespace vidspec::http {

/// Real time: wall clock at construction, monotonic from then on. Thread-safe.
class SystemClock : public core::Clock {
 public:
  /// `interrupt` ends a wait early; may be nullptr.
  explicit SystemClock(const std::atomic<bool>* interrupt = nullptr);
  [[nodiscard]] auto now() const -> core::Instant override;
  auto wait_until(core::Instant when) -> bool override;

 private:
  const std::atomic<bool>* interrupt_;
  core::Instant wall_start_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace vidspec::http
