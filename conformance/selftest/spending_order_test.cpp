#include <gtest/gtest.h>

#include "conformance/selftest/spending_testing.h"

// In which order a run acts, what it leaves alone, and how it ends early.
namespace vidspec::conformance {
namespace {

using core::Json;
using core::Millis;

TEST(SpendingOrder, FreeProbesComeFirstAndDestructiveOnesLast) {
  Trial run{allowing(9)};
  run.go();
  const auto post = run.first(is_create);
  const auto deletion = run.first([](const http::Request& request) { return request.method == "DELETE"; });
  ASSERT_LT(post, run.sent.size());
  ASSERT_LT(deletion, run.sent.size());
  for (const auto& one : run.journal.exchanges) {
    const auto at = static_cast<std::size_t>(one.number - 1);
    const bool free = one.intent == "no-key" || one.intent == "wrong-key" || one.intent == "unknown-id";
    EXPECT_TRUE(!free || at < post) << one.intent;
    EXPECT_TRUE(one.request.method != "POST" || at < deletion) << one.intent;
  }
  const auto& all = run.journal.exchanges;
  const auto negative =
      std::find_if(all.begin(), all.end(), [](const core::Exchange& one) { return one.intent == "negative"; });
  ASSERT_NE(negative, all.end());
  EXPECT_EQ(negative->intent_facts.at("violation"), "malformed") << "the least likely to be accepted first";
}

TEST(SpendingOrder, OnlyOurOwnTasksAreDeleted) {
  RunOptions options;
  Trial run{options, [](const http::Request& request, http::Response& response, int) {
              if (request.method != "GET" || request.url.find("limit=") == std::string::npos) return;
              auto list = core::parse_json(response.body);
              if (list.value == nullptr || !list.value->contains("data")) return;
              Json body = *list.value;
              body["data"].push_back({{"id", "of-somebody-else"}, {"object", "video"}, {"status", "completed"}});
              response.body = body.dump();
              core::remove_header(response.headers, "Content-Length");
            }};
  run.go();
  int deletes = 0;
  for (const auto& one : run.journal.exchanges) {
    if (one.request.method != "DELETE") continue;
    ++deletes;
    EXPECT_EQ(one.request.url.find("of-somebody-else"), std::string::npos);
  }
  EXPECT_GT(deletes, 0);
}

TEST(SpendingOrder, GivenTasksAreNeitherPaidForNorDeleted) {
  RunOptions options;
  options.task_id = "video_given";
  options.failed_task_id = "video_failed";
  Trial run{options};
  run.go();
  for (const auto& request : run.sent)
    EXPECT_TRUE(request.method == "GET" || request.method == "HEAD") << request.method;
}

TEST(SpendingOrder, KeepDeletesNothing) {
  RunOptions options;
  options.keep = true;
  Trial run{options};
  run.go();
  for (const auto& request : run.sent) EXPECT_NE(request.method, "DELETE");
}

TEST(SpendingOrder, ADeadlineInTheMiddleStartsNothingNewAndNamesTheOrphan) {
  RunOptions options;
  options.deadline = Millis{20'000};
  Trial run{options};
  run.settings.course.running = Millis{3'600'000};
  run.go();
  EXPECT_EQ(run.with_intent("create"), 1);
  EXPECT_EQ(run.with_intent("delete"), 0) << "it still runs";
  EXPECT_EQ(run.report.spend.orphans.size(), 1U);
  EXPECT_EQ(run.report.exit_code, 3) << run.report.exit_reason;
  EXPECT_LE(run.report.duration_ms, 20'000 + 60'000);
}

TEST(SpendingOrder, CtrlCStopsAtOnceAndAccountsForWhatWasSpent) {
  for (const int patience : {0, 1, 3}) {
    Trial run{RunOptions{}};
    run.patience = patience;
    run.go();
    EXPECT_EQ(run.end.end, CollectEnd::interrupted);
    EXPECT_LE(run.posts(), 1);
    EXPECT_EQ(run.report.spend.videos, run.posts());
    EXPECT_EQ(run.report.spend.orphans.size(), static_cast<std::size_t>(run.posts()));
    EXPECT_TRUE(run.report.exit_code == 130 || run.report.exit_code == 1) << run.report.exit_reason;
    EXPECT_TRUE(run.journal.interrupted);
    EXPECT_FALSE(run.has_gap("settled", "deadline")) << "nobody knows whether the task would have ended in time";
  }
}

TEST(SpendingOrder, EveryBillableRequestTravelsAlone) {
  Trial run{allowing(9)};
  run.go();
  for (const auto& request : run.sent) {
    if (!is_create(request)) continue;
    EXPECT_TRUE(request.once) << request.url;
    EXPECT_EQ(core::find_header(request.headers, "Expect"), nullptr);
  }
}

TEST(SpendingOrder, ThePlanNamesEverythingThatIsSent) {
  for (const auto* only : {"*", "task.*", "delete.*", "create.accepted"}) {
    Trial run{allowing(9)};
    run.options.only = {only};
    run.go();
    const auto plan = make_plan(*testing::profile("openai"), run.options);
    for (const auto& one : run.journal.exchanges) {
      if (one.intent == "preflight" || one.intent == "content-redirect") continue;
      EXPECT_TRUE(std::any_of(plan.requests.begin(), plan.requests.end(),
                              [&](const PlannedRequest& planned) {
                                const bool often = planned.at_most == 0 || planned.negative ||
                                                   run.with_intent(one.intent) <= planned.at_most;
                                return planned.intent == one.intent && often;
                              }))
          << only << ": " << one.intent;
    }
    EXPECT_LE(run.report.spend.videos, plan.videos_ceiling);
  }
}

}  // namespace
}  // namespace vidspec::conformance
