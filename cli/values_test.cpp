#include "cli/values.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace vidspec::cli {
namespace {

TEST(Values, Durations) {
  const std::vector<std::pair<const char*, int>> good = {
      {"15m", 900'000}, {"2s", 2000}, {"500ms", 500}, {"1h30m", 5'400'000}, {"90", 90'000}, {"0", 0}, {"1min", 60'000}};
  for (const auto& [text, millis] : good) EXPECT_EQ(parse_duration("--deadline", text).count(), millis) << text;
  for (const char* text : {"", "soon", "-1s", "1.5m", "9999999999999999999h", "8d", "169h", "5 m", "m", "1h 2m"}) {
    EXPECT_THROW(parse_duration("--deadline", text), core::InputError) << text;
  }
  try {
    parse_duration("--deadline", "soon");
    FAIL();
  } catch (const core::InputError& error) {
    EXPECT_STREQ(error.what(),
                 "--deadline: \"soon\" is no duration of at most a week; write for example 15m, 90s or 500ms");
  }
}

TEST(Values, Sizes) {
  EXPECT_EQ(parse_bytes("--max-body", "512M"), 512ULL << 20U);
  EXPECT_EQ(parse_bytes("--max-body", "64k"), 64U << 10U);
  EXPECT_EQ(parse_bytes("--max-body", "1GiB"), 1ULL << 30U);
  EXPECT_EQ(parse_bytes("--max-body", "1000"), 1000U);
  for (const char* text : {"", "M", "1T", "1Mx", "-1", "99999999G", "1.5M"})
    EXPECT_THROW(parse_bytes("--max-body", text), core::InputError) << text;
}

TEST(Values, BaseUrls) {
  EXPECT_EQ(parse_base_url("URL", "https://relay.example/v1/"), "https://relay.example/v1");
  EXPECT_EQ(parse_base_url("URL", "HTTP://127.0.0.1:8080"), "http://127.0.0.1:8080");
  EXPECT_EQ(parse_base_url("URL", "http://[::1]:8080/v1"), "http://[::1]:8080/v1");
  EXPECT_EQ(parse_base_url("URL", "http://[::1]/v1"), "http://[::1]/v1");
  for (const char* text : {"", "relay.example/v1", "ftp://a/v1", "https://", "https:///v1", "https://:80/v1",
                           "http://a:0/v1", "http://a:99999/v1", "http://a:x/v1", "http://a/v1?key=1", "http://a/v1#x",
                           "http://a b/v1", "http://a/v1\r\nX: y", "file:///etc/passwd", "not a url"}) {
    EXPECT_THROW(parse_base_url("URL", text), core::InputError) << text;
  }
}

TEST(Values, ComplaintsAboutUrlsHoldNoSecret) {
  for (const char* text : {"https://user:sk-canary@host/v1", "https://host/v1?api_key=sk-canary",
                           "https://host/v1#sk-canary", "sk-canary", "https://sk-canary@/v1"}) {
    try {
      parse_base_url("URL", text);
      ADD_FAILURE() << text;
    } catch (const core::InputError& error) {
      EXPECT_EQ(std::string(error.what()).find("canary"), std::string::npos) << error.what();
    }
  }
}

TEST(Values, Headers) {
  EXPECT_EQ(parse_header("X-Env:  staging "), (core::Header{"X-Env", "staging"}));
  EXPECT_EQ(parse_header("X-Empty:"), (core::Header{"X-Empty", ""}));
  for (const char* text : {"", "X-Env", ": x", "X Env: y", "X-A: b\r\nX-B: c", "authorization: Bearer sk-canary",
                           "Host: x", "expect: 100-continue"}) {
    try {
      parse_header(text);
      ADD_FAILURE() << text;
    } catch (const core::InputError& error) {
      EXPECT_EQ(std::string(error.what()).find("canary"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace vidspec::cli
