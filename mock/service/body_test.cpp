#include "mock/service/body.h"

#include <gtest/gtest.h>

#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;

struct Refusal {
  std::string body;
  std::string param;
  std::string code;
  std::string message;
};

auto null_or(const std::string& text) -> Json { return text.empty() ? Json() : Json(text); }

TEST(Body, RefusalsAreWordedAsTheReferenceWordsThem) {
  TestBench bench;
  const Refusal refusals[] = {
      {R"({})", "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."},
      {R"({"prompt":"x","seconds":"15"})", "seconds", "invalid_value",
       "Invalid value: '15'. Supported values are: '4', '8', and '12'."},
      {R"({"prompt":"x","seconds":4})", "seconds", "invalid_type",
       "Invalid type for 'seconds': expected one of '4', '8', or '12', but got an integer instead."},
      {R"({"prompt":"x","size":"640x480"})", "size", "invalid_value",
       "Invalid value: '640x480'. Supported values are: '720x1280', '1280x720', '1024x1792', and '1792x1024'."},
      {R"({"prompt":"x","size":"1024x1792"})", "size", "invalid_value",
       "Invalid value: '1024x1792'. Supported values are: '720x1280' and '1280x720'."},
      {R"({"prompt":"x","model":"sora-1-turbo"})", "model", "invalid_value",
       "Invalid value: 'sora-1-turbo'. Supported values are: 'sora-2' and 'sora-2-pro'."},
      {R"({"prompt":"x","duration":4})", "duration", "unknown_parameter", "Unknown parameter: 'duration'."},
      {R"({"prompt":"x","input_reference":"https://a/b.png"})", "input_reference", "invalid_type",
       "Invalid type for 'input_reference': expected a file, but got a string instead."},
      {R"({"prompt":7})", "prompt", "invalid_type",
       "Invalid type for 'prompt': expected a string, but got an integer instead."},
      {R"({"prompt":""})", "prompt", "empty_string",
       "Invalid 'prompt': empty string. Expected a string with minimum length 1, but got an empty string instead."},
  };
  for (const auto& refusal : refusals) {
    const auto answer = bench.ask("POST", "/v1/videos", refusal.body);
    EXPECT_EQ(answer.status, 400) << refusal.body;
    EXPECT_EQ(bench.json(answer)["error"], (Json{{"message", refusal.message},
                                                 {"type", "invalid_request_error"},
                                                 {"param", null_or(refusal.param)},
                                                 {"code", null_or(refusal.code)}}))
        << refusal.body;
  }
  EXPECT_EQ(bench.json(bench.get("/v1/videos"))["data"].size(), 0U);
}

TEST(Body, WhatTheDocumentsAllowIsTaken) {
  TestBench bench;
  for (const auto* body :
       {R"({"prompt":"x","seconds":"16"})", R"({"prompt":"x","model":"sora-2-2025-12-08"})",
        R"({"prompt":"x","model":"sora-2-pro","size":"1920x1080"})", R"({"prompt":"x","characters":[{"id":"char_1"}]})",
        R"({"prompt":"x","input_reference":{"image_url":"https://a/b.png"}})", R"({"prompt":"视频\u0000"})"}) {
    const auto answer = bench.ask("POST", "/v1/videos", body);
    EXPECT_EQ(answer.status, 200) << body << answer.body;
    EXPECT_FALSE(bench.json(answer).is_discarded());
  }
}

TEST(Body, FilesAreLookedInto) {
  TestBench bench;
  const auto post = [&](const std::string& content, const std::string& type) {
    const std::vector<http::Part> parts = {
        {.name = "prompt", .content = "x"},
        {.name = "input_reference", .content = content, .filename = "a.png", .content_type = type, .file = true}};
    return bench.ask("POST", "/v1/videos", http::encode_multipart(parts, "b"), form_type);
  };
  const std::string png = std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
  EXPECT_EQ(post(png + std::string("\0\0\x02\xD0\0\0\x05\0", 8), "image/png").status, 200);
  const auto wrong_size = post(png + std::string("\0\0\x02\xD0\0\0\x02\xD0", 8), "image/png");
  EXPECT_EQ(wrong_size.status, 400);
  EXPECT_EQ(bench.json(wrong_size)["error"]["message"], "Inpaint image must match the requested width and height");
  const auto untyped = post("x", "application/octet-stream");
  EXPECT_EQ(untyped.status, 400);
  EXPECT_TRUE(bench.json(untyped)["error"]["message"].get<std::string>().starts_with(
      "Invalid file 'input_reference': unsupported mimetype ('application/octet-stream')."));
}

TEST(Body, BrokenBodiesMakeNothing) {
  TestBench bench;
  EXPECT_EQ(bench.ask("POST", "/v1/videos", R"({"prompt":)").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", R"(["prompt"])").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", "prompt=x", "application/x-www-form-urlencoded").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", "no parts", "multipart/form-data; boundary=b").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", "x", "multipart/form-data").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", form({{"prompt", "\xFF\xFE"}}), form_type).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos", std::string(100'000, '[')).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos").status, 400);
  EXPECT_EQ(bench.json(bench.get("/v1/videos"))["data"].size(), 0U);
}

TEST(Body, BracketedNamesNest) {
  TestBench bench;
  const auto source = bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  const auto edit = [&] {
    return bench.ask("POST", "/v1/videos/edits", form({{"prompt", "more"}, {"video[id]", source}}), form_type);
  };
  EXPECT_EQ(edit().status, 400);
  bench.clock.advance(core::Millis{5000});
  EXPECT_EQ(edit().status, 200);
  const auto body = form({{"prompt", "x"},
                          {"characters[][id]", "char_1"},
                          {"characters[][id]", "char_2"},
                          {"input_reference[image_url]", "https://a"}});
  EXPECT_EQ(bench.ask("POST", "/v1/videos", body, form_type).status, 200);
}

TEST(Body, FormsAreTypedByTheSchema) {
  TestBench bench("sora-format");
  const auto body = form(
      {{"prompt", "x"}, {"duration", "7.5"}, {"width", "640"}, {"height", "368"}, {"metadata", R"({"style":"noir"})"}});
  const auto made = bench.json(bench.ask("POST", "/v1/videos", body, form_type));
  EXPECT_EQ(made["seconds"], "7.5");
  EXPECT_EQ(made["size"], "640x368");
  EXPECT_EQ(bench.ask("POST", "/v1/videos", form({{"width", "wide"}}), form_type).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/videos").status, 200);
}

}  // namespace
}  // namespace vidspec::mock
