#include "reports/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/schema.h"
#include "reports/golden.h"

namespace vidspec::reports {
namespace {

TEST(ReportJson, ReadsBackWhatItWrites) {
  const auto text = write_json(sample_report());
  EXPECT_EQ(text, core::read_file(VIDSPEC_SOURCE_DIR "/fixtures/reports/sample.json", 1U << 20U));
}

TEST(ReportJson, KeepsThePublishedSchema) {
  const auto schema = core::Schema::compile(
      core::Json::parse(core::read_file(VIDSPEC_SOURCE_DIR "/schemas/report.schema.json", 1U << 20U)));
  const auto good = core::Json::parse(write_json(sample_report()));
  for (const auto& violation : schema.validate(good)) ADD_FAILURE() << violation.instance << ": " << violation.expected;
  EXPECT_TRUE(schema.accepts(core::Json::parse(write_json(Report{}))));
  auto bad = good;
  bad["checks"][0]["verdict"] = "great";
  EXPECT_FALSE(schema.accepts(bad));
}

TEST(ReportJson, CountsEveryVerdict) {
  const auto json = core::Json::parse(write_json(sample_report()));
  ASSERT_EQ(json["counts"].size(), 9U);
  for (const auto& [verdict, count] : json["counts"].items()) EXPECT_GT(count.get<int>(), 0) << verdict;
}

TEST(ReportJson, BytesThatAreNoTextDoNotStopIt) {
  auto report = sample_report();
  report.checks.front().reason = "\xff\xfe";
  EXPECT_TRUE(core::Json::accept(write_json(report)));
}

struct Broken {
  const char* pointer;
  core::Json value;
  const char* message;
};

TEST(ReportJson, SaysWhatIsWrongAndWhere) {
  const auto good = core::Json::parse(write_json(sample_report()));
  const std::vector<Broken> cases = {
      {"/schema_version", 2, "r.json#/schema_version: is not 1; a newer vidspec wrote this report"},
      {"/verdict", "great", "r.json#/verdict: is \"great\", which this version does not know"},
      {"/checks/0/subjects", -1, "r.json#/checks/0/subjects: must be an integer that is not negative"},
      {"/checks/0/subjects", 1e300, "r.json#/checks/0/subjects: must be an integer that is not negative"},
      {"/checks/1/findings/0/evidence", 18446744073709551615U,
       "r.json#/checks/1/findings/0/evidence: must be an integer that is not negative"},
      {"/checks", "x", "r.json#/checks: must be an array"},
      {"/tasks/0/timeline/0/stage", "late",
       "r.json#/tasks/0/timeline/0/stage: is \"late\", which this version does not know"},
      {"/spend", nullptr, "r.json#/spend: must be an object"},
      {"/run/filtered", 1, "r.json#/run/filtered: must be true or false"},
  };
  for (const auto& broken : cases) {
    auto json = good;
    json[core::Json::json_pointer(broken.pointer)] = broken.value;
    try {
      parse_report(json.dump(), "r.json");
      ADD_FAILURE() << broken.pointer << " was accepted";
    } catch (const core::InputError& error) {
      EXPECT_STREQ(error.what(), broken.message);
    }
  }
}

TEST(ReportJson, RefusesWhatIsNoReport) {
  for (const char* text : {"", "[]", "{}", "null", "{\"schema_version\":1}", "<html>"}) {
    EXPECT_THROW(parse_report(text, "r.json"), core::InputError) << text;
  }
  EXPECT_THROW(read_report("/no/such/folder"), core::InputError);
}

}  // namespace
}  // namespace vidspec::reports
