#include "conformance/budget.h"

#include <gtest/gtest.h>

namespace vidspec::conformance {
namespace {

TEST(Budget, GivesNoMoreTokensThanVideos) {
  Budget budget(2, std::nullopt);
  auto first = budget.take(std::nullopt);
  auto second = budget.take(0.4);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(budget.take(0.4));
  second->spend();
  first.reset();
  EXPECT_TRUE(budget.take(0.4)) << "what was not spent comes back";
  EXPECT_FALSE(Budget(0, std::nullopt).take(0));
}

TEST(Budget, GivesNoMoreTokensThanMoney) {
  Budget budget(9, 0.3);
  EXPECT_FALSE(budget.take(std::nullopt)) << "an unknown cost has no ceiling";
  auto first = budget.take(0.1);
  auto second = budget.take(0.2);
  EXPECT_TRUE(first && second) << "0.1 + 0.2 is 0.3 to people";
  EXPECT_FALSE(budget.take(0.01));
  first->give_back();
  EXPECT_FALSE(budget.take(0.11));
  EXPECT_TRUE(budget.take(0.1));
}

TEST(Budget, CountsATokenOnce) {
  Budget budget(2, std::nullopt);
  auto token = budget.take(0.4);
  token->spend();
  token->spend();
  token->give_back();
  EXPECT_DOUBLE_EQ(budget.cost(), 0.4);
  auto other = budget.take(0.4);
  ASSERT_TRUE(other);
  other->give_back();
  other->give_back();
  other->spend();
  EXPECT_DOUBLE_EQ(budget.cost(), 0.4);
  const auto last = budget.take(0.4);
  EXPECT_TRUE(last);
  EXPECT_FALSE(budget.take(0.4)) << "one was spent, one is out";
}

TEST(Budget, ATokenThatMovesIsStillOne) {
  Budget budget(1, std::nullopt);
  {
    auto token = budget.take(0.4);
    const Budget::Token moved = std::move(*token);
    token.reset();
    EXPECT_FALSE(budget.take(0.4));
  }
  EXPECT_TRUE(budget.take(0.4));
}

}  // namespace
}  // namespace vidspec::conformance
