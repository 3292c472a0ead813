#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "core/operation.h"
#include "mock/scenario/faults.h"

namespace vidspec::mock {

/// Counters of a mock. Thread-safe.
class Metrics {
 public:
  void request(std::optional<core::Operation> operation, int status);
  void fault(const Fault& fault);

  /// In the text format of Prometheus; `gauges` are lines that the caller adds.
  [[nodiscard]] auto text(const std::string& gauges) const -> std::string;

 private:
  static constexpr std::size_t operations = core::all_operations.size() + 1;  // the last: none
  static constexpr std::size_t most_faults = 64;
  std::array<std::array<std::atomic<std::uint64_t>, 6>, operations> requests_{};  // by class of status
  std::array<std::atomic<std::uint64_t>, most_faults> faults_{};                  // in the order of faults()
};

}  // namespace vidspec::mock
