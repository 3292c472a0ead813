#include "core/request_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vidspec::core {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

auto ids(const std::vector<RequestMistake>& mistakes) -> std::vector<std::string> {
  std::vector<std::string> list;
  for (const auto& mistake : mistakes) list.push_back(mistake.id);
  return list;
}

auto wrong(const std::string& profile, const std::string& schema, const Json& body,
           const std::vector<FilePart>& files = {}) -> std::vector<std::string> {
  return ids(check_request(*load_profile(profile), schema, body, files));
}

TEST(Requests, OfOpenAI) {
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", "x"}}), ElementsAre());
  EXPECT_THAT(wrong("openai", "create.request", Json()), ElementsAre("create.request.present"));
  EXPECT_THAT(wrong("openai", "create.request", Json::array()), ElementsAre("create.request.type"));
  EXPECT_THAT(wrong("openai", "create.request", Json::object()), ElementsAre("create.request.prompt.present"));
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", ""}}), ElementsAre("create.request.prompt.range"));
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", std::string(32'001, 'x')}}),
              ElementsAre("create.request.prompt.range"));
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", "x"}, {"seconds", "5"}, {"size", "1x1"}}),
              UnorderedElementsAre("create.request.seconds.enum", "create.request.size.enum"));
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", "x"}, {"seconds", "16"}, {"size", "1920x1080"}}),
              ElementsAre());
  EXPECT_THAT(wrong("openai", "create.request", {{"prompt", "x"}, {"input_reference", "https://x.example/a.png"}}),
              ElementsAre("create.request.input_reference.type"));
  EXPECT_THAT(
      wrong("openai", "create.request", {{"prompt", "x"}, {"input_reference", {{"file_id", "a"}, {"image_url", "b"}}}}),
      ElementsAre("create.request.input_reference.format"));
  EXPECT_THAT(wrong("openai", "list.query", {{"limit", 101}, {"order", "up"}}),
              UnorderedElementsAre("list.query.limit.range", "list.query.order.enum"));
  EXPECT_THAT(wrong("openai", "edit.request", {{"prompt", "x"}, {"video", Json::object()}}),
              ElementsAre("edit.request.video.id.present"));
  EXPECT_THAT(wrong("openai", "no.such.schema", {{"prompt", 1}}), ElementsAre());
}

TEST(Requests, JudgeFilesByTheirMediaType) {
  const Json body = {{"prompt", "x"}};
  EXPECT_THAT(wrong("openai", "create.request", body, {{"input_reference", "image/png"}}), ElementsAre());
  EXPECT_THAT(wrong("openai", "create.request", body, {{"input_reference", "image/PNG; name=a"}}), ElementsAre());
  EXPECT_THAT(wrong("openai", "create.request", body, {{"input_reference", "application/octet-stream"}}),
              ElementsAre("create.request.input_reference.format"));
  EXPECT_THAT(wrong("openai", "create.request", Json::object(), {{"prompt", "text/plain"}}),
              ElementsAre("create.request.prompt.type"));
  EXPECT_THAT(wrong("openai", "create.request", body, {{"unknown", "image/png"}}),
              ElementsAre("create.request.unknown.type"));
  EXPECT_THAT(wrong("openai", "character.create.request", {{"name", "Mossy"}}, {{"video", "video/mp4"}}),
              ElementsAre());
  EXPECT_THAT(wrong("video-generations", "create.request", {{"prompt", "x"}, {"model", "sora-2"}},
                    {{"input_reference", "image/gif"}}),
              ElementsAre());
}

