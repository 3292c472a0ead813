#include "conformance/kept.h"

#include <gtest/gtest.h>

namespace vidspec::conformance {
namespace {

auto json_answer() -> core::ReceivedAnswer {
  core::ReceivedAnswer answer;
  answer.status = 200;
  answer.headers = {{"Content-Type", "application/json"}};
  return answer;
}

auto kept(const std::string& body, Room& room, bool whole = true) -> core::ReceivedAnswer {
  auto answer = json_answer();
  keep_text(answer, body, whole, room);
  return answer;
}

TEST(Kept, AnAnswerIsKeptWholeUpToAMegabyte) {
  Room room;
  const std::string most(most_json, 'x');
  EXPECT_EQ(kept(most, room).body, most);
  EXPECT_FALSE(kept(most, room).body_truncated);
  const auto larger = kept(most + "x", room);
  EXPECT_TRUE(larger.body_truncated);
  EXPECT_EQ(larger.body.size(), most_part);
}

TEST(Kept, NoCharacterIsCutInTwo) {
  Room room;
  for (const std::string before : {"", "a", "ab"}) {
    auto text = before;
    while (text.size() <= most_json) text += "视";
    const auto answer = kept(text, room);
    EXPECT_FALSE(answer.body_base64) << "the cut makes no text of it that is not UTF-8";
    EXPECT_GT(answer.body.size(), most_part - 3);
  }
  EXPECT_FALSE(kept("视频\xE8\xA7", room, false).body_base64) << "cut by whoever received it";
  EXPECT_TRUE(kept("\xE8\xA7", room).body_base64) << "and this is all there is";
}

TEST(Kept, LargeAnswersShareOneRoom) {
  Room room(3U << 20U);
  const std::string large(600'000, 'x');
  EXPECT_FALSE(kept(large, room).body_truncated);
  EXPECT_FALSE(kept(large, room).body_truncated);
  EXPECT_TRUE(kept(large, room).body_truncated);
  EXPECT_FALSE(kept("{\"id\":\"video_1\"}", room).body_truncated) << "small ones are always kept";
}

TEST(Kept, LargeHeadsShareThatRoom) {
  Room room(200'000);
  const auto head = [&](int lines) {
    auto answer = json_answer();
    for (int i = 0; i < lines; ++i) answer.headers.push_back({"X-" + std::to_string(1000 + i), std::string(30, 'x')});
    keep_head(answer, room);
    return answer;
  };
  EXPECT_EQ(head(1000).headers.size(), 1001U);
  const auto cut = head(1000);
  EXPECT_LE(weight_of(cut.headers), Room::small_head);
  EXPECT_GT(weight_of(cut.headers), Room::small_head - 200);
  EXPECT_EQ(cut.headers.front().name, "Content-Type");
  EXPECT_EQ(cut.headers_left_out, (1001 - cut.headers.size()) * 36);
  const auto small = head(50);
  EXPECT_EQ(small.headers.size(), 51U) << "small ones are always kept";
  EXPECT_EQ(small.headers_left_out, 0U);
}

TEST(Kept, ValuesWeighMoreThanTheirText) {
  std::string values = "[{}";
  while (values.size() < 300'000) values += ",{}";
  EXPECT_GT(weight_of(values), 30 * values.size());
  EXPECT_LT(weight_of(std::string(300'000, 'x')), 3 * values.size());
  Room room(8U << 20U);
  EXPECT_TRUE(kept(values, room).body_truncated);
}

}  // namespace
}  // namespace vidspec::conformance
