#include "core/redact.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "core/digest.h"
#include "core/text.h"

namespace vidspec::core {
namespace {

const std::string key = "sk-live+Zz/9\"quote 4711=";

TEST(Redact, EveryEncodingOfASecretIsFound) {
  const Redactor redactor({key});
  std::string form = percent_encode(key);
  form.replace(form.find("%20"), 3, "+");
  const std::vector<std::string> spellings = {key,
                                              nlohmann::json(key).dump(),
                                              percent_encode(key),
                                              lower(percent_encode(key)).empty() ? "" : percent_encode(key),
                                              form,
                                              base64(key),
                                              base64("a" + key + "b"),
                                              base64("ab" + key),
                                              base64("user:" + key)};
  for (const auto& spelling : spellings) {
    const auto text = redactor.text("before " + spelling + " after");
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << spelling;
    EXPECT_EQ(text.find(spelling), std::string::npos) << spelling;
    EXPECT_TRUE(text.starts_with("before ")) << text;
    EXPECT_TRUE(text.ends_with(" after")) << text;
  }
}

TEST(Redact, OtherTextStaysAsItIs) {
  const Redactor redactor({key});
  EXPECT_EQ(redactor.text("sk-live is not the key, 视频"), "sk-live is not the key, 视频");
  EXPECT_EQ(Redactor{}.text("anything"), "anything");
}

TEST(Redact, CredentialHeadersNeverKeepTheirValue) {
  const auto headers = Redactor({key}).headers({{"Authorization", "Bearer other-key"},
                                                {"authorization", "raw"},
                                                {"Set-Cookie", "session=1"},
                                                {"api-key", "abc"},
                                                {"X-Echo", "got " + key},
                                                {"X-Request-Id", "req_1"}});
  EXPECT_EQ(headers[0].value, "Bearer [redacted]");
  EXPECT_EQ(headers[1].value, "[redacted]");
  EXPECT_EQ(headers[2].value, "[redacted]");
  EXPECT_EQ(headers[3].value, "[redacted]");
  EXPECT_EQ(headers[4].value, "got [redacted]");
  EXPECT_EQ(headers[5].value, "req_1");
}

TEST(Redact, SignedUrlsLoseTheirSignatureAndUserInfo) {
  const Redactor redactor;
  EXPECT_EQ(redactor.text(R"({"video_url":"https://u:p@cdn.example/v.mp4?sig=abc&w=1\u0026token=x","b":1})"),
            R"({"video_url":"https://[redacted]@cdn.example/v.mp4?sig=[redacted]&w=1\u0026token=[redacted]","b":1})");
  EXPECT_EQ(redactor.url("https://a.example/x?X-Amz-Signature=ff&X-Amz-Date=1"),
            "https://a.example/x?X-Amz-Signature=[redacted]&X-Amz-Date=1");
  EXPECT_EQ(redactor.url("https://a.example/x?limit=2&after=key"), "https://a.example/x?limit=2&after=key");
}

TEST(Redact, NeedlessEscapesHideNothing) {
  const Redactor redactor({"sk-plain"});
  for (const std::string_view spelling :
       {R"(\u0073\u006b\u002d\u0070\u006c\u0061\u0069\u006e)", R"(\u0073\u006B\u002D\u0070\u006C\u0061\u0069\u006E)",
        "%73%6b%2d%70%6c%61%69%6e"}) {
    EXPECT_EQ(redactor.text("a " + std::string(spelling) + " b"), "a [redacted] b");
  }
}

// What a target can send is up to a megabyte of anything. Each of these took minutes when a step was quadratic.
TEST(Redact, HostileTextCostsNoMoreThanItsLength) {
  const Redactor redactor({key});
  const auto many = [](std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
  constexpr std::size_t megabyte = 1U << 20U;
  const auto start = std::chrono::steady_clock::now();
  const auto keys = redactor.text(many(key, megabyte));
  EXPECT_EQ(keys.find("sk-live"), std::string::npos);
  EXPECT_EQ(keys.size() % std::string_view("[redacted]").size(), 0U);
  for (const std::string_view piece : {";", "&", "?", "\\u0026", "://", "a://b@", "#", "x", "%", "=;"}) {
    EXPECT_FALSE(redactor.text("https://cdn.example/?" + many(piece, megabyte) + "=x").empty()) << piece;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace vidspec::core
