#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vidspec::core {

struct Profile;

/// What the user said about prices; anything unset comes from the profile.
struct PriceOptions {
  std::optional<double> per_second;
  std::optional<double> multiplier;
  std::string currency;
};

/// The cost of one video, or nothing where no price is known.
struct Cost {
  double amount = 0;
  std::string currency;
};

/// base price per second × seconds × multiplier. `seconds` is decimal text.
auto video_cost(const Profile& profile, std::string_view model, std::string_view size, std::string_view seconds,
                const PriceOptions& options = {}) -> std::optional<Cost>;

}  // namespace vidspec::core
