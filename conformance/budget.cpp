#include "conformance/budget.h"

namespace vidspec::conformance {

namespace {
// Sums of prices are not exact in binary.
constexpr double tolerance = 1e-9;
}  // namespace

auto Budget::take(std::optional<double> cost) -> std::optional<Token> {
  if (out_ >= max_videos_) return std::nullopt;
  if (max_cost_ && (!cost || out_cost_ + *cost > *max_cost_ + tolerance)) return std::nullopt;
  ++out_;
  out_cost_ += cost.value_or(0);
  return Token(this, cost.value_or(0));
}

void Budget::Token::spend() {
  if (budget_ == nullptr) return;
  budget_->spent_cost_ += cost_;
  budget_ = nullptr;
}

void Budget::Token::give_back() {
  if (budget_ == nullptr) return;
  --budget_->out_;
  budget_->out_cost_ -= cost_;
  budget_ = nullptr;
}

}  // namespace vidspec::conformance
