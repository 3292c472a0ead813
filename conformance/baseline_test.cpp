#include "conformance/baseline.h"

#include <gtest/gtest.h>

#include "conformance/testing.h"
#include "core/error.h"
#include "core/json.h"

namespace vidspec::conformance {
namespace {

using reports::Finding;
using reports::Report;
using reports::Verdict;
using Kind = BaselineProblem::Kind;

constexpr std::string_view today = "2026-11-21";

auto report_with(Verdict verdict,
                 std::vector<Finding> findings = {{4, "/status", "a documented word", "\"processing\"", "", false, ""}})
    -> Report {
  Report report;
  report.profile_id = "openai";
  reports::CheckResult check;
  check.id = "task.status.enum";
  check.verdict = verdict;
  if (verdict == Verdict::fail || verdict == Verdict::warn) check.findings = std::move(findings);
  report.checks = {check};
  return report;
}

auto entry(std::optional<std::string> pointer = {}, std::optional<std::string> message = {},
           std::string expires = "2026-12-31") -> KnownFailure {
  return {"task.status.enum", std::move(pointer), std::move(message), "ticket 123", "relay team", std::move(expires)};
}

auto kinds(const std::vector<BaselineProblem>& problems) -> std::vector<Kind> {
  std::vector<Kind> result;
  for (const auto& problem : problems) result.push_back(problem.kind);
  return result;
}

struct Case {
  const char* name;
  Verdict verdict;
  std::vector<KnownFailure> known;
  Verdict expected;
  std::vector<Kind> problems;
};

TEST(Baseline, EveryRowOfTheTruthTable) {
  const std::vector<Case> cases = {
      {"fails, listed", Verdict::fail, {entry()}, Verdict::waived, {}},
      {"fails, not listed", Verdict::fail, {}, Verdict::fail, {Kind::unlisted}},
      {"holds, listed", Verdict::pass, {entry()}, Verdict::pass, {Kind::stale}},
      {"holds, not listed", Verdict::pass, {}, Verdict::pass, {}},
      {"warns, listed", Verdict::warn, {entry()}, Verdict::waived, {}},
      {"warns, not listed", Verdict::warn, {}, Verdict::warn, {}},
      {"a note, listed", Verdict::note, {entry()}, Verdict::note, {Kind::stale}},
      {"not judged, listed", Verdict::could_not_run, {entry()}, Verdict::could_not_run, {}},
      {"not observed, listed", Verdict::not_observed, {entry()}, Verdict::not_observed, {}},
      {"at its place", Verdict::fail, {entry("/status")}, Verdict::waived, {}},
      {"at another place", Verdict::fail, {entry("/id")}, Verdict::fail, {Kind::stale}},
      {"with its message", Verdict::fail, {entry("/status", "actual \"processing\"")}, Verdict::waived, {}},
      {"with another message",
       Verdict::fail,
       {entry("/status", "actual \"pending\"")},
       Verdict::fail,
       {Kind::wrong_message}},
      {"on its last day", Verdict::fail, {entry({}, {}, "2026-11-21")}, Verdict::waived, {}},
      {"a day later", Verdict::fail, {entry({}, {}, "2026-11-20")}, Verdict::fail, {Kind::expired}},
  };
  for (const auto& example : cases) {
    auto report = report_with(example.verdict);
    const auto problems = apply_baseline(report, {"openai", example.known}, today);
    EXPECT_EQ(report.checks.front().verdict, example.expected) << example.name;
    EXPECT_EQ(kinds(problems), example.problems) << example.name;
    EXPECT_TRUE(report.filtered) << "a baseline never yields a certificate";
  }
}

TEST(Baseline, ANewPlaceOfAKnownCheckIsRed) {
  auto report = report_with(Verdict::fail, {{4, "/status", "a word", "1", "", false, ""},
                                            {4, "/data/0/status", "a word", "2", "", false, ""}});
  const auto problems = apply_baseline(report, {"openai", {entry("/status")}}, today);
  EXPECT_EQ(report.checks.front().verdict, Verdict::fail);
  ASSERT_EQ(kinds(problems), std::vector<Kind>{Kind::unlisted});
  EXPECT_EQ(problems.front().text, "task.status.enum fails and is not listed: expected a word, actual 2");
  auto covered = report_with(Verdict::fail, {{4, "/status", "a word", "1", "", false, ""},
                                             {4, "/data/0/status", "a word", "2", "", false, ""}});
  EXPECT_TRUE(apply_baseline(covered, {"openai", {entry("/status"), entry("/data/0/status")}}, today).empty());
  EXPECT_EQ(covered.checks.front().reason, "known failure until 2026-12-31 (relay team): ticket 123");
}

TEST(Baseline, AnUpdateMakesItGreen) {
  for (const auto& old : {std::vector<KnownFailure>{},
                          {entry("/id")},
                          {entry("/status", "actual \"pending\"")},
                          {entry({}, {}, "2026-01-01")},
                          {entry()}}) {
    const auto report = report_with(Verdict::fail);
    const auto updated = update_baseline({"openai", old}, report, {}, today);
    auto again = report;
    EXPECT_TRUE(apply_baseline(again, updated, today).empty());
    EXPECT_EQ(again.checks.front().verdict, Verdict::waived);
    auto same = again;
    EXPECT_EQ(write_baseline(update_baseline(updated, same, {}, today)), write_baseline(updated))
        << "of a report that has it applied already";
  }
  EXPECT_TRUE(update_baseline({"openai", {entry()}}, report_with(Verdict::pass), {}, today).known.empty());
}

TEST(Baseline, AnUpdateKeepsWhatPeopleWrote) {
  const auto kept = update_baseline({"openai", {entry("/status")}}, report_with(Verdict::fail), {}, today).known.at(0);
  EXPECT_EQ(kept.reason, "ticket 123");
  EXPECT_EQ(kept.expires, "2026-12-31");
  const auto other =
      update_baseline({"openai", {entry("/status", "actual \"pending\"")}}, report_with(Verdict::fail), {}, today);
  EXPECT_EQ(other.known.at(0).reason, "ticket 123") << "another message at the same place";
  EXPECT_FALSE(other.known.at(0).message);
  const auto fresh = update_baseline({"openai", {}}, report_with(Verdict::fail), {}, today).known.at(0);
  EXPECT_EQ(fresh.reason, "known since 2026-11-21");
  EXPECT_EQ(fresh.expires, "2027-02-19");
  EXPECT_EQ(fresh.pointer, "/status");
  const auto told =
      update_baseline({"openai", {}}, report_with(Verdict::fail), {{}, "why", "who", "2027-01-01"}, today).known.at(0);
  EXPECT_EQ(told.reason + told.owner + told.expires, "whywho2027-01-01");
  EXPECT_EQ(update_baseline({"openai", {entry()}}, report_with(Verdict::could_not_run), {}, today).known.size(), 1U)
      << "not judged: kept";
  EXPECT_EQ(update_baseline({"openai", {entry()}}, report_with(Verdict::pass), {{"task.id.type"}, "", "", ""}, today)
                .known.size(),
            1U)
      << "not asked for";
  EXPECT_TRUE(update_baseline({"openai", {}}, report_with(Verdict::warn), {}, today).known.empty())
      << "a warning needs no entry";
}

TEST(Baseline, Dates) {
  EXPECT_TRUE(is_date("2028-02-29"));
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-1-01", "2026-01-00", "26-01-01", "2026/01/01",
                           "2026-01-01 ", "abcd-ef-gh"})
    EXPECT_FALSE(is_date(text)) << text;
  EXPECT_EQ(days_after("2026-12-31", 1), "2027-01-01");
}

