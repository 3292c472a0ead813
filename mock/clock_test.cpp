#include "mock/clock.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace vidspec::mock {
namespace {

using core::Millis;

TEST(MockClock, RunsAtItsSpeed) {
  core::VirtualClock base;
  MockClock clock(base, 20);
  const auto begin = clock.now();
  base.advance(Millis{100});
  EXPECT_EQ(clock.now() - begin, Millis{2000});
  clock.set_speed(0.5);
  base.advance(Millis{100});
  EXPECT_EQ(clock.now() - begin, Millis{2050});
}

TEST(MockClock, FreezesMovesAndGoesOn) {
  core::VirtualClock base;
  MockClock clock(base, 3);
  const auto begin = clock.now();
  clock.freeze();
  base.advance(Millis{1000});
  EXPECT_EQ(clock.now(), begin);
  EXPECT_TRUE(clock.frozen());
  clock.advance(Millis{600'000});
  EXPECT_EQ(clock.now(), begin + Millis{600'000});
  clock.resume();
  base.advance(Millis{10});
  EXPECT_EQ(clock.now(), begin + Millis{600'030});
  clock.set(begin + Millis{700'000});
  EXPECT_EQ(clock.now(), begin + Millis{700'000});
}

TEST(MockClock, NeverGoesBackwards) {
  core::VirtualClock base;
  MockClock clock(base);
  EXPECT_THROW(clock.set(clock.now() - Millis{1}), core::InputError);
  EXPECT_THROW(clock.advance(Millis{-1}), core::InputError);
  EXPECT_THROW(clock.set_speed(0), core::InputError);
  EXPECT_THROW(clock.set_speed(-2), core::InputError);
  EXPECT_THROW(clock.set_speed(1e300), core::InputError);
}

TEST(MockClock, WaitsForItsOwnTime) {
  core::VirtualClock base;
  MockClock clock(base, 10);
  const auto begin = base.now();
  EXPECT_TRUE(clock.wait_until(clock.now() + Millis{10'000}));
  EXPECT_EQ(base.now() - begin, Millis{1000});
}

}  // namespace
}  // namespace vidspec::mock
