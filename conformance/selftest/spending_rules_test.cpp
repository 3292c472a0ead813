#include <gtest/gtest.h>

#include "conformance/selftest/spending_testing.h"

// How much a run may spend, whatever the target does.
namespace vidspec::conformance {
namespace {

// Whatever a target does with creates, it makes no more videos than allowed.
struct Evil {
  std::string_view name;
  Bend bend;
};
const Evil evils[] = {
    {"well-behaved", {}},
    {"accepts everything",
     [](const http::Request& request, http::Response& response, int posts) {
       if (is_create(request))
         answer(response, 200, {{"id", "v" + std::to_string(posts)}, {"object", "video"}, {"status", "queued"}});
     }},
    {"server errors",
     [](const http::Request& request, http::Response& response, int) {
       if (is_create(request)) answer(response, 500);
     }},
    {"loses every answer",
     [](const http::Request& request, http::Response& response, int) {
       if (is_create(request)) response.delivery.end = http::Delivery::End::reset;
     }},
    {"cuts every answer",
     [](const http::Request& request, http::Response& response, int) {
       if (is_create(request)) response.delivery.stop_after = 5, response.delivery.end = http::Delivery::End::close;
     }},
    {"a task under 429",
     [](const http::Request& request, http::Response& response, int) {
       if (is_create(request) && response.status == 200) response.status = 429;
     }},
};

TEST(SpendingRules, TheCeilingHoldsWhateverFails) {
  for (const auto& evil : evils) {
    for (const int videos : {0, 1, 3}) {
      SCOPED_TRACE(std::string(evil.name) + ", budget " + std::to_string(videos));
      // Without a list: what the mock made behind the bent answers would be found there, rightly.
      Trial run{allowing(videos, {"core", "identity", "remix", "edit", "extend"}), evil.bend};
      // Only what was refused for certain may be sent beyond the ceiling.
      int billable = 0;
      const auto inner = run.bend;
      run.bend = [&](const http::Request& request, http::Response& response, int posts) {
        if (inner) inner(request, response, posts);
        const bool refused = response.status >= 400 && response.status < 500 && response.status != 429;
        if (is_create(request) && !refused) ++billable;
      };
      run.go();
      EXPECT_LE(billable, videos);
      EXPECT_LE(run.report.spend.videos, videos);
      EXPECT_GE(run.report.spend.videos + run.report.spend.ambiguous, billable > 0 ? 1 : 0);
    }
  }
}

TEST(SpendingRules, BudgetZeroSendsNoPost) {
  Trial run{allowing(0)};
  EXPECT_EQ(run.go().posts(), 0);
  EXPECT_EQ(run.report.spend.videos, 0);
  EXPECT_EQ(run.report.exit_code, 3) << run.report.exit_reason;
}

TEST(SpendingRules, ABudgetSmallerThanThePlanIsSpentOnTheSharedTask) {
  Trial run{allowing(1)};
  run.go();
  EXPECT_EQ(run.report.spend.videos, 1);
  EXPECT_EQ(run.with_intent("create"), 1);
  EXPECT_TRUE(run.has_gap("fail-create", "budget"));
  EXPECT_TRUE(run.has_gap("second-create", "budget"));
}

TEST(SpendingRules, MoneyIsACeilingToo) {
  auto options = allowing(9);
  options.max_cost = 0.5;  // a video of the default request is 0.40
  Trial run{options};
  run.go();
  EXPECT_EQ(run.report.spend.videos, 1);
  EXPECT_LE(run.report.spend.cost.value_or(9), 0.5);
}

TEST(SpendingRules, ALostCreateIsNeverSentAgain) {
  for (const auto status : {0, 500, 502, 504}) {
    RunOptions options;
    Trial run{options, [=](const http::Request& request, http::Response& response, int) {
                if (!is_create(request)) return;
                if (status == 0) {
                  response.delivery.end = http::Delivery::End::close;
                } else {
                  answer(response, status);
                }
              }};
    run.go();
    EXPECT_EQ(run.with_intent("create"), 1) << status;
    EXPECT_GE(run.report.spend.ambiguous, 1) << status;
    EXPECT_NE(run.report.exit_code, 0) << status;
  }
}

TEST(SpendingRules, ALostCreateEndsWithExitCode6) {
  RunOptions options;
  options.ops = {"core"};
  Trial run{options, [](const http::Request& request, http::Response& response, int) {
              if (is_create(request)) response.delivery.end = http::Delivery::End::reset;
            }};
  EXPECT_EQ(run.go().report.exit_code, 6) << run.report.exit_reason;
  EXPECT_EQ(run.posts(), 1) << "nothing billable after it";
}

TEST(SpendingRules, A429WithoutAnIdAllowsOneMoreCreate) {
  RunOptions options;
  options.ops = {"core"};
  Trial run{options, [](const http::Request& request, http::Response& response, int) {
              if (!is_create(request)) return;
              answer(response, 429);
              core::set_header(response.headers, "Retry-After", "7");
            }};
  run.go();
  ASSERT_EQ(run.with_intent("create"), 2);
  std::vector<std::int64_t> times;
  for (const auto& one : run.journal.exchanges) {
    if (one.intent == "create") times.push_back(one.t_ms);
  }
  EXPECT_GE(times[1] - times[0], 7000) << "it was asked to wait";
  EXPECT_EQ(run.report.spend.videos, 0);
}

TEST(SpendingRules, OneAcceptedNegativeIsEnough) {
  RunOptions options;
  options.max_videos = 9;
  options.ops = {"core"};
  Trial run{options, evils[1].bend};
  run.go();
  EXPECT_EQ(run.with_intent("negative"), 1);
  EXPECT_TRUE(run.has_gap("negative", "accepts-invalid"));
  EXPECT_EQ(run.report.spend.videos, 2) << "it counts as spend";
}

}  // namespace
}  // namespace vidspec::conformance
