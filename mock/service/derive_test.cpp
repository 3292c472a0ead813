#include <gtest/gtest.h>

#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

struct Derive : testing::Test {
  Derive() {
    source = bench.json(bench.post(
        "/v1/videos", {{"prompt", "x"}, {"seconds", "8"}, {"model", "sora-2-pro"}, {"size", "1792x1024"}}))["id"];
    bench.clock.advance(Millis{5000});
  }
  TestBench bench;
  std::string source;
};

TEST_F(Derive, ARemixNamesItsSource) {
  const auto made = bench.json(bench.post("/v1/videos/" + source + "/remix", {{"prompt", "at night"}}));
  EXPECT_EQ(made["remixed_from_video_id"], source);
  EXPECT_EQ(made["prompt"], "at night");
  EXPECT_EQ(made["model"], "sora-2-pro");
  EXPECT_EQ(made["seconds"], "8");
  EXPECT_EQ(made["size"], "1792x1024");
  EXPECT_EQ(made["status"], "queued");
  EXPECT_NE(made["id"], source);
}

TEST_F(Derive, AnExtensionIsAsLongAsBoth) {
  const auto made = bench.json(
      bench.post("/v1/videos/extensions", {{"prompt", "on"}, {"seconds", "4"}, {"video", {{"id", source}}}}));
  EXPECT_EQ(made["seconds"], "12");
  EXPECT_TRUE(made["remixed_from_video_id"].is_null());
  EXPECT_EQ(bench.post("/v1/videos/extensions", {{"prompt", "on"}, {"video", {{"id", source}}}}).status, 400);
}

TEST_F(Derive, AnEditTakesAnIdOrAFile) {
  EXPECT_EQ(bench.json(bench.post("/v1/videos/edits", {{"prompt", "x"}, {"video", {{"id", source}}}}))["size"],
            "1792x1024");
  const std::vector<http::Part> parts = {
      {.name = "prompt", .content = "x"},
      {.name = "video", .content = "bytes", .filename = "v.mp4", .content_type = "video/mp4", .file = true}};
  EXPECT_EQ(bench.ask("POST", "/v1/videos/edits", http::encode_multipart(parts, "b"), form_type).status, 200);
}

TEST_F(Derive, OnlyAnOwnCompletedVideoCanBeUsed) {
  const auto fresh = bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  EXPECT_EQ(bench.post("/v1/videos/" + fresh + "/remix", {{"prompt", "y"}}).status, 400);
  EXPECT_EQ(bench.post("/v1/videos/video_none/remix", {{"prompt", "y"}}).status, 404);
  EXPECT_EQ(bench.post("/v1/videos/edits", {{"prompt", "y"}, {"video", {{"id", "video_none"}}}}).status, 404);
  EXPECT_EQ(bench.post("/v1/videos/" + source + "/remix", Json::object()).status, 400);
  bench.key = "sk-another";
  EXPECT_EQ(bench.post("/v1/videos/" + source + "/remix", {{"prompt", "y"}}).status, 404);
}

TEST_F(Derive, CharactersAreMadeAndFound) {
  const std::vector<http::Part> parts = {
      {.name = "name", .content = "Mia"},
      {.name = "video", .content = "bytes", .filename = "v.mp4", .content_type = "video/mp4", .file = true}};
  const auto made =
      bench.json(bench.ask("POST", "/v1/videos/characters", http::encode_multipart(parts, "b"), form_type));
  EXPECT_EQ(made["name"], "Mia");
  EXPECT_TRUE(profile_of("openai")->schema("character")->accepts(made)) << made;
  const std::string path = "/v1/videos/characters/" + made["id"].get<std::string>();
  EXPECT_EQ(bench.json(bench.get(path)), made);
  EXPECT_EQ(bench.get("/v1/videos/characters/char_none").status, 404);
  EXPECT_EQ(bench.ask("POST", "/v1/videos/characters", form({{"name", "Mia"}}), form_type).status, 400);
  bench.key = "sk-another";
  EXPECT_EQ(bench.get(path).status, 404);
}

}  // namespace
}  // namespace vidspec::mock
