#include "mock/control/metrics.h"

#include <algorithm>

namespace vidspec::mock {

void Metrics::request(std::optional<core::Operation> operation, int status) {
  const std::size_t row = operation ? static_cast<std::size_t>(*operation) : operations - 1;
  requests_[row][static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
}

void Metrics::fault(const Fault& fault) {
  const auto index = static_cast<std::size_t>(&fault - faults().data());
  if (index < most_faults) faults_[index].fetch_add(1, std::memory_order_relaxed);
}

auto Metrics::text(const std::string& gauges) const -> std::string {
  std::string text =
      "# HELP vidspec_mock_requests_total Requests answered.\n# TYPE vidspec_mock_requests_total counter\n";
  for (std::size_t row = 0; row < operations; ++row) {
    const std::string name(row + 1 == operations ? "none" : core::name(static_cast<core::Operation>(row)));
    for (std::size_t status = 0; status < 6; ++status) {
      const auto count = requests_[row][status].load(std::memory_order_relaxed);
      if (count == 0) continue;
      text += "vidspec_mock_requests_total{operation=\"" + name + "\",status=\"" + std::to_string(status) + "xx\"} " +
              std::to_string(count) + "\n";
    }
  }
  text += "# HELP vidspec_mock_faults_total Faults applied.\n# TYPE vidspec_mock_faults_total counter\n";
  for (std::size_t i = 0; i < faults().size(); ++i) {
    const auto count = faults_[i].load(std::memory_order_relaxed);
    if (count > 0)
      text +=
          "vidspec_mock_faults_total{fault=\"" + std::string(faults()[i].name) + "\"} " + std::to_string(count) + "\n";
  }
  return text + gauges;
}

}  // namespace vidspec::mock
