#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/schema.h"

// Schemas and values that are made to exhaust a stack, the memory or somebody's patience.
namespace vidspec::core {
namespace {

using Seconds = std::chrono::duration<double>;

/// Generous: the slowest case takes a tenth of it in an unoptimised build.
constexpr Seconds patience{20};

class Hostile : public testing::Test {
 protected:
  void TearDown() override { EXPECT_LT(Seconds(std::chrono::steady_clock::now() - start_).count(), patience.count()); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

auto nested(std::size_t depth, const std::string& member) -> Json {
  Json value;
  for (std::size_t i = 0; i < depth; ++i) {
    Json outer = member.empty() ? Json::array() : Json::object();
    if (member.empty()) {
      outer.push_back(std::move(value));
    } else {
      outer[member] = std::move(value);
    }
    value = std::move(outer);
  }
  return value;
}

auto judged(const Schema& schema, const Json& value) -> bool {
  const bool accepted = schema.accepts(value);
  EXPECT_EQ(accepted, schema.validate(value).empty());
  return accepted;
}

TEST_F(Hostile, DeepValuesAreGivenUpNotFollowed) {
  const Schema tree = Schema::compile(Json::parse(R"({"properties":{"a":{"$ref":"#"}},"items":{"$ref":"#"}})"));
  EXPECT_TRUE(judged(tree, nested(100, "a")));
  EXPECT_FALSE(judged(tree, nested(100'000, "a")));
  EXPECT_FALSE(judged(tree, nested(100'000, "")));
  const auto violations = tree.validate(nested(100'000, "a"));
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].expected, "a value that can be judged within 512 levels and 10000000 steps");
}

TEST_F(Hostile, WhatIsGivenUpIsNeverValid) {
  const Schema negated =
      Schema::compile(Json::parse(R"({"$defs":{"t":{"items":{"$ref":"#/$defs/t"}}},"not":{"$ref":"#/$defs/t"}})"));
  EXPECT_FALSE(judged(negated, nested(100'000, "")));
  const Schema either = Schema::compile(
      Json::parse(R"({"$defs":{"t":{"items":{"$ref":"#/$defs/t"}}},"anyOf":[{"$ref":"#/$defs/t"},true]})"));
  EXPECT_FALSE(judged(either, nested(100'000, "")));
}

TEST_F(Hostile, DeepValuesAreComparedWithoutRecursion) {
  const Schema unique = Schema::compile(Json::parse(R"({"uniqueItems":true})"));
  Json pair = Json::array();
  pair.push_back(nested(100'000, ""));
  pair.push_back(nested(100'000, ""));
  EXPECT_FALSE(judged(unique, pair));
  pair.push_back(nested(99'999, "a"));
  EXPECT_FALSE(judged(unique, pair));
  const Schema constant = Schema::compile(Json{{"const", nested(200, "a")}});
  EXPECT_TRUE(judged(constant, nested(200, "a")));
  EXPECT_FALSE(judged(constant, nested(100'000, "a")));
}

TEST_F(Hostile, ManyElementsAreComparedInOrderNotInPairs) {
  const Schema unique = Schema::compile(Json::parse(R"({"uniqueItems":true})"));
  Json array = Json::array();
  for (int i = 0; i < 20'000; ++i) array.push_back({{"id", i}, {"same", "text"}});
  EXPECT_TRUE(judged(unique, array));
  array.push_back({{"id", 19'999.0}, {"same", "text"}});
  EXPECT_EQ(unique.validate(array)[0].actual, "elements 19999 and 20000 are equal");
}

TEST_F(Hostile, DeepSchemasAreRefused) {
  Json schema = true;
  for (int i = 0; i < 100'000; ++i) {
    Json outer = Json::object();
    outer["not"] = std::move(schema);
    schema = std::move(outer);
  }
  try {
    Schema::compile(schema, {.name = "deep"});
    FAIL() << "compiled";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "deep: nested deeper than 256 levels");
  }
}

TEST_F(Hostile, ALongChainOfReferencesCompilesAndIsGivenUp) {
  Json schema = {{"$ref", "#/$defs/0"}};
  constexpr int length = 20'000;
  for (int i = 0; i < length; ++i) schema["$defs"][std::to_string(i)] = {{"$ref", "#/$defs/" + std::to_string(i + 1)}};
  schema["$defs"][std::to_string(length)] = {{"type", "null"}};
  const Schema chain = Schema::compile(schema);
  EXPECT_FALSE(judged(chain, nullptr));
  schema["$defs"][std::to_string(length)] = {{"$ref", "#/$defs/0"}};
  EXPECT_THROW(Schema::compile(schema), InputError);
}

TEST_F(Hostile, BranchesThatDoubleEndInBound) {
  Json schema = {{"$ref", "#/$defs/0"}};
  constexpr int levels = 40;
  for (int i = 0; i < levels; ++i) {
    const Json next = {{"$ref", "#/$defs/" + std::to_string(i + 1)}};
    schema["$defs"][std::to_string(i)] = {{"anyOf", {next, next}}};
  }
  schema["$defs"][std::to_string(levels)] = {{"type", "null"}};
  const Schema doubling = Schema::compile(schema);
  EXPECT_TRUE(doubling.accepts(nullptr));
  EXPECT_FALSE(doubling.accepts(1));
}

TEST_F(Hostile, LongTextMeetsPatternsInLinearTime) {
  const Schema id = Schema::compile(Json::parse(R"s({"pattern":"^video_[A-Za-z0-9]{8,}$"})s"));
  EXPECT_TRUE(judged(id, "video_" + std::string(1'000'000, 'a')));
  EXPECT_FALSE(judged(id, "video_" + std::string(1'000'000, 'a') + "!"));
  const Schema evil = Schema::compile(Json::parse(R"s({"pattern":"^(a+)+$"})s"));
  EXPECT_FALSE(judged(evil, std::string(1'000'000, 'a') + "!"));
  const Schema worse = Schema::compile(Json::parse(R"s({"pattern":"(x+x+)+y|(.*)*z"})s"));
  EXPECT_FALSE(judged(worse, std::string(200'000, 'x')));
}

TEST_F(Hostile, PatternsThatGrowAreRefused) {
  for (const std::string_view pattern :
       {"((((a{1000}){1000}){1000}){1000})", "(a{1001})", "[", "(", "*", "a**", "\\", "(?i)a", "\\pL", "\\u12",
        "\\u{110000}", "\\x{41}", "\\Qa\\E", "\\A", "\\z", "\\C", "(?P<n>a)"}) {
    EXPECT_THROW(Schema::compile(Json{{"pattern", pattern}}), InputError) << pattern;
  }
  EXPECT_THROW(Schema::compile(Json{{"pattern", std::string(100'000, 'a')}}), InputError);
}

TEST_F(Hostile, TextOfAnyBytesIsJudged) {
  using namespace std::string_literals;
  const Schema text =
      Schema::compile(Json::parse(R"s({"type":"string","pattern":"^[^a]*$","minLength":1,"maxLength":5})s"));
  EXPECT_TRUE(judged(text, "\0\0"s));
  EXPECT_TRUE(judged(text, "视频视频视"s));
  EXPECT_FALSE(judged(text, "视频视频视频"s));
  judged(text, "\xff\xfe"s);
  judged(text, "\xed\xa0\x80"s);
  for (const char* format : {"date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
                             "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid",
                             "json-pointer", "relative-json-pointer", "regex"}) {
    const Schema schema = Schema::compile(Json{{"format", format}}, {.assert_formats = true});
    for (const std::string& value :
         {""s, "\0"s, std::string(100'000, 'a'), std::string(100'000, '1'), std::string(100'000, ':'),
          std::string(100'000, '{'), std::string(100'000, '('), "\xff"s, "%"s, "%4"s, "[::"s, "P"s}) {
      judged(schema, value);
    }
  }
}

TEST_F(Hostile, ExtremeNumbersAreComparedExactly) {
  const auto accepts = [](std::string_view schema, std::string_view value) {
    return judged(Schema::compile(Json::parse(schema)), Json::parse(value));
  };
  EXPECT_TRUE(accepts(R"({"maximum":18446744073709551615})", "18446744073709551615"));
  EXPECT_FALSE(accepts(R"({"maximum":18446744073709551614})", "18446744073709551615"));
  EXPECT_FALSE(accepts(R"({"maximum":9007199254740992})", "9007199254740993"));
  EXPECT_FALSE(accepts(R"({"maximum":9007199254740992.0})", "9007199254740993"));
  EXPECT_FALSE(accepts(R"({"const":9007199254740992.0})", "9007199254740993"));
  EXPECT_FALSE(accepts(R"({"maximum":9223372036854775807})", "9223372036854775808.0"));
  EXPECT_TRUE(accepts(R"({"minimum":-9223372036854775808})", "-9223372036854775808.0"));
  EXPECT_FALSE(accepts(R"({"minimum":-9223372036854775808})", "-1e300"));
  EXPECT_TRUE(accepts(R"({"type":"integer","multipleOf":0.5})", "1e308"));
  EXPECT_FALSE(accepts(R"({"multipleOf":0.123456789})", "1e308"));
  EXPECT_TRUE(accepts(R"({"multipleOf":0.0001})", "0.0075"));
  EXPECT_FALSE(accepts(R"({"multipleOf":0.0001})", "0.00751"));
  EXPECT_TRUE(accepts(R"({"multipleOf":5e-324})", "1e308"));
  EXPECT_FALSE(accepts(R"({"multipleOf":1e308})", "5e-324"));
  EXPECT_TRUE(accepts(R"({"multipleOf":7})", "-21"));
  EXPECT_TRUE(accepts(R"({"multipleOf":2})", "-9223372036854775808"));
  EXPECT_TRUE(accepts(R"({"const":0})", "-0.0"));
  EXPECT_TRUE(accepts(R"({"minLength":1e30})", "1"));
  EXPECT_FALSE(accepts(R"({"minLength":1e30})", "\"a\""));
  const Json nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* schema : {R"({"type":"integer"})", R"({"minimum":1})", R"({"multipleOf":2})", R"({"enum":[1]})"}) {
    EXPECT_LE(Schema::compile(Json::parse(schema)).validate(nan).size(), 1U) << schema;
  }
}

TEST_F(Hostile, AFloodOfViolationsIsCut) {
  const Schema numbers = Schema::compile(Json::parse(R"({"items":{"type":"number"}})"));
  EXPECT_EQ(numbers.validate(Json(std::vector<std::string>(100'000, "x"))).size(), 1000U);
  const Schema closed = Schema::compile(Json::parse(R"({"additionalProperties":false})"));
  const auto violations = closed.validate(Json{{std::string(1'000'000, 'k'), std::string(1'000'000, 'v')}});
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_LE(violations[0].expected.size() + violations[0].actual.size(), 300U);
}

TEST_F(Hostile, NoDocumentIsFetchedAndNoPathIsOpened) {
  for (const char* uri :
       {"file:///etc/passwd", "https://json-schema.org/draft/2020-12/../../../../etc/passwd",
        "https://json-schema.org/draft/2020-12/meta/../../secret", "http://localhost:1/x", "/etc/passwd"}) {
    EXPECT_THROW(Schema::compile(Json{{"$ref", uri}}), InputError) << uri;
  }
}

}  // namespace
}  // namespace vidspec::core
