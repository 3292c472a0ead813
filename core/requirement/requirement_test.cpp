#include "core/requirement.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/profile.h"

namespace vidspec::core {
namespace {

constexpr std::string_view task_schema = R"({
  "x-vidspec": {"object": "task", "root": "", "source": "spec", "present": "required", "type": "typed", "quote": "required: id, status"},
  "type": "object",
  "required": ["id", "status", "error", "other"],
  "$defs": {"code": {"type": "string", "x-vidspec": {"quote": "code: string"}}},
  "properties": {
    "id": {"type": "string", "minLength": 1, "x-vidspec": {"quote": "the id", "range": "inferred"}},
    "status": {"type": "string", "enum": ["queued", "done"],
      "x-vidspec": {"quote": "the status", "enum": {"provenance": "prose", "level": "must", "quote": "one of queued, done"}}},
    "created": {"type": "integer", "minimum": 0, "x-vidspec": {"quote": "when", "source": "guide"}},
    "kind": {"const": "video", "x-vidspec": {"quote": "always video", "const": "example"}},
    "error": {"type": ["object", "null"], "required": ["code"], "x-vidspec": {"quote": "error, code required"},
      "properties": {"code": {"$ref": "#/$defs/code"},
                     "detail": {"allOf": [{"type": ["string", "null"]}, {"maxLength": 3}], "x-vidspec": {"quote": "detail"}}}},
    "other": {"x-vidspec": {"present": "example", "quote": "other is there"}},
    "images": {"type": "array", "maxItems": 2, "x-vidspec": {"quote": "images"},
      "items": {"type": "object", "required": ["url"], "x-vidspec": {"quote": "each image"},
        "properties": {"url": {"type": "string", "format": "uri", "x-vidspec": {"quote": "url", "format": "inferred"}}}}}
  }})";

auto profile_of(std::string_view name, std::string_view schema) -> Profile {
  Profile profile;
  profile.schemas[std::string(name)] = Json::parse(schema);
  profile.fields = {{"created_at", "/created"}, {"error.code", "/error/code"}};
  return profile;
}

auto find(const std::vector<FieldRequirement>& requirements, std::string_view id) -> const FieldRequirement& {
  for (const FieldRequirement& requirement : requirements) {
    if (requirement.id == id) return requirement;
  }
  throw std::runtime_error("no requirement " + std::string(id));
}

auto ids(const std::vector<FieldRequirement>& requirements) -> std::vector<std::string> {
  std::vector<std::string> result;
  for (const FieldRequirement& requirement : requirements) result.push_back(requirement.id);
  return result;
}

auto refusal(std::string_view name, std::string_view schema) -> std::string {
  try {
    derive_requirements(profile_of(name, schema));
    return "derives";
  } catch (const InputError& error) {
    return error.what();
  }
}

/// Every judgement as "id" or "id! pointer: actual", in order.
auto judged(const std::vector<FieldRequirement>& requirements, std::string_view object, std::string_view text)
    -> std::vector<std::string> {
  std::vector<std::string> result;
  const Json root = Json::parse(text);
  judge_fields(requirements, object, root, [&](const FieldOutcome& outcome) {
    result.push_back(outcome.requirement->id + (outcome.holds ? "" : "! " + outcome.pointer + ": " + outcome.actual));
    EXPECT_EQ(outcome.holds, outcome.actual.empty());
    if (outcome.value != nullptr && !outcome.holds) {
      EXPECT_EQ(find_pointer(root, outcome.pointer), outcome.value);
    }
  });
  return result;
}

auto failures(const std::vector<FieldRequirement>& requirements, std::string_view object, std::string_view text)
    -> std::vector<std::string> {
  auto all = judged(requirements, object, text);
  std::erase_if(all, [](const std::string& line) { return line.find('!') == std::string::npos; });
  return all;
}

using Lines = std::vector<std::string>;

