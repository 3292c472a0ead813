#include "mock/service/ids.h"

#include <gtest/gtest.h>

#include <regex>

namespace vidspec::mock {
namespace {

auto id(std::string_view form, std::uint64_t number = 1, std::string_view key = "sk-a") -> std::string {
  return make_id(form, {.seed = 7,
                        .key = key,
                        .number = number,
                        .created = core::Instant{core::Millis{1'759'763'427'208}},
                        .model = "sora-2"});
}

TEST(Ids, TakeTheFormOfTheirDialect) {
  EXPECT_TRUE(std::regex_match(id("video_{time8}{hex40}"), std::regex("video_68e3dbe3[0-9a-f]{40}")));
  EXPECT_TRUE(std::regex_match(id("{model}:task_{ulid}"), std::regex("sora-2:task_01k6x15vw8[0-9a-hjkmnp-tv-z]{16}")));
  EXPECT_TRUE(std::regex_match(
      id("video_{uuid}"), std::regex("video_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  EXPECT_TRUE(std::regex_match(id("task_{alnum32}"), std::regex("task_[a-z0-9]{32}")));
  EXPECT_EQ(id("plain {nothing}"), "plain {nothing}");
}

TEST(Ids, DependOnSeedKeyAndNumberAlone) {
  EXPECT_EQ(id("{hex32}"), id("{hex32}"));
  EXPECT_NE(id("{hex32}"), id("{hex32}", 2));
  EXPECT_NE(id("{hex32}"), id("{hex32}", 1, "sk-b"));
}

}  // namespace
}  // namespace vidspec::mock
