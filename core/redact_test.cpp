#include "core/redact.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace vidspec::core
