#include "core/price.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/profile.h"

namespace vidspec::core {

namespace {

auto decimal(std::string_view text) -> std::optional<double> {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc{} || stop != end || !std::isfinite(value) || value < 0) return std::nullopt;
  return value;
}

auto base_price(const Profile& profile, std::string_view model_id, std::string_view size) -> std::optional<double> {
  const auto model =
      std::find_if(profile.models.begin(), profile.models.end(), [&](const Model& m) { return m.id == model_id; });
  if (model == profile.models.end()) return std::nullopt;
  for (const auto& price : model->prices) {
    const bool every_size = price.sizes.empty();
    if (every_size || std::find(price.sizes.begin(), price.sizes.end(), size) != price.sizes.end())
      return price.per_second;
  }
  return std::nullopt;
}

// Money has at most six decimals here: without this 0.1 × 12 × 5 prints as 6.000000000000001.
auto rounded(double amount) -> double { return std::round(amount * 1e6) / 1e6; }

}  // namespace

auto video_cost(const Profile& profile, std::string_view model, std::string_view size, std::string_view seconds,
                const PriceOptions& options) -> std::optional<Cost> {
  const auto length = decimal(seconds);
  const auto price = options.per_second ? options.per_second : base_price(profile, model, size);
  if (!length || !price) return std::nullopt;
  const auto multiplier = options.multiplier.value_or(options.per_second ? 1.0 : profile.price_multiplier);
  return Cost{rounded(*price * *length * multiplier), options.currency.empty() ? profile.currency : options.currency};
}

}  // namespace vidspec::core
