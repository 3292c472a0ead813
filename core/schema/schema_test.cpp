#include "core/schema.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace vidspec::core {
namespace {

auto compile(std::string_view text, SchemaOptions options = {}) -> Schema {
  return Schema::compile(Json::parse(text), options);
}

/// One line for each violation: `instance keyword: expected | actual (schema)`.
auto violations(std::string_view schema, std::string_view instance, const SchemaOptions& options = {})
    -> std::vector<std::string> {
  std::vector<std::string> lines;
  const Schema compiled = compile(schema, options);
  const Json value = Json::parse(instance);
  for (const Violation& one : compiled.validate(value)) {
    lines.push_back(one.instance + " " + one.keyword + ": " + one.expected + " | " + one.actual + " (" + one.schema +
                    ")");
  }
  EXPECT_EQ(compiled.accepts(value), lines.empty());
  return lines;
}

/// The message and pointer with which a schema is refused, or "compiles".
auto refusal(std::string_view schema, const SchemaOptions& options = {}) -> std::string {
  try {
    compile(schema, options);
    return "compiles";
  } catch (const InputError& error) {
    return error.what();
  }
}

using Lines = std::vector<std::string>;

TEST(Schema, EveryViolationHasItsPlaceAndWords) {
  const std::string_view schema = R"({
    "type": "object", "required": ["id", "status", "object"], "additionalProperties": false,
    "properties": {
      "id": {"type": "string", "minLength": 1}, "object": {"const": "video"}, "status": {"enum": ["queued", "completed"]},
      "progress": {"type": "integer", "minimum": 0, "maximum": 100}, "size": {"pattern": "^[0-9]+x[0-9]+$"},
      "error": {"type": ["object", "null"], "required": ["code"]}, "tags": {"type": "array", "uniqueItems": true, "maxItems": 2}
    }})";
  EXPECT_EQ(violations(schema, R"({"id":"video_1","object":"video","status":"queued","progress":50.0,"error":null})"),
            Lines{});
  EXPECT_EQ(
      violations(schema,
                 R"({"object":"vid","status":"processing","progress":"50%","size":"big","error":{},"tags":[1,2,1.0],
                                   "x/y":1})"),
      (Lines{"/error required: a member \"code\" | missing (/properties/error/required)",
             " required: a member \"id\" | missing (/required)",
             "/object const: \"video\" | \"vid\" (/properties/object/const)",
             "/progress type: an integer | \"50%\" (/properties/progress/type)",
             "/size pattern: text that matches ^[0-9]+x[0-9]+$ | \"big\" (/properties/size/pattern)",
             "/status enum: one of \"queued\", \"completed\" | \"processing\" (/properties/status/enum)",
             "/tags maxItems: at most 2 elements | 3 elements (/properties/tags/maxItems)",
             "/tags uniqueItems: elements that all differ | elements 0 and 2 are equal (/properties/tags/uniqueItems)",
             "/x~1y additionalProperties: no member \"x/y\" | 1 (/additionalProperties)"}));
}

TEST(Schema, AlternativesSayWhatEachMissed) {
  EXPECT_EQ(violations(R"({"properties":{"e":{"anyOf":[{"type":"string"},{"type":"null"}]}}})", R"({"e":3})"),
            (Lines{"/e anyOf: a string or null | 3 (/properties/e/anyOf)"}));
  EXPECT_EQ(violations(R"({"oneOf":[{"type":"string"},{"properties":{"a":{"const":1}}}]})", R"({"a":2})"),
            (Lines{" oneOf: a string or 1 at /a | {\"a\":2} (/oneOf)"}));
  EXPECT_EQ(violations(R"({"oneOf":[{"type":"integer"},{"type":"null"},{"minimum":2}]})", "3"),
            (Lines{" oneOf: a match of exactly one of 3 alternatives | a match of alternatives 1, 3 (/oneOf)"}));
}

