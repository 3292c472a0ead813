#include "core/price.h"

#include <gtest/gtest.h>

#include "core/profile.h"

namespace vidspec::core {
namespace {

struct Rate {
  const char* profile;
  const char* model;
  const char* size;
  const char* seconds;
  double amount;
  const char* currency;
};

void PrintTo(const Rate& row, std::ostream* out) {
  *out << row.profile << " " << row.model << " " << row.size << " " << row.seconds;
}

class PriceTable : public testing::TestWithParam<Rate> {};

TEST_P(PriceTable, GivesTheDocumentedAmount) {
  const auto& row = GetParam();
  const auto cost = video_cost(*load_profile(row.profile), row.model, row.size, row.seconds);
  ASSERT_TRUE(cost);
  EXPECT_DOUBLE_EQ(cost->amount, row.amount);
  EXPECT_EQ(cost->currency, row.currency);
}

INSTANTIATE_TEST_SUITE_P(OpenAI, PriceTable,
                         testing::Values(Rate{"openai", "sora-2", "720x1280", "4", 0.4, "USD"},
                                         Rate{"openai", "sora-2", "1280x720", "12", 1.2, "USD"},
                                         Rate{"openai", "sora-2-2025-12-08", "720x1280", "8", 0.8, "USD"},
                                         Rate{"openai", "sora-2-pro", "720x1280", "4", 1.2, "USD"},
                                         Rate{"openai", "sora-2-pro", "1280x720", "8", 2.4, "USD"},
                                         Rate{"openai", "sora-2-pro", "1024x1792", "4", 2.0, "USD"},
                                         Rate{"openai", "sora-2-pro", "1792x1024", "12", 6.0, "USD"},
                                         Rate{"openai", "sora-2-pro", "1920x1080", "20", 14.0, "USD"},
                                         Rate{"openai", "sora-2-pro", "1080x1920", "4", 2.8, "USD"}));

// The two worked examples of the document; the second says sora2, but only sora-2-pro has that size.
INSTANTIATE_TEST_SUITE_P(OfficialFormat, PriceTable,
                         testing::Values(Rate{"official-format", "sora-2", "1280x720", "4", 2.0, "CNY"},
                                         Rate{"official-format", "sora-2-pro", "1024x1792", "12", 30.0, "CNY"},
                                         Rate{"official-format", "sora-2-pro", "720x1280", "4", 6.0, "CNY"}));

TEST(Price, TakesWhatTheUserSaysFirst) {
  const auto profile = load_profile("official-format");
  const auto other_group = video_cost(*profile, "sora-2", "1280x720", "4", {.multiplier = 2.0});
  ASSERT_TRUE(other_group);
  EXPECT_DOUBLE_EQ(other_group->amount, 0.8);
  EXPECT_EQ(other_group->currency, "CNY");

  const auto own = video_cost(*profile, "sora-2", "1280x720", "4", {.per_second = 1.5, .currency = "EUR"});
  ASSERT_TRUE(own);
  EXPECT_DOUBLE_EQ(own->amount, 6.0) << "the profile's multiplier belongs to the profile's table";
  EXPECT_EQ(own->currency, "EUR");

  const auto both = video_cost(*profile, "sora-2", "1280x720", "4", {.per_second = 1.5, .multiplier = 2.0});
  ASSERT_TRUE(both);
  EXPECT_DOUBLE_EQ(both->amount, 12.0);
}

TEST(Price, IsUnknownWhereNothingIsDocumented) {
  for (const auto* name : {"openai-format", "video-generations", "video-create", "sora-format"}) {
    const auto profile = load_profile(name);
    for (const auto& model : profile->models) {
      const auto size = model.sizes.empty() ? "1280x720" : model.sizes.front();
      const auto seconds = model.seconds.empty() ? "5" : model.seconds.front();
      EXPECT_FALSE(video_cost(*profile, model.id, size, seconds)) << name;
    }
  }
  const auto openai = load_profile("openai");
  EXPECT_FALSE(video_cost(*openai, "sora-3", "720x1280", "4"));
  EXPECT_FALSE(video_cost(*openai, "sora-2", "1024x1792", "4")) << "sora-2 does not have that size";
  EXPECT_FALSE(video_cost(*openai, "sora-2", "720x1280", ""));
  EXPECT_FALSE(video_cost(*openai, "sora-2", "720x1280", "four"));
  EXPECT_FALSE(video_cost(*openai, "sora-2", "720x1280", "-4"));
  EXPECT_FALSE(video_cost(*openai, "sora-2", "720x1280", "4s"));
  EXPECT_FALSE(video_cost(*openai, "sora-2", "720x1280", "inf"));
}

TEST(Price, HasNoDustOfBinaryFractions) {
  const auto profile = load_profile("official-format");
  const auto cost = video_cost(*profile, "sora-2", "720x1280", "12", {.multiplier = 5.0});
  ASSERT_TRUE(cost);
  EXPECT_EQ(cost->amount, 6.0);
}

}  // namespace
}  // namespace vidspec::core
