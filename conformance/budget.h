#pragma once

#include <optional>
#include <utility>

namespace vidspec::conformance {

/// How many videos a run may pay for. Whoever sends a billable request hands over a Token; there are never more tokens
/// out and spent than the ceiling allows. Not thread-safe.
class Budget {
 public:
  /// The right to send one billable request. Given back to the budget when it is destroyed without having been spent.
  class Token {
   public:
    Token(Token&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)), cost_(other.cost_) {}
    Token(const Token&) = delete;
    auto operator=(const Token&) -> Token& = delete;
    auto operator=(Token&&) -> Token& = delete;
    ~Token() { give_back(); }

    /// The request was accepted, or may have been: the right is used up.
    void spend();
    /// The request was refused for certain: the right goes back.
    void give_back();

   private:
    friend class Budget;
    Token(Budget* budget, double cost) : budget_(budget), cost_(cost) {}
    Budget* budget_;
    double cost_;
  };

  Budget(int max_videos, std::optional<double> max_cost) : max_videos_(max_videos), max_cost_(max_cost) {}
  Budget(const Budget&) = delete;
  auto operator=(const Budget&) -> Budget& = delete;

  /// A token for a request of that cost, or nothing when the ceiling is reached. With a ceiling on money an unknown
  /// cost (nothing) is refused.
  auto take(std::optional<double> cost) -> std::optional<Token>;

  [[nodiscard]] auto max_videos() const -> int { return max_videos_; }
  /// What the tokens cost that were spent.
  [[nodiscard]] auto cost() const -> double { return spent_cost_; }

 private:
  int max_videos_;
  std::optional<double> max_cost_;
  int out_ = 0;  // tokens out and spent
  double out_cost_ = 0;
  double spent_cost_ = 0;
};

}  // namespace vidspec::conformance
