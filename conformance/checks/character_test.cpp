#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

const Json character = {{"id", "c1"}, {"name", "Mo"}, {"created_at", 1764649117}};

auto asked(int made, int got, const Json& answer = character) -> Story {
  auto story = Story::good();
  story.exchange("character", "POST", "/videos/characters", made, made < 300 ? character : Story::error_body());
  story.exchange("character", "GET", "/videos/characters/c1", got, got < 300 ? answer : Story::error_body());
  return story;
}

TEST(Character, IsRouted) {
  for (const int status : {404, 405, 501}) {
    EXPECT_EQ(asked(status, 404).verdict("character.create.supported"), "warn") << status;
    EXPECT_EQ(asked(200, status).verdict("character.retrieve.supported"), "warn") << status;
  }
  for (const int status : {200, 400, 500}) {
    EXPECT_EQ(asked(status, 200).verdict("character.create.supported"), "pass") << status;
    EXPECT_EQ(asked(200, status).verdict("character.retrieve.supported"), "pass") << status;
  }
}

TEST(Character, IsAccepted) {
  for (const int status : {400, 422, 500})
    EXPECT_EQ(asked(status, 200).verdict("character.accepted"), "warn") << status;
  for (const int status : {200, 201, 202})
    EXPECT_EQ(asked(status, 200).verdict("character.accepted"), "pass") << status;
  EXPECT_EQ(asked(429, 200).verdict("character.accepted"), "pass") << "busy is no refusal";
}

TEST(Character, ComesWithTheDocumentedStatusAndTime) {
  EXPECT_EQ(asked(200, 200).verdict("character.status"), "pass");
  EXPECT_EQ(asked(201, 200).verdict("character.status"), "warn");
  EXPECT_EQ(asked(200, 203).verdict("character.status"), "warn");
  EXPECT_EQ(asked(400, 400).verdict("character.status"), "not-observed") << "a refusal is another requirement";
  const auto at = [](const Json& time) {
    return asked(200, 200, {{"id", "c1"}, {"name", "Mo"}, {"created_at", time}}).verdict("character.created_at.format");
  };
  EXPECT_EQ(at(1764649117), "pass");
  EXPECT_EQ(at(1764649117000), "fail");
  EXPECT_EQ(at(0), "fail");
  EXPECT_EQ(at("today"), "pass") << "another type is another requirement";
}

TEST(Character, IsTheOneThatWasAskedFor) {
  const auto told = [](const Json& answer) { return asked(200, 200, answer).verdict("character.same"); };
  EXPECT_EQ(told({{"id", "c2"}, {"name", "Mo"}}), "warn");
  EXPECT_EQ(told({{"id", "c1"}, {"name", "Jo"}}), "warn");
  EXPECT_EQ(told({{"id", "c1"}, {"name", nullptr}}), "warn");
  EXPECT_EQ(told(character), "pass");
  EXPECT_EQ(told({{"name", "Mo"}, {"id", "c1"}, {"more", 1}}), "pass");
  EXPECT_EQ(told({{"id", "c1"}, {"name", "Mo"}, {"created_at", 1764649200}}), "warn") << "made at another time";
}

}  // namespace
}  // namespace vidspec::conformance