TEST(Names, GoBothWays) {
  for (const Level level : {Level::must, Level::should, Level::may}) EXPECT_EQ(parse_level(name(level)), level);
  for (const Provenance one :
       {Provenance::required, Provenance::typed, Provenance::prose, Provenance::example, Provenance::inferred}) {
    EXPECT_EQ(parse_provenance(name(one)), one);
  }
  EXPECT_EQ(parse_level("MUST"), std::nullopt);
  EXPECT_EQ(parse_provenance(""), std::nullopt);
  EXPECT_EQ(name(Assertion::nullable_absent), "nullable-absent");
  EXPECT_EQ(default_level(Provenance::required), Level::must);
  EXPECT_EQ(default_level(Provenance::typed), Level::must);
  EXPECT_EQ(default_level(Provenance::prose), Level::should);
  EXPECT_EQ(default_level(Provenance::example), Level::should);
  EXPECT_EQ(default_level(Provenance::inferred), Level::should);
}

TEST(Derive, EveryAssertionOfEveryField) {
  EXPECT_EQ(ids(derive_requirements(profile_of("task", task_schema))), (Lines{"task.type",
                                                                              "task.created_at.null",
                                                                              "task.created_at.type",
                                                                              "task.created_at.range",
                                                                              "task.error.nullable-absent",
                                                                              "task.error.type",
                                                                              "task.error.code.present",
                                                                              "task.error.code.null",
                                                                              "task.error.code.type",
                                                                              "task.error.detail.type",
                                                                              "task.error.detail.range",
                                                                              "task.id.present",
                                                                              "task.id.null",
                                                                              "task.id.type",
                                                                              "task.id.range",
                                                                              "task.images.null",
                                                                              "task.images.type",
                                                                              "task.images.range",
                                                                              "task.images.url.present",
                                                                              "task.images.url.null",
                                                                              "task.images.url.type",
                                                                              "task.images.url.format",
                                                                              "task.kind.const",
                                                                              "task.other.present",
                                                                              "task.status.present",
                                                                              "task.status.null",
                                                                              "task.status.type",
                                                                              "task.status.enum"}));
}

TEST(Derive, BindingsFollowTheAnnotations) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  const auto check = [&](std::string_view id, Level level, Provenance provenance, std::string_view doc,
                         std::string_view quote) {
    const Binding& binding = find(requirements, id).binding;
    EXPECT_EQ(binding.level, level) << id;
    EXPECT_EQ(binding.provenance, provenance) << id;
    EXPECT_EQ(binding.source.doc, doc) << id;
    EXPECT_EQ(binding.source.quote, quote) << id;
  };
  check("task.type", Level::must, Provenance::typed, "spec", "required: id, status");
  check("task.id.present", Level::must, Provenance::required, "spec", "required: id, status");
  check("task.id.null", Level::must, Provenance::typed, "spec", "the id");
  check("task.id.type", Level::must, Provenance::typed, "spec", "the id");
  check("task.id.range", Level::should, Provenance::inferred, "spec", "");
  check("task.status.enum", Level::must, Provenance::prose, "spec", "one of queued, done");
  check("task.created_at.range", Level::must, Provenance::typed, "guide", "when");
  check("task.kind.const", Level::should, Provenance::example, "spec", "always video");
  check("task.error.nullable-absent", Level::should, Provenance::required, "spec", "required: id, status");
  check("task.error.code.present", Level::must, Provenance::required, "spec", "error, code required");
  check("task.error.code.type", Level::must, Provenance::typed, "spec", "code: string");
  check("task.other.present", Level::should, Provenance::example, "spec", "other is there");
}

TEST(Derive, ExpectationsAreWords) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  EXPECT_EQ(find(requirements, "task.id.type").expected, "a string");
  EXPECT_EQ(find(requirements, "task.status.enum").expected, "one of \"queued\", \"done\"");
  EXPECT_EQ(find(requirements, "task.created_at.range").expected, "at least 0");
  EXPECT_EQ(find(requirements, "task.images.type").expected, "an array, each element an object");
  EXPECT_EQ(find(requirements, "task.error.type").expected, "an object or null");
}