TEST(Requests, OfOtherDialects) {
  EXPECT_THAT(wrong("sora-format", "create.request", Json()), ElementsAre()) << "an empty body is legal there";
  EXPECT_THAT(wrong("sora-format", "create.request", Json::object()), ElementsAre());
  EXPECT_THAT(wrong("sora-format", "create.request", {{"width", "wide"}, {"fps", 1.5}}),
              UnorderedElementsAre("create.request.width.type", "create.request.fps.type"));
  EXPECT_THAT(wrong("openai-format", "create.request", {{"size", "17x4"}}), ElementsAre()) << "any size is legal there";
  EXPECT_THAT(wrong("openai-format", "create.request", {{"seconds", "10"}}), ElementsAre());
  EXPECT_THAT(wrong("openai-format", "create.request", {{"seconds", "11"}}),
              ElementsAre("create.request.seconds.enum"));
  EXPECT_THAT(wrong("official-format", "create.request", {{"prompt", "x"}, {"model", "sora-2"}, {"size", "1792x1024"}}),
              ElementsAre("create.request.size.enum"))
      << "sora-2 has two sizes";
  EXPECT_THAT(
      wrong("official-format", "create.request", {{"prompt", "x"}, {"model", "sora-2-pro"}, {"size", "1792x1024"}}),
      ElementsAre());
  const Json complete = load_profile("video-create")->create_default;
  for (const auto& watermark : {Json("true"), Json(true), Json(false)}) {
    auto body = complete;
    body["watermark"] = watermark;
    EXPECT_THAT(wrong("video-create", "create.request", body), ElementsAre()) << watermark;
  }
  auto numbered = complete;
  numbered["watermark"] = 1;
  EXPECT_THAT(wrong("video-create", "create.request", numbered), ElementsAre("create.request.watermark.type"));
  numbered["images"] = {1};
  EXPECT_THAT(wrong("video-create", "create.request", numbered),
              UnorderedElementsAre("create.request.watermark.type", "create.request.images.type"));
}

TEST(Requests, TextOfFormsBecomesWhatTheSchemaSays) {
  const auto sora = load_profile("sora-format");
  EXPECT_EQ(form_value(*sora, "create.request", "duration", "5"), Json(5));
  EXPECT_EQ(form_value(*sora, "create.request", "duration", "5.5"), Json(5.5));
  EXPECT_EQ(form_value(*sora, "create.request", "duration", "five"), Json("five"));
  EXPECT_EQ(form_value(*sora, "create.request", "metadata", R"({"a":1})"), Json({{"a", 1}}));
  EXPECT_EQ(form_value(*sora, "create.request", "prompt", "5"), Json("5"));
  EXPECT_EQ(form_value(*sora, "create.request", "unknown", "5"), Json("5"));
  EXPECT_EQ(form_value(*load_profile("openai"), "create.request", "seconds", "4"), Json("4"));
}

auto rejected(const std::string& profile, const std::string& id) -> std::string {
  for (const auto& rule : request_rules(*load_profile(profile), "create.request")) {
    if (rule.id == id) return std::string(name(rule.rejected)) + " " + std::string(name(rule.binding.provenance));
  }
  return "none";
}

TEST(Requests, RefusalIsDemandedOnlyAsStronglyAsTheDocumentSays) {
  EXPECT_EQ(rejected("openai", "create.request.prompt.present"), "should required") << "no error answer is documented";
  EXPECT_EQ(rejected("openai", "create.request.seconds.enum"), "should typed");
  EXPECT_EQ(rejected("sora-format", "create.request.width.type"), "must typed")
      << "the type and the 400 are documented";
  EXPECT_EQ(rejected("sora-format", "create.request.prompt.present"), "none");
  EXPECT_EQ(rejected("sora-format", "create.request.present"), "none");
  EXPECT_EQ(rejected("openai-format", "create.request.model.enum"), "should prose");
  EXPECT_EQ(rejected("openai-format", "create.request.size.enum"), "none");
  EXPECT_EQ(rejected("video-create", "create.request.size.enum"), "may prose");
  EXPECT_EQ(rejected("video-create", "create.request.images.present"), "should required");
  EXPECT_EQ(rejected("official-format", "create.request.model.present"), "should required");
  EXPECT_EQ(rejected("video-generations", "create.request.size.enum"), "should typed");
}

}  // namespace
}  // namespace vidspec::core