TEST(Schema, ViolationsBehindReferencesPointWhereTheKeywordStands) {
  EXPECT_EQ(violations(R"({"$defs":{"id":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/id"}}})", R"({"a":1})"),
            (Lines{"/a type: a string | 1 (/$defs/id/type)"}));
  SchemaOptions options;
  options.resolve = [](std::string_view uri) {
    return uri == "https://example.com/id.json" ? std::make_shared<const Json>(Json::parse(R"({"type":"string"})"))
                                                : nullptr;
  };
  EXPECT_EQ(violations(R"({"$ref":"https://example.com/id.json"})", "1", options),
            (Lines{" type: a string | 1 (https://example.com/id.json#/type)"}));
}

TEST(Schema, UnevaluatedNamesWhatIsReallyUnknown) {
  EXPECT_EQ(violations(R"({"allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false})",
                       R"({"a":1,"b":2})"),
            (Lines{"/a type: a string | 1 (/allOf/0/properties/a/type)",
                   "/b unevaluatedProperties: no member \"b\" | 2 (/unevaluatedProperties)"}));
}

TEST(Schema, UnknownKeywordsAreRefused) {
  EXPECT_EQ(refusal(R"({"properties":{"a":{"typ":"string"}}})"),
            "schema#/properties/a/typ: unknown keyword \"typ\" (keywords of our own begin with x-)");
  EXPECT_EQ(refusal(R"({"$defs":{"unused":{"nullable":true}}})"),
            "schema#/$defs/unused/nullable: unknown keyword \"nullable\" (keywords of our own begin with x-)");
  EXPECT_EQ(refusal(R"({"x-vidspec":{"any":"thing"},"properties":{"typ":{}},"enum":[{"typ":1}]})"), "compiles");
  EXPECT_EQ(refusal(R"({"typ":1})", {.strict = false}), "compiles");
  EXPECT_NE(refusal(R"({"$schema":"http://json-schema.org/draft-07/schema#","prefixItems":[{}]})"), "compiles");
  EXPECT_NE(refusal(R"({"additionalItems":{}})"), "compiles");
}

TEST(Schema, WrongKeywordValuesAreRefusedWithTheirPointer) {
  const std::vector<std::pair<std::string_view, std::string_view>> wrong = {
      {R"({"type":"text"})", "schema#/type: type knows"},
      {R"({"type":[]})", "schema#/type: type must name"},
      {R"({"enum":"a"})", "schema#/enum: enum must be a list"},
      {R"({"minimum":"0"})", "schema#/minimum: minimum must be a number"},
      {R"({"multipleOf":0})", "schema#/multipleOf: multipleOf must be a number above 0"},
      {R"({"minLength":-1})", "schema#/minLength: minLength must be a whole number"},
      {R"({"maxItems":1.5})", "schema#/maxItems: maxItems must be a whole number"},
      {R"s({"pattern":"("})s", "schema#/pattern: pattern cannot be used: "},
      {R"s({"pattern":"^(?=a)"})s", "schema#/pattern: pattern cannot be used: look-around"},
      {R"({"pattern":"(a)\\1"})", "schema#/pattern: pattern cannot be used: a back-reference"},
      {R"({"patternProperties":{"a/(":{}}})", "schema#/patternProperties/a~1(: patternProperties has a pattern"},
      {R"({"format":3})", "schema#/format: format must be text"},
      {R"({"uniqueItems":1})", "schema#/uniqueItems: uniqueItems must be true or false"},
      {R"({"required":"id"})", "schema#/required: required must be a list"},
      {R"({"required":[1]})", "schema#/required: required must be a list"},
      {R"({"dependentRequired":{"a":"b"}})", "schema#/dependentRequired/a: dependentRequired must be a list"},
      {R"({"properties":[]})", "schema#/properties: properties must be an object of schemas"},
      {R"({"properties":{"a":"string"}})",
       "schema#/properties/a: a schema is an object, true or false, not \"string\""},
      {R"({"allOf":[]})", "schema#/allOf: allOf must be a list of at least one"},
      {R"({"allOf":{}})", "schema#/allOf: allOf must be a list of at least one"},
      {R"({"items":[{}]})", "schema#/items: a schema is an object, true or false"},
      {R"({"not":null})", "schema#/not: a schema is an object, true or false, not null"},
      {R"({"$ref":1})", "schema#/$ref: $ref must be text"},
      {R"({"$id":1})", "schema#/$id: $id must be text"},
      {R"({"$id":"http://example.com/#a"})", "schema#/$id: an $id has no fragment"},
      {R"("text")", "schema: a schema is an object, true or false"},
  };
  for (const auto& [schema, start] : wrong) {
    EXPECT_TRUE(refusal(schema).starts_with(start)) << schema << " gave " << refusal(schema);
  }
}

TEST(Schema, ReferencesToNowhereAreRefused) {
  EXPECT_EQ(refusal(R"({"properties":{"a":{"$ref":"#/$defs/none"}}})"),
            "schema#/properties/a/$ref: nothing is at \"#/$defs/none\"");
  EXPECT_EQ(refusal(R"({"$ref":"#none"})"), "schema#/$ref: nothing is at \"#none\"");
  EXPECT_EQ(refusal(R"({"$ref":"https://example.com/x"})"),
            "schema#/$ref: refers to the document \"https://example.com/x\", which is not here; documents are not "
            "fetched from a "
            "network");
  EXPECT_NE(refusal(R"({"$ref":"#/enum/0","enum":["text"]})").find("a schema is an object"), std::string::npos);
}

TEST(Schema, ReferencesWithoutEndAreRefused) {
  for (const std::string_view schema :
       {R"({"$ref":"#"})", R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}}})",
        R"({"anyOf":[{"type":"null"},{"$ref":"#"}]})", R"({"not":{"$ref":"#"}})", R"({"if":true,"then":{"$ref":"#"}})",
        R"({"dependentSchemas":{"a":{"$ref":"#"}}})", R"({"$dynamicRef":"#"})"}) {
    EXPECT_NE(refusal(schema).find("refers to itself without end"), std::string::npos) << schema;
  }
  EXPECT_EQ(refusal(R"({"properties":{"next":{"$ref":"#"}},"items":{"$ref":"#"}})"), "compiles");
  EXPECT_EQ(
      refusal(
          R"({"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[true,{"type":"null"}]}}})"),
      "compiles");
}

TEST(Schema, DialectsAreNamedByTheSchema) {
  const std::string_view tuple =
      R"({"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":false})";
  EXPECT_EQ(violations(tuple, R"(["a"])"), Lines{});
  EXPECT_EQ(violations(tuple, R"([1,2])"), (Lines{"/0 type: a string | 1 (/items/0/type)",
                                                  "/1 additionalItems: no element here | 2 (/additionalItems)"}));
  EXPECT_EQ(refusal(R"({"$schema":"http://json-schema.org/draft-04/schema#"})"),
            "schema#/$schema: unknown dialect \"http://json-schema.org/draft-04/schema\", write "
            "https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema#");
}

TEST(Schema, TheMetaSchemasJudgeSchemas) {
  for (const std::string uri :
       {"https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"}) {
    const std::string schema = R"({"$schema":")" + uri + R"(","$ref":")" + uri + R"("})";
    EXPECT_EQ(violations(schema, R"({"properties":{"a":{"minLength":2,"items":{"type":"null"}}}})"), Lines{}) << uri;
    EXPECT_FALSE(violations(schema, R"({"properties":{"a":{"minLength":-2}}})").empty()) << uri;
    EXPECT_FALSE(violations(schema, R"({"properties":{"a":{"items":{"type":"nul"}}}})").empty()) << uri;
  }
}

TEST(Schema, FormatsAssertOnRequest) {
  const std::string_view schema = R"({"format":"date-time"})";
  EXPECT_EQ(violations(schema, R"("yesterday")"), Lines{});
  EXPECT_EQ(violations(schema, R"("yesterday")", {.assert_formats = true}),
            (Lines{" format: text in the format date-time | \"yesterday\" (/format)"}));
  EXPECT_EQ(violations(schema, R"("2026-11-21T10:00:00Z")", {.assert_formats = true}), Lines{});
}

TEST(Schema, ACompiledSchemaOutlivesItsDocument) {
  std::optional<Schema> schema;
  {
    Json document = {{"enum", {"a", "b"}}};
    schema = Schema::compile(document);
    document["enum"] = Json::array();
  }
  const Schema copy = *schema;
  EXPECT_TRUE(copy.accepts("a"));
  EXPECT_FALSE(copy.accepts("c"));
}

}  // namespace
}  // namespace vidspec::core
