#include "core/schema/report.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace vidspec::core {
namespace {

auto lines(std::string_view schema, std::string_view json, bool assert_formats = false) -> std::vector<std::string> {
  std::vector<std::string> result;
  for (const Violation& violation : validate_text({"s.json", schema}, {"j.json", json}, assert_formats)) {
    result.push_back(describe(violation));
  }
  return result;
}

auto refusal_of_text(std::string_view schema, std::string_view json) -> std::string {
  try {
    lines(schema, json);
    return "judged";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(SchemaReport, OneLineForEachViolation) {
  EXPECT_EQ(lines(R"({"type":"object","required":["id"],"properties":{"n":{"minimum":2}}})", R"({"n":1})"),
            (std::vector<std::string>{"(root) required: expected a member \"id\", actual missing (/required)",
                                      "/n minimum: expected at least 2, actual 1 (/properties/n/minimum)"}));
  EXPECT_TRUE(lines(R"({"type":"object"})", "{}").empty());
  EXPECT_TRUE(lines(R"({"format":"date"})", "\"x\"").empty());
  EXPECT_EQ(lines(R"({"format":"date"})", "\"x\"", true).size(), 1U);
}

TEST(SchemaReport, NoControlCharacterReachesTheLine) {
  const auto found = lines(R"({"additionalProperties":false})", R"({"a\u001b[2J\n":"b\u001b\u0007"})");
  ASSERT_EQ(found.size(), 1U);
  for (const char c : found[0]) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << found[0];
}

TEST(SchemaReport, BadInputIsOneClearLine) {
  EXPECT_EQ(refusal_of_text("{", "1").find("s.json: is not JSON: line 1, column "), 0U);
  EXPECT_EQ(refusal_of_text("{}", "[1,]").find("j.json: is not JSON: line 1, column "), 0U);
  EXPECT_EQ(refusal_of_text("{}", R"({"a":{"b":1,"b":2}})"), "j.json#/a/b: the member occurs twice, keep one of them");
  EXPECT_EQ(refusal_of_text(R"({"typ":1})", "1"),
            "s.json#/typ: unknown keyword \"typ\" (keywords of our own begin with x-)");
}

}  // namespace
}  // namespace vidspec::core
