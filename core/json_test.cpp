#include "core/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace vidspec::core {
namespace {

auto repeat(std::string_view text, std::size_t times) -> std::string {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(ParseJson, TakesEveryKindOfValue) {
  const JsonResult result = parse_json(R"({"a":[1,-2,2.5,"x",true,null,{}],"b":18446744073709551615})");
  ASSERT_TRUE(result) << result.error;
  EXPECT_EQ(result.value->dump(), R"({"a":[1,-2,2.5,"x",true,null,{}],"b":18446744073709551615})");
  EXPECT_TRUE(result.duplicate_keys.empty());
  EXPECT_EQ(*parse_json(" \"alone\" ").value, "alone");
}

TEST(ParseJson, SaysLineAndColumn) {
  const JsonResult result = parse_json("{\n  \"a\": 1,\n  \"b\" 2\n}");
  ASSERT_FALSE(result);
  EXPECT_NE(result.error.find("line 3, column 7: "), std::string::npos) << result.error;
  EXPECT_EQ(result.error.find("json.exception"), std::string::npos) << result.error;
  EXPECT_EQ(parse_json("").error, "line 1, column 1: empty, a JSON value was expected");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const std::string_view text : {"nul",
                                      "{",
                                      "[1,]",
                                      "{\"a\":1,}",
                                      "'a'",
                                      "NaN",
                                      "[Infinity]",
                                      "1e400",
                                      "-1e400",
                                      "01",
                                      "// c\n1",
                                      "{} {}",
                                      "\"\t\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\\ud800\"",
                                      "\"\xff\"",
                                      "\"\xed\xa0\x80\"",
                                      "\"\xc0\xaf\"",
                                      "[\"\\x\"]",
                                      "1.",
                                      "+1"}) {
    const JsonResult result = parse_json(text);
    EXPECT_FALSE(result) << text;
    EXPECT_FALSE(result.error.empty()) << text;
    EXPECT_EQ(result.error.find('\n'), std::string::npos) << text;
    EXPECT_LE(result.error.size(), 300U) << text;
  }
}

TEST(ParseJson, ANulByteEndsNothing) {
  using namespace std::string_view_literals;
  EXPECT_FALSE(parse_json("{}\0garbage"sv));
  EXPECT_FALSE(parse_json("\"a\0b\""sv));
  EXPECT_TRUE(parse_json("\"a\\u0000b\""sv));
}

TEST(ParseJson, DepthIsBounded) {
  const JsonLimits limits{.max_depth = 3};
  EXPECT_TRUE(parse_json("[[[1]]]", limits));
  const JsonResult result = parse_json(R"({"a":[0,{"b":[]}]})", limits);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error, "nested deeper than 3 levels, at /a/1/b");
  EXPECT_FALSE(parse_json(repeat("[", 1'000'000)));
  EXPECT_FALSE(parse_json(repeat("{\"a\":", 1'000'000)));
  const JsonLimits deep{.max_depth = 200'000};
  EXPECT_TRUE(parse_json(repeat("[", 100'000) + repeat("]", 100'000), deep));
}

TEST(ParseJson, SizeIsBounded) {
  const JsonResult result = parse_json("[1,2,3,4]", {.max_bytes = 8});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error, "larger than 8 bytes");
}

TEST(ParseJson, ValuesAreCounted) {
  EXPECT_TRUE(parse_json("[1,[2],{\"a\":3}]", {.max_values = 6}));
  EXPECT_EQ(parse_json("[1,[2],{\"a\":3}]", {.max_values = 5}).error, "more than 5 values");
  EXPECT_EQ(parse_json("[" + repeat("0,", 1'000'000) + "0]").error, "more than 1000000 values");
}

TEST(ParseJson, NamesMembersThatOccurTwice) {
  const JsonResult result = parse_json(R"({"a":{"b":[1]},"c":[0,{"x/y":1,"x/y":{"z":2}}],"a":[3]})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result.duplicate_keys, (std::vector<std::string>{"/c/1/x~1y", "/a"}));
  EXPECT_EQ(result.value->dump(), R"({"a":[3],"c":[0,{"x/y":{"z":2}}]})");
  const JsonResult many = parse_json("{" + repeat("\"k\":1,", 100) + "\"k\":2}");
  ASSERT_TRUE(many);
  EXPECT_EQ(many.duplicate_keys.size(), 16U);
}

TEST(ParseJson, AHugeTokenGivesAShortError) {
  const JsonResult result = parse_json("[\"" + std::string(1'000'000, 'a') + "\n\"]");
  ASSERT_FALSE(result);
  EXPECT_LE(result.error.size(), 300U);
}

TEST(Pointer, FindsByEveryKindOfStep) {
  const Json json = Json::parse(R"({"a/b":{"m~n":[10,{"":20}]},"01":1,"":{"":3}})");
  EXPECT_EQ(find_pointer(json, ""), &json);
  EXPECT_EQ(*find_pointer(json, "/a~1b/m~0n/0"), 10);
  EXPECT_EQ(*find_pointer(json, "/a~1b/m~0n/1/"), 20);
  EXPECT_EQ(*find_pointer(json, "/01"), 1);
  EXPECT_EQ(*find_pointer(json, "//"), 3);
}

TEST(Pointer, FindsNothingWhereThereIsNothing) {
  const Json json = Json::parse(R"({"a":[1,2],"b":"text"})");
  for (const std::string_view pointer : {"a", "/x", "/a/2", "/a/01", "/a/-", "/a/+1", "/a/", "/a/1x", "/b/0", "/a/0/0",
                                         "/a/99999999999999999999999", "/~", "/a~"}) {
    EXPECT_EQ(find_pointer(json, pointer), nullptr) << pointer;
  }
}

TEST(Pointer, AppendEscapes) {
  EXPECT_EQ(pointer_append("", "a"), "/a");
  EXPECT_EQ(pointer_append("/x", "a/b~c"), "/x/a~1b~0c");
}

TEST(Show, IsBoundedAndClean) {
  EXPECT_EQ(show(Json::parse(R"({"b":[1,2.5,null],"a":"q\"\n\u001b"})")), R"({"a":"q\"\n\u001b","b":[1,2.5,null]})");
  EXPECT_EQ(show("\xff\xfe ok \xed\xa0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD ok \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(show(std::string(1'000'000, 'x'), 10), "\"xxxxxx…");
  EXPECT_LE(show(Json(std::vector<int>(1'000'000, 7)), 50).size(), 50U);
  EXPECT_EQ(show("视频"), "\"视频\"");
}

TEST(Show, DeepValuesDoNotOverflow) {
  Json deep;
  for (int i = 0; i < 100'000; ++i) {
    Json outer = Json::array();
    outer.push_back(std::move(deep));
    deep = std::move(outer);
  }
  EXPECT_EQ(show(deep, 500).find("[[[["), 0U);
}

TEST(TypeName, AWholeFloatIsAnInteger) {
  EXPECT_EQ(type_name(4.0), "integer");
  EXPECT_EQ(type_name(4.5), "number");
  EXPECT_EQ(type_name(1e300), "integer");
  EXPECT_EQ(type_name(-7), "integer");
  EXPECT_EQ(type_name(nullptr), "null");
  EXPECT_EQ(type_name(true), "boolean");
  EXPECT_EQ(type_name("s"), "string");
  EXPECT_EQ(type_name(Json::array()), "array");
  EXPECT_EQ(type_name(Json::object()), "object");
}

}  // namespace
}  // namespace vidspec::core
