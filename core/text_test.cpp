#include "core/text.h"

#include <gtest/gtest.h>

#include "core/digest.h"
#include "core/headers.h"
#include "core/time.h"

namespace vidspec::core {
namespace {

TEST(Text, ElideCutsAtACharacter) {
  EXPECT_EQ(elide("short", 10), "short");
  EXPECT_EQ(elide("视频视频视频", 10), "视频…");
  EXPECT_EQ(elide("abcdefgh", 6), "abc…");
}

TEST(Text, AnIdBecomesOnePathSegment) {
  EXPECT_EQ(percent_encode("sora-2:task_01"), "sora-2%3Atask_01");
  EXPECT_EQ(percent_encode("a/b?c#d"), "a%2Fb%3Fc%23d");
  EXPECT_EQ(percent_encode(".."), "%2E%2E");
  EXPECT_EQ(percent_encode("a=+%"), "a%3D%2B%25");
  EXPECT_EQ(percent_decode("a%2fb%zz%4"), "a/b%zz%4");
}

TEST(Text, TrimAndCase) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" "), "");
  EXPECT_TRUE(iequals("Content-TYPE", "content-type"));
  EXPECT_FALSE(iequals("a", "ab"));
}

TEST(Headers, NamesHaveNoCaseAndDuplicatesStay) {
  Headers headers = {{"Set-Cookie", "a"}, {"X-One", "1"}, {"set-cookie", "b"}};
  EXPECT_EQ(count_header(headers, "SET-COOKIE"), 2U);
  EXPECT_EQ(*find_header(headers, "x-one"), "1");
  set_header(headers, "Set-cookie", "c");
  EXPECT_EQ(count_header(headers, "set-cookie"), 1U);
  EXPECT_EQ(header_or_empty(headers, "none"), "");
}

TEST(Headers, MediaTypesAndParameters) {
  EXPECT_EQ(media_type(" Application/JSON ; charset=utf-8"), "application/json");
  EXPECT_EQ(header_parameter("multipart/form-data; boundary=\"a;\\\"b\"", "boundary"), "a;\"b");
  EXPECT_EQ(header_parameter("multipart/form-data; charset=x; Boundary = yy ", "boundary"), "yy");
  EXPECT_EQ(header_parameter("form-data; name", "name"), "");
  EXPECT_EQ(header_parameter("form-data", "name"), "");
}

TEST(Digest, KnownValues) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(base64("light work."), "bGlnaHQgd29yay4=");
  EXPECT_EQ(base64(""), "");
  std::string bytes;
  ASSERT_TRUE(base64_decode("bGlnaHQgd29yay4=", bytes));
  EXPECT_EQ(bytes, "light work.");
  ASSERT_TRUE(base64_decode("_-8", bytes));
  EXPECT_EQ(bytes, "\xff\xef");
  EXPECT_FALSE(base64_decode("a", bytes));
  EXPECT_FALSE(base64_decode("ab$d", bytes));
}

TEST(Digest, AStreamHashesLikeTheWhole) {
  Sha256 stream;
  stream.update("a");
  EXPECT_EQ(stream.hex(), sha256_hex("a"));
  stream.update("bc");
  EXPECT_EQ(stream.hex(), sha256_hex("abc"));
}

TEST(Digest, TheStableHashIsTheSameOnEveryMachine) {
  EXPECT_EQ(stable_hash(1, "create|1"), stable_hash(1, "create|1"));
  EXPECT_NE(stable_hash(1, "create|1"), stable_hash(1, "create|2"));
  EXPECT_NE(stable_hash(1, "create|1"), stable_hash(2, "create|1"));
}

TEST(Time, Rfc3339) {
  EXPECT_EQ(rfc3339(Instant{Millis{1759763427208}}), "2025-10-06T15:10:27.208Z");
  EXPECT_EQ(rfc3339(Instant{Millis{0}}), "1970-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace vidspec::core
