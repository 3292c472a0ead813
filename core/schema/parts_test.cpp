#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "core/schema/formats.h"
#include "core/schema/pattern.h"
#include "core/schema/uri.h"
#include "core/schema/values.h"
#include "core/schema/words.h"

namespace vidspec::core::schema {
namespace {

// RFC 3986 §5.4.
TEST(SchemaUri, ResolvesAsTheRfcSays) {
  constexpr std::string_view base = "http://a/b/c/d;p?q";
  constexpr std::array<std::array<std::string_view, 2>, 40> cases = {{{"g:h", "g:h"},
                                                                      {"g", "http://a/b/c/g"},
                                                                      {"./g", "http://a/b/c/g"},
                                                                      {"g/", "http://a/b/c/g/"},
                                                                      {"/g", "http://a/g"},
                                                                      {"//g", "http://g"},
                                                                      {"?y", "http://a/b/c/d;p?y"},
                                                                      {"g?y", "http://a/b/c/g?y"},
                                                                      {"#s", "http://a/b/c/d;p?q#s"},
                                                                      {"g#s", "http://a/b/c/g#s"},
                                                                      {"g?y#s", "http://a/b/c/g?y#s"},
                                                                      {";x", "http://a/b/c/;x"},
                                                                      {"g;x", "http://a/b/c/g;x"},
                                                                      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
                                                                      {"", "http://a/b/c/d;p?q"},
                                                                      {".", "http://a/b/c/"},
                                                                      {"./", "http://a/b/c/"},
                                                                      {"..", "http://a/b/"},
                                                                      {"../", "http://a/b/"},
                                                                      {"../g", "http://a/b/g"},
                                                                      {"../..", "http://a/"},
                                                                      {"../../", "http://a/"},
                                                                      {"../../g", "http://a/g"},
                                                                      {"../../../g", "http://a/g"},
                                                                      {"../../../../g", "http://a/g"},
                                                                      {"/./g", "http://a/g"},
                                                                      {"/../g", "http://a/g"},
                                                                      {"g.", "http://a/b/c/g."},
                                                                      {".g", "http://a/b/c/.g"},
                                                                      {"g..", "http://a/b/c/g.."},
                                                                      {"..g", "http://a/b/c/..g"},
                                                                      {"./../g", "http://a/b/g"},
                                                                      {"./g/.", "http://a/b/c/g/"},
                                                                      {"g/./h", "http://a/b/c/g/h"},
                                                                      {"g/../h", "http://a/b/c/h"},
                                                                      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
                                                                      {"g;x=1/../y", "http://a/b/c/y"},
                                                                      {"g?y/./x", "http://a/b/c/g?y/./x"},
                                                                      {"g#s/../x", "http://a/b/c/g#s/../x"},
                                                                      {"http:g", "http:g"}}};
  for (const auto& [reference, expected] : cases) EXPECT_EQ(resolve_uri(base, reference), expected) << reference;
  EXPECT_EQ(resolve_uri("", "a/b#c"), "a/b#c");
  EXPECT_EQ(resolve_uri("urn:uuid:1", "#/x"), "urn:uuid:1#/x");
  EXPECT_EQ(without_fragment("a#b#c"), "a");
}

TEST(SchemaPattern, EcmaIsWrittenForRe2) {
  const auto matches = [](std::string_view pattern, std::string_view text) {
    std::string reason;
    const auto compiled = Pattern::compile(pattern, reason);
    EXPECT_NE(compiled, nullptr) << pattern << ": " << reason;
    return compiled != nullptr && compiled->found_in(text);
  };
  EXPECT_TRUE(matches("^a$", "a"));
  EXPECT_FALSE(matches("^a$", "a\n"));
  EXPECT_FALSE(matches("^a$", "b\na"));
  EXPECT_TRUE(matches("^\\u89c6\\u{9891}$", "视频"));
  EXPECT_TRUE(matches("^\\ud83d\\ude00$", "😀"));
  EXPECT_TRUE(matches("^\\p{Letter}+$", "πρω"));
  EXPECT_FALSE(matches("^\\P{L}+$", "a"));
  EXPECT_TRUE(matches("^\\p{Script=Greek}$", "π"));
  EXPECT_TRUE(matches("^\\d$", "7"));
  EXPECT_FALSE(matches("^\\d$", "߀"));
  EXPECT_TRUE(matches("^\\s[\\s]$", "\u00a0\ufeff"));
  EXPECT_FALSE(matches("\\S", "\u2029\v"));
  EXPECT_TRUE(matches("^[^\\S]$", " "));
  EXPECT_TRUE(matches("^[[a]$", "["));
  EXPECT_TRUE(matches("^\\cJ$", "\n"));
  EXPECT_TRUE(matches("^[\\b]$", "\b"));
  EXPECT_FALSE(matches("^.$", "\u2028"));
  EXPECT_TRUE(matches("^[^]$", "\n"));
  EXPECT_FALSE(matches("[]", "anything"));
  EXPECT_TRUE(matches("^\\/\\-\\.$", "/-."));
  EXPECT_TRUE(matches("^(?<year>\\d{4})$", "2026"));
}

TEST(SchemaFormats, TakeWhatTheirRfcsTakeAndNoMore) {
  struct Case {
    std::string_view format;
    std::vector<std::string_view> right;
    std::vector<std::string_view> wrong;
  };
  const std::vector<Case> cases = {
      {"date-time",
       {"2026-11-21T10:00:00Z", "2026-11-21t10:00:00.123+08:00", "1998-12-31T23:59:60Z", "1998-12-31T15:59:60-08:00"},
       {"2026-11-21", "2026-02-29T10:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T10:00:00", "2026-11-21T10:00:00.Z",
        "1998-12-31T22:59:60Z", "2026-11-21 10:00:00Z", "2026-11-21T10:00:00+24:00"}},
      {"date", {"2024-02-29"}, {"2023-02-29", "2024-2-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-01-01x"}},
      {"duration",
       {"P1Y", "P1Y2M3D", "PT1H30M", "P3W", "P1DT12H"},
       {"P", "PT", "P1", "1Y", "P1Y2D", "PT1H2S", "P2W1D", "P1H", "PT"}},
      {"email",
       {"a@b.example", "\"a b\"@b.example", "a@[127.0.0.1]", "a@[IPv6:::1]"},
       {"a", "@b", "a@", ".a@b", "a.@b", "a..b@c", "a b@c", "a@-b", "a@[1.2.3]"}},
      {"hostname",
       {"a", "a-b.example", "xn--4gbwdl.xn--wgbh1c"},
       {"", "-a", "a-", "a..b", ".a", "a_b", "a b", "ex--ample"}},
      {"ipv4",
       {"0.0.0.0", "255.255.255.255"},
       {"256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "0x1.2.3.4"}},
      {"ipv6",
       {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:7::"},
       {":", ":::", "1", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "1.2.3.4", "::1.2.3", "::1%eth0",
        "1:2:3:4:5:6:7:8::"}},
      {"uri",
       {"https://a.example/b?c#d", "urn:isbn:1", "http://[::1]:80/", "a:"},
       {"//a/b", "/a", "a b", "http://a b/", "http://a/%zz", "http://[::1", "http://a:b/", "http://ü/"}},
      {"uri-reference", {"", "/a", "//a/b", "#x", "a/b"}, {"\\a", "a b", "1:a", "#ä"}},
      {"iri", {"https://ü.example/ä"}, {"/ä"}},
      {"uri-template", {"", "/a{b}", "{+x,y*}{?z:3}"}, {"{", "}", "{}", "{a", "{a b}", "{a:0}", "a b"}},
      {"uuid",
       {"2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
       {"", "2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g"}},
      {"json-pointer", {"", "/", "/a~0b~1c"}, {"a", "/~", "/~2"}},
      {"relative-json-pointer", {"0", "1/a", "0#"}, {"", "01", "-1", "/a", "0##"}},
      {"regex", {"^a$"}, {"(", "\\a"}},
      {"time", {"10:00:00Z", "23:59:60Z"}, {"10:00:00", "10:60:00Z", "24:00:00Z"}}};
  for (const Case& one : cases) {
    const FormatCheck check = find_format(one.format);
    ASSERT_NE(check, nullptr) << one.format;
    for (const std::string_view text : one.right) EXPECT_TRUE(check(text)) << one.format << ": " << text;
    for (const std::string_view text : one.wrong) EXPECT_FALSE(check(text)) << one.format << ": " << text;
  }
  EXPECT_EQ(find_format("int64"), nullptr);
}

TEST(SchemaValues, AreOrderedTotally) {
  const std::vector<Json> values = {nullptr,
                                    false,
                                    true,
                                    -1,
                                    0,
                                    0.5,
                                    1,
                                    1.5,
                                    9007199254740992.0,
                                    9007199254740993,
                                    "",
                                    "a",
                                    "b",
                                    Json::array(),
                                    {1},
                                    {1, 2},
                                    Json::object(),
                                    {{"a", 1}},
                                    {{"a", 2}},
                                    {{"b", 0}},
                                    -9223372036854775807 - 1,
                                    18446744073709551615U,
                                    -1e300,
                                    1e300};
  for (const Json& a : values) {
    for (const Json& b : values) {
      EXPECT_EQ(compare(a, b), -compare(b, a)) << a << b;
      EXPECT_EQ(compare(a, b) == 0, &a == &b) << a << b;
      for (const Json& c : values) {
        if (compare(a, b) < 0 && compare(b, c) < 0) {
          EXPECT_LT(compare(a, c), 0) << a << b << c;
        }
      }
    }
  }
  EXPECT_EQ(compare(1, 1.0), 0);
  EXPECT_EQ(compare(Json{{"a", {1, {{"b", 2}}}}}, Json{{"a", {1.0, {{"b", 2.0}}}}}), 0);
  EXPECT_NE(compare(0, false), 0);
}

TEST(SchemaWords, ReadAsEnglish) {
  const auto words = [](std::string_view keyword, std::string_view value) {
    return expected_words(keyword, Json::parse(value));
  };
  EXPECT_EQ(words("type", "\"integer\""), "an integer");
  EXPECT_EQ(words("type", R"(["string","number","null"])"), "a string, a number or null");
  EXPECT_EQ(words("enum", "[1]"), "1");
  EXPECT_EQ(words("minLength", "1"), "at least 1 character");
  EXPECT_EQ(words("maxItems", "3"), "at most 3 elements");
  EXPECT_EQ(words("exclusiveMinimum", "0"), "more than 0");
  EXPECT_LE(expected_words("enum", Json(std::vector<std::string>(1000, "value"))).size(), 400U);
  EXPECT_LE(expected_words("const", std::string(100'000, 'x')).size(), 400U);
}

}  // namespace
}  // namespace vidspec::core::schema