TEST(Derive, TheErrorObjectIsRootedAtItsMember) {
  const auto requirements = derive_requirements(profile_of("error", R"({
    "x-vidspec": {"object": "error", "root": "/error", "source": "spec", "present": "required", "type": "typed", "quote": "error"},
    "type": "object", "required": ["error"],
    "properties": {"error": {"type": "object", "required": ["message"], "x-vidspec": {"quote": "envelope"},
      "properties": {"message": {"type": "string", "x-vidspec": {"quote": "message"}}}}}})"));
  EXPECT_EQ(ids(requirements), (Lines{"error.present", "error.type", "error.message.present", "error.message.null",
                                      "error.message.type"}));
  EXPECT_EQ(judged(requirements, "error", R"({"error":{"message":"no"}})"), ids(requirements));
  EXPECT_EQ(judged(requirements, "error", R"({"error":"no"})"), (Lines{"error.present", "error.type! /error: \"no\""}));
  EXPECT_EQ(judged(requirements, "error", R"({"error":null})"), (Lines{"error.present", "error.type! /error: null"}));
  EXPECT_EQ(judged(requirements, "error", R"({"message":"no"})"), (Lines{"error.present! /error: missing"}));
  EXPECT_EQ(judged(requirements, "error", R"(["no"])"),
            (Lines{"error.present! /error: missing, the body is [\"no\"]"}));
  EXPECT_EQ(judged(requirements, "task", R"({})"), Lines{});
}

