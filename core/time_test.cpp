#include "core/time.h"

#include <gtest/gtest.h>

namespace vidspec::core {
namespace {

TEST(Time, IsReadAsItIsWritten) {
  const Instant instant{Millis{1764649117208}};
  EXPECT_EQ(rfc3339(instant), "2025-12-02T04:18:37.208Z");
  EXPECT_EQ(parse_rfc3339(rfc3339(instant)), instant);
}

TEST(Time, KnowsTheFormsThatToolsWrite) {
  const auto millis = [](const char* text) { return parse_rfc3339(text) ? unix_millis(*parse_rfc3339(text)) : -1; };
  EXPECT_EQ(millis("1970-01-01T00:00:01Z"), 1000);
  EXPECT_EQ(millis("1970-01-01T02:00:01.5+02:00"), 1500);
  EXPECT_EQ(millis("1969-12-31T22:00:01.123456789-0200"), 1123);
  EXPECT_EQ(millis("1970-01-01 00:00:01"), 1000);
  for (const char* text :
       {"", "1970", "1970-01-01", "1970-02-30T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:00:00Zx",
        "1970-01-01T00:00Z", "x970-01-01T00:00:00Z", "1970-01-01T00:00:00+2", "-970-01-01T00:00:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace vidspec::core