class BaselineFile : public ::testing::Test {
 protected:
  auto parse(const core::Json& json) -> std::string {
    try {
      return write_baseline(
          parse_baseline(json.is_string() ? json.get<std::string>() : json.dump(), "b.json", *profile_));
    } catch (const core::InputError& error) {
      return error.what();
    }
  }
  std::shared_ptr<const core::Profile> profile_ = testing::profile("openai");
  core::Json good_ = core::Json::parse(write_baseline({"openai", {entry("/status", "processing")}}));
};

TEST_F(BaselineFile, IsReadAsItWasWritten) { EXPECT_EQ(core::Json::parse(parse(good_)), good_); }

TEST_F(BaselineFile, NamesWhatIsWrong) {
  const auto with = [&](const char* pointer, const core::Json& value) {
    auto json = good_;
    json[core::Json::json_pointer(pointer)] = value;
    return parse(json);
  };
  EXPECT_EQ(with("/known_failures/0/id", "task.status.enun"),
            "b.json#/known_failures/0/id: profile openai has no check \"task.status.enun\"; did you mean "
            "\"task.status.enum\"?");
  EXPECT_EQ(with("/known_failures/0/expires", "2026-02-30"),
            "b.json#/known_failures/0/expires: must be a date, YYYY-MM-DD");
  EXPECT_EQ(with("/profile", "sora"), "b.json#/profile: is a baseline of profile \"sora\", not of openai");
  EXPECT_EQ(with("/profile", "op\nai"), "b.json#/profile: is a baseline of profile \"op\\nai\", not of openai");
  EXPECT_EQ(with("/known_failures/1", good_["known_failures"][0]),
            "b.json#/known_failures/1: says the same as /known_failures/0; keep one");
  EXPECT_EQ(with("/known_failures/0/note", "x").substr(0, 30), "b.json#/known_failures/0/note:");
  EXPECT_EQ(with("/version", 2).substr(0, 16), "b.json#/version:");
  EXPECT_EQ(parse("{").substr(0, 17), "b.json: not JSON:");
  EXPECT_EQ(parse("[]").substr(0, 7), "b.json:");
}

}  // namespace
}  // namespace vidspec::conformance
