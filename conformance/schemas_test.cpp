#include <gtest/gtest.h>

#include <sstream>

#include "conformance/baseline.h"
#include "conformance/certificate.h"
#include "conformance/testing.h"
#include "core/digest.h"
#include "core/embedded.h"
#include "core/schema.h"
#include "core/signature.h"
#include "core/version.h"
#include "reports/badge.h"
#include "reports/diff.h"
#include "reports/golden.h"
#include "reports/json.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

/// What we write, held against the schema that we publish for it.
auto published(const std::string& name) -> Json {
  return Json::parse(core::embedded_file("schemas/" + name + ".schema.json"));
}

void expect_valid(const Json& schema, const Json& instance) {
  for (const auto& violation : core::Schema::compile(schema).validate(instance)) {
    ADD_FAILURE() << violation.instance << ": " << violation.expected << ", not " << violation.actual << " ("
                  << violation.schema << ")";
  }
}

/// The schema of one definition of a document, as a document.
auto definition(Json document, const std::string& name) -> Json {
  return {{"$schema", document["$schema"]}, {"$ref", "#/$defs/" + name}, {"$defs", document["$defs"]}};
}

/// Keeps the lines that a file would have.
class Lines : public core::MemoryJournal {
 public:
  std::vector<Json> lines;

 protected:
  void write(std::string_view line) override { lines.push_back(Json::parse(line)); }
};

TEST(PublishedSchemas, EveryLineOfAJournal) {
  auto story = Story::good();
  story.exchange("negative", "POST", "/videos", 400, Story::error_body()).facts({{"field", "seconds"}});
  core::SentPart file{"input_reference", "", "a.png", "image/png", 5, core::sha256_hex("image"), true};
  story.last().request.parts = {file, {"prompt", "text", "", "", 4, "", false}};
  story.exchange("poll", "GET", "/videos/video_1", 0).failure(core::Failure::reset);
  story.last().answer.interim = {103};
  auto media = Story::video();
  media.boxes = {{"ftyp", 0, 24, true}};
  story.content(media);
  Lines journal;
  journal.begin(story.journal().header);
  for (const auto& exchange : story.journal().exchanges) journal.add(exchange);
  journal.gap({"delete", "budget", "none left"});
  journal.end({1, 2, 0.4, "USD", 0, {"video_1"}}, false, core::Instant{});
  ASSERT_EQ(journal.lines.size(), 11U);
  const auto schema = published("journal");
  for (const auto& line : journal.lines) expect_valid(definition(schema, line["kind"]), line);
  for (const auto& line : journal.lines) expect_valid(schema, line);
}

TEST(PublishedSchemas, Reports) {
  auto before = reports::sample_report();
  auto after = before;
  after.checks[1].verdict = reports::Verdict::pass;
  after.checks[2].verdict = reports::Verdict::fail;
  after.checks.pop_back();
  expect_valid(published("report"), Json::parse(reports::write_json(before)));
  expect_valid(published("report"), Json::parse(reports::write_json(Story::good().report())));
  expect_valid(published("badge"), Json::parse(reports::write_badge(before)));
  expect_valid(published("badge"), Json::parse(reports::write_badge(reports::Report{})));
  expect_valid(published("diff"), Json::parse(reports::write_diff_json(reports::diff(before, after))));
}

TEST(PublishedSchemas, Baseline) {
  const auto report = Story().create({{"id", 7}}).report();
  const auto baseline = update_baseline({"openai", {}}, report, {}, "2026-11-21");
  ASSERT_FALSE(baseline.known.empty());
  expect_valid(published("baseline"), Json::parse(write_baseline(baseline)));
}

TEST(PublishedSchemas, CertificateAndItsStatement) {
  auto story = Story::good();
  auto& journal = story.journal();
  journal.header.profile_sha256 = story.profile().sha256;
  journal.header.suite_version = core::version();
  journal.header.started = journal.finished = "2026-11-21T10:00:00.000Z";
  const auto report = story.report();
  const std::map<std::string, std::string> files{{"task.schema.json", core::sha256_hex("schema")}};
  const Certification certification{story.profile(),           files, journal, report, core::sha256_hex("journal"),
                                    core::sha256_hex("binary")};
  const auto envelope = Json::parse(certify(certification, core::make_key_pair().private_pem, "k"));
  const auto schema = published("certificate");
  expect_valid(schema, envelope);
  std::string payload;
  ASSERT_TRUE(core::base64_decode(envelope["payload"].get<std::string>(), payload));
  expect_valid(definition(schema, "statement"), Json::parse(payload));
}

TEST(PublishedSchemas, RefuseWhatIsWrong) {
  auto line = Json{{"kind", "gap"}, {"intent", "x"}, {"reason", "budget"}, {"detail", ""}};
  EXPECT_TRUE(core::Schema::compile(published("journal")).accepts(line));
  line["more"] = 1;
  EXPECT_FALSE(core::Schema::compile(published("journal")).accepts(line));
}

}  // namespace
}  // namespace vidspec::conformance
