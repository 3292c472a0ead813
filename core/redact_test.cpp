#include "core/redact.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "core/digest.h"
#include "core/json.h"
#include "core/text.h"

namespace vidspec::core {
namespace {

const std::string odd_key = "sk-live+Zz/9\"quote 4711=";

TEST(Redact, EveryEncodingOfASecretIsFound) {
  const Redactor redactor({odd_key});
  std::string form = percent_encode(odd_key);
  form.replace(form.find("%20"), 3, "+");
  const std::vector<std::string> spellings = {odd_key,
                                              nlohmann::json(odd_key).dump(),
                                              percent_encode(odd_key),
                                              lower(percent_encode(odd_key)).empty() ? "" : percent_encode(odd_key),
                                              form,
                                              base64(odd_key),
                                              base64("a" + odd_key + "b"),
                                              base64("ab" + odd_key),
                                              base64("user:" + odd_key)};
  for (const auto& spelling : spellings) {
    const auto text = redactor.text("before " + spelling + " after");
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << spelling;
    EXPECT_EQ(text.find(spelling), std::string::npos) << spelling;
    EXPECT_TRUE(text.starts_with("before ")) << text;
    EXPECT_TRUE(text.ends_with(" after")) << text;
  }
}

TEST(Redact, OtherTextStaysAsItIs) {
  const Redactor redactor({odd_key});
  EXPECT_EQ(redactor.text("sk-live is not the key, 视频"), "sk-live is not the key, 视频");
  EXPECT_EQ(Redactor{}.text("anything"), "anything");
}

TEST(Redact, CredentialHeadersNeverKeepTheirValue) {
  const auto headers = Redactor({odd_key}).headers({{"Authorization", "Bearer other-key"},
                                                    {"authorization", "raw"},
                                                    {"Set-Cookie", "session=1"},
                                                    {"api-key", "abc"},
                                                    {"X-Echo", "got " + odd_key},
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

TEST(Redact, EscapesMayBeNeedlessMixedAndDoubled) {
  const std::string secret = "sk-Live+9/x_Q";
  const Redactor redactor({secret});
  const auto encoded = base64(secret);
  for (const auto& spelling : std::vector<std::string>{"s%6B-L\\u0069ve+9\\/x_Q",  // each byte in a way of its own
                                                       "sk-Live%2b9%2Fx%5fQ",      // either case of digits
                                                       "sk&#45;Live&#x2B;9&sol;x&lowbar;Q",            // HTML
                                                       "&#115;&#107;&#45;&#76;ive&plus;9&#x002F;x_Q",  //
                                                       "sk-Live%252B9%252Fx_Q",                        // encoded twice
                                                       "sk-Live&amp;#43;9&amp;#x2f;x_Q",               //
                                                       "sk-Live\\\\u002b9\\\\\\/x_Q",                  // JSON in JSON
                                                       "736b2D4C6976652b392f785F51",  // hex in mixed case
                                                       "sk-live+9/x_q",               // as the host of a URL
                                                       percent_encode(encoded), "%63" + encoded.substr(1)}) {
    const auto text = redactor.text("a " + spelling + " b");
    EXPECT_NE(text.find("[redacted]"), std::string::npos) << spelling << " gives " << text;
    EXPECT_LE(text.size(), std::string("a [redacted] b").size() + 8) << text;  // base64 leaves its outer digits
  }
}

TEST(Redact, ASecretMayLookEscapedItself) {
  const std::string secret = R"(sk-a&lt;b%41c\u0041"d\Z9)";
  const Redactor redactor({secret});
  for (const auto& spelling : {secret, Json(secret).dump(), percent_encode(secret), Json(percent_encode(secret)).dump(),
                               percent_encode(Json(secret).dump())}) {
    EXPECT_NE(redactor.text("a " + spelling + " b").find("[redacted]"), std::string::npos) << spelling;
  }
}

TEST(Redact, ASecretThatWasCutOffIsNotGivenAwayByItsBeginning) {
  const Redactor redactor({"sk-live-0123456789"});
  EXPECT_EQ(redactor.text("{\"echo\":\"sk-live-01234567"), "{\"echo\":\"[redacted]");
  EXPECT_EQ(redactor.text("it said sk-live-01234… and more"), "it said [redacted]… and more");
  EXPECT_EQ(redactor.text("it said sk-live… and more"), "it said sk-live… and more");
}

TEST(Redact, SlashesOfUrlsMayBeEscaped) {
  EXPECT_EQ(Redactor{}.text(R"({"url":"https:\/\/u:p@cdn.example\/v.mp4?sig=abc&w=1"})"),
            R"({"url":"https:\/\/[redacted]@cdn.example\/v.mp4?sig=[redacted]&w=1"})");
}

TEST(Redact, JsonInsideJsonStaysJson) {
  const Redactor redactor;
  const std::string body = R"({"url":"https://cdn.example/a?b=1&sig=s3cret"})";
  for (const auto& inner : {body, Json::parse(body).dump(), Json(body).dump()}) {
    const auto outer = Json{{"text", inner}}.dump();
    const auto text = redactor.text(outer);
    EXPECT_EQ(text.find("s3cret"), std::string::npos) << text;
    EXPECT_TRUE(Json::accept(text)) << text;
    EXPECT_TRUE(Json::accept(Json::parse(text)["text"].get<std::string>())) << text;
  }
  EXPECT_EQ(redactor.text("\"https://x/?a=1\\\\u0026sig=s3cret\\\\u0026b=2\""),
            "\"https://x/?a=1\\\\u0026sig=[redacted]\\u0026b=2\"")
      << "JSON inside JSON inside JSON";
}

TEST(Redact, WhatIsMaskedAlreadyStays) {
  for (const std::string text : {"https://x/?sig=[redacted]&b=1", "https://x/?sig=%5Bredacted%5D&b=1"}) {
    EXPECT_EQ(Redactor().text(text), text);
  }
}

TEST(Redact, ALongTextIsSearchedWhole) {
  const Redactor redactor({"sk-live-0123456789"});
  for (const std::size_t before : {(1U << 20U) - 5U, (1U << 20U) + 2000U, 3U << 20U}) {
    const auto text = redactor.text(std::string(before, 'x') + "sk-live%2D0123456789" + std::string(100'000, 'y'));
    EXPECT_EQ(text, std::string(before, 'x') + "[redacted]" + std::string(100'000, 'y'));
  }
}

// What a target can send is up to a megabyte of anything. A quarter of it took minutes where a step was quadratic.
TEST(Redact, HostileTextCostsNoMoreThanItsLength) {
  const Redactor redactor({odd_key});
  const auto many = [](std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
  constexpr std::size_t quarter = 1U << 18U;
  const auto start = std::chrono::steady_clock::now();
  const auto keys = redactor.text(many(odd_key, quarter));
  EXPECT_EQ(keys.find("sk-live"), std::string::npos);
  EXPECT_EQ(keys.size() % std::string_view("[redacted]").size(), 0U) << keys.substr(0, 100);
  for (const std::string_view piece : {";", "&", "?", "\\u0026", "://", "a://b@", "#", "x", "%", "=;"}) {
    EXPECT_FALSE(redactor.text("https://cdn.example/?" + many(piece, quarter) + "=x").empty()) << piece;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace vidspec::core