TEST(Derive, ElementsThatAreObjectsOfTheirOwnAreNotDerived) {
  const auto requirements = derive_requirements(profile_of("list", R"({
    "x-vidspec": {"object": "list", "source": "spec", "present": "inferred", "type": "inferred"},
    "type": "object", "required": ["data"],
    "properties": {"data": {"type": "array", "items": {"type": "object", "x-vidspec": {"object": "task"}}},
                   "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}}})"));
  EXPECT_EQ(ids(requirements), (Lines{"list.type", "list.data.present", "list.data.null", "list.data.type",
                                      "list.tags.null", "list.tags.type", "list.tags.enum"}));
  EXPECT_EQ(find(requirements, "list.tags.type").expected, "an array, each element a string");
  EXPECT_EQ(failures(requirements, "list", R"({"data":[1],"tags":["a",7,"c"]})"),
            (Lines{"list.tags.type! /tags/1: 7", "list.tags.enum! /tags/1: 7", "list.tags.enum! /tags/2: \"c\""}));
}

TEST(Derive, MistakesHaveTheirPlace) {
  const auto with = [](std::string_view notes, std::string_view property) {
    return R"({"x-vidspec":)" + std::string(notes) + R"(,"type":"object","properties":{"a":)" + std::string(property) +
           "}}";
  };
  const std::string_view root = R"({"object":"task","source":"s","present":"required","type":"typed","quote":"q"})";
  EXPECT_EQ(refusal("task", R"({"type":"object"})"),
            "task.schema.json: has no x-vidspec at its root; write there what it is and where it comes from");
  EXPECT_EQ(refusal("task", with(root, R"({"type":"string"})")),
            "task.schema.json#/properties/a: has no quote for its null, which is typed; write the document's words as "
            "\"quote\" in "
            "its x-vidspec");
  EXPECT_EQ(refusal("task", with(root, R"({"type":"string","x-vidspec":{"type":"guessed"}})")),
            "task.schema.json#/properties/a/x-vidspec/type: unknown provenance \"guessed\", write required, typed, "
            "prose, example or "
            "inferred");
  EXPECT_EQ(
      refusal("task", with(root, R"({"type":"string","x-vidspec":{"type":{"provenance":"typed","level":"high"}}})")),
      "task.schema.json#/properties/a/x-vidspec/type/level: unknown level \"high\", write must, should or may");
  EXPECT_EQ(refusal("task", with(root, R"({"type":"string","x-vidspec":{"type":{"level":"may"}}})")),
            "task.schema.json#/properties/a/x-vidspec/type: has no provenance, write one of required, typed, prose, "
            "example or "
            "inferred");
  EXPECT_EQ(refusal("task", with(R"({"object":"task","quote":"q"})", R"({"type":"string"})")),
            "task.schema.json#/x-vidspec: gives no provenance of \"type\", write one of required, typed, prose, "
            "example or inferred");
  EXPECT_EQ(refusal("task", with(root, R"({"$ref":"#/$defs/none"})")),
            "task.schema.json#/properties/a/$ref: only references like #/$defs/name are followed here");
  EXPECT_NE(refusal("task", with(root, R"({"$ref":"#"})")).find("nested deeper than 64 levels, or within itself"),
            std::string::npos);
  EXPECT_NE(
      refusal("task", with(root, R"({"type":"array","items":{"$ref":"#/properties/a"},"x-vidspec":{"quote":"q"}})"))
          .find("within itself"),
      std::string::npos);
  Profile doubled = profile_of("task", with(root, R"({"type":"string","x-vidspec":{"quote":"q"}})"));
  doubled.schemas["task"]["properties"]["b"] = doubled.schemas["task"]["properties"]["a"];
  doubled.fields = {{"a", "/b"}};
  EXPECT_THROW(derive_requirements(doubled), InputError);
}

TEST(Judge, AGoodTaskHoldsEverywhere) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  const std::string_view good =
      R"({"id":"v","status":"done","created":5.0,"kind":"video","error":{"code":"c","detail":"abc"},
                                    "other":0,"images":[{"url":"https://a/b"},{"url":"https://a/c"}],"extra":[1]})";
  EXPECT_EQ(failures(requirements, "task", good), Lines{});
  EXPECT_EQ(judged(requirements, "task", good).size(), requirements.size() + 4);  // the url of the second image
}

TEST(Judge, WhatIsAbsentIsJudgedForPresenceOnly) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  EXPECT_EQ(judged(requirements, "task", "{}"),
            (Lines{"task.type", "task.error.nullable-absent! /error: missing", "task.id.present! /id: missing",
                   "task.other.present! /other: missing", "task.status.present! /status: missing"}));
  EXPECT_EQ(judged(requirements, "task", "[1]"), (Lines{"task.type! : [1]"}));
  EXPECT_EQ(failures(requirements, "task", R"({"id":"v","status":"done","error":{},"other":null})"),
            (Lines{"task.error.code.present! /error/code: missing"}));
  EXPECT_EQ(failures(requirements, "task", R"({"id":"v","status":"done","error":null,"other":null})"), Lines{});
}

TEST(Judge, ATypeFailureSilencesTheRest) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  EXPECT_EQ(failures(requirements, "task", R"({"id":"","status":7,"error":"no","other":1,"created":-1})"),
            (Lines{"task.created_at.range! /created: -1", "task.error.type! /error: \"no\"", "task.id.range! /id: \"\"",
                   "task.status.type! /status: 7"}));
  EXPECT_EQ(failures(requirements, "task", R"({"id":null,"status":"x","error":null,"other":1})"),
            (Lines{"task.id.null! /id: null", "task.id.type! /id: null", "task.status.enum! /status: \"x\""}));
}

TEST(Judge, ElementsAreMetOneByOne) {
  const auto requirements = derive_requirements(profile_of("task", task_schema));
  EXPECT_EQ(failures(requirements, "task", R"({"id":"v","status":"done","error":null,"other":1,
                                               "images":[{"url":"https://a"},{},{"url":"not a uri"},7]})"),
            (Lines{"task.images.type! /images/3: 7", "task.images.url.present! /images/1/url: missing",
                   "task.images.url.format! /images/2/url: \"not a uri\""}));
}

}  // namespace
}  // namespace vidspec::core
