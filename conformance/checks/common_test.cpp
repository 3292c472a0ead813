#include "conformance/checks/common.h"

#include <gtest/gtest.h>

namespace vidspec::conformance::checks {
namespace {

TEST(SizeIn, IsTwoNumbersOfPixels) {
  const auto size = size_in("1280x720");
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 1280);
  EXPECT_EQ(size->height, 720);
  EXPECT_EQ(size->turn(), 1);
  EXPECT_EQ(size_in("720x1280")->turn(), -1);
  EXPECT_EQ(size_in("640x640")->turn(), 0);
  for (const auto* text : {"", "x", "small", "1280", "1280x", "x720", "0x720", "1280x0", "-1x720", "1280x-720",
                           "1280x720p", "1280*720", "1280 x 720", "99999999999x720"})
    EXPECT_FALSE(size_in(text)) << text;
  EXPECT_FALSE(size_in(std::nullopt));
}

}  // namespace
}  // namespace vidspec::conformance::checks
