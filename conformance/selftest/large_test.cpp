#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/kept.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"

// Whole runs against servers whose answers are too large to be judged: the report says which, how large and what to do,
// and holds nothing against the server that nobody has read.
namespace vidspec::conformance {
namespace {

using core::Json;
using reports::Verdict;

struct LargeRun {
  reports::Report report;
  core::Journal journal;

  [[nodiscard]] auto check(const std::string& id) const -> reports::CheckResult {
    for (const auto& result : report.checks) {
      if (result.id == id) return result;
    }
    return {};
  }
  [[nodiscard]] auto fails() const -> int {
    return static_cast<int>(std::count_if(report.checks.begin(), report.checks.end(),
                                          [](const auto& check) { return check.verdict == Verdict::fail; }));
  }
};

using Alter = std::function<void(const http::Request& request, http::Response& response)>;

auto options_of_test() -> RunOptions {
  RunOptions options;
  options.base_url = "http://mock.example/v1";
  options.api_key = "sk-test-0123456789";
  options.deadline = core::Millis{30'000};
  return options;
}

/// A run against a mock whose answers are bent.
auto run_against(const Alter& bend, const RunOptions& options = options_of_test(), const core::Course& course = {})
    -> LargeRun {
  const auto profile = core::load_profile("openai");
  core::VirtualClock clock;
  mock::Mock server(profile, {.course = course, .poll_after = core::Millis{0}}, clock);
  const auto bent = [&](const http::Request& request) {
    auto response = server.handle(request);
    bend(request, response);
    return response;
  };
  const auto target = http::in_memory(bent, clock);
  core::MemoryJournal journal(core::Redactor({options.api_key}), false);
  collect(*profile, options, make_plan(*profile, options), target, clock, journal);
  return {judge(*profile, journal.journal()), journal.journal()};
}

/// Tasks have `padding` more bytes in the answers to `method`.
auto run_with(std::size_t padding, const std::string& method) -> LargeRun {
  const auto pad = [&](const http::Request& request, http::Response& response) {
    if (request.method != method || response.status != 200 || !response.body.starts_with("{\"id\"")) return;
    response.body.insert(1, "\"preview\":\"" + std::string(padding, 'x') + "\",");
  };
  return run_against(pad, options_of_test(), {.queued = core::Millis{0}, .running = core::Millis{500}});
}

TEST(LargeAnswers, PollsThatAreTooLargeAreSaidToBe) {
  const auto ran = run_with(1U << 20U, "GET");
  EXPECT_EQ(ran.report.exit_code, 3) << ran.report.exit_reason;
  EXPECT_EQ(ran.fails(), 0);
  const auto json = ran.check("transport.json");
  EXPECT_EQ(json.verdict, Verdict::could_not_run);
  EXPECT_NE(json.reason.find("bytes of JSON, and at most 1048576 are judged; leave out of it"), std::string::npos)
      << json.reason;
  EXPECT_TRUE(json.reason.starts_with("the answer to #"));
  EXPECT_EQ(ran.check("retrieve.status").reason, json.reason);
  ASSERT_FALSE(ran.report.notices.empty());
  EXPECT_NE(ran.report.notices.back().find("answers were not judged"), std::string::npos);
}

TEST(LargeAnswers, ACreateThatIsTooLargeIsNoFailure) {
  const auto ran = run_with(2U << 20U, "POST");
  EXPECT_EQ(ran.report.exit_code, 3) << ran.report.exit_reason;
  EXPECT_EQ(ran.fails(), 0);
  EXPECT_EQ(ran.check("create.returns-id").verdict, Verdict::could_not_run);
  EXPECT_TRUE(ran.report.spend.orphans.empty()) << "the run itself has read the id, and cleaned up";
}

TEST(LargeAnswers, AnAnswerThatIsNotReadToItsEndIsNoFailure) {
  const auto ran = run_with(5U << 20U, "GET");
  EXPECT_EQ(ran.report.exit_code, 3) << ran.report.exit_reason;
  EXPECT_EQ(ran.fails(), 0);
  EXPECT_NE(ran.check("transport.json").reason.find("was not read to its end: Content-Length is beyond the bound"),
            std::string::npos)
      << ran.check("transport.json").reason;
}

TEST(LargeAnswers, AreJudgedWithinTheirBounds) {
  const auto ran = run_with(900'000, "GET");
  EXPECT_EQ(ran.report.exit_code, 0) << ran.report.exit_reason;
}

TEST(LargeAnswers, AnIdThatFitsIntoNoRequestIsSaidToBe) {
  const auto ran = run_against([](const http::Request& request, http::Response& response) {
    if (request.method != "POST" || response.status != 200) return;
    auto task = Json::parse(response.body);
    task["id"] = std::string(100'000, 'i');
    response.body = task.dump();
  });
  for (const auto& exchange : ran.journal.exchanges) EXPECT_LT(exchange.request.url.size(), 10'000U);
  ASSERT_FALSE(ran.journal.gaps.empty());
  EXPECT_NE(ran.journal.gaps.front().detail.find("create answered an id of 100000 bytes, more than the 2600"),
            std::string::npos)
      << ran.journal.gaps.front().detail;
  EXPECT_FALSE(ran.journal.spend->orphans.empty());
}

// Hundreds of polls whose heads are as large as the client takes: what is kept of them stays within its room.
TEST(LargeAnswers, HeadsThatFillTheRoomAreSaidToBe) {
  auto options = options_of_test();
  options.poll_interval = core::Millis{250};
  options.deadline = core::Millis{300'000};
  const auto ran = run_against(
      [](const http::Request&, http::Response& response) {
        response.headers.push_back({"X-Debug", std::string(250'000, 'd')});
      },
      options, {.running = core::Millis{90'000}});
  std::size_t kept = 0;
  for (const auto& exchange : ran.journal.exchanges) kept += weight_of(exchange.answer.headers);
  EXPECT_GT(ran.journal.exchanges.size(), 200U);
  EXPECT_GT(kept, 40U << 20U);
  EXPECT_LT(kept, (48U << 20U) + ran.journal.exchanges.size() * Room::small_head);
  EXPECT_EQ(ran.report.exit_code, 3) << ran.report.exit_reason;
  EXPECT_EQ(ran.fails(), 0);
  const auto reason = ran.check("transport.json").reason;
  EXPECT_NE(reason.find("bytes of headers are not in the evidence; send fewer"), std::string::npos) << reason;
}

}  // namespace
}  // namespace vidspec::conformance
