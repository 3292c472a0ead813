#include "cli/suggest.h"

#include <algorithm>
#include <numeric>

namespace vidspec::cli {

namespace {

auto distance(std::string_view a, std::string_view b) -> std::size_t {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto substitute = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substitute});
    }
  }
  return row.back();
}

}  // namespace

auto did_you_mean(std::string_view word, const std::vector<std::string>& known) -> std::string {
  const auto shorter = word.substr(0, 100);
  const std::string* best = nullptr;
  std::size_t best_distance = (shorter.size() <= 3 ? 1 : std::max<std::size_t>(shorter.size() / 3, 2)) + 1;
  for (const auto& candidate : known) {
    const auto d = distance(shorter, candidate);
    if (d < best_distance) {
      best = &candidate;
      best_distance = d;
    }
  }
  return best == nullptr ? "" : " (did you mean \"" + *best + "\"?)";
}

}  // namespace vidspec::cli
