#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using core::Millis;

constexpr std::string_view key = "sk-spending-0123456789";
const Json error = {{"error", {{"message", "no"}, {"type", "x"}, {"param", nullptr}, {"code", nullptr}}}};

/// A clock whose owner presses Ctrl-C at its n-th wait.
class ImpatientClock : public core::VirtualClock {
 public:
  explicit ImpatientClock(int patience) : patience_(patience) {}
  auto wait_until(core::Instant when) -> bool override { return patience_-- > 0 && VirtualClock::wait_until(when); }

 private:
  int patience_;
};

using Bend = std::function<void(const http::Request&, http::Response&, int posts)>;

// A request that makes a video.
auto is_create(const http::Request& request) -> bool {
  return request.method == "POST" && request.url.find("/characters") == std::string::npos;
}

void answer(http::Response& response, int status, const Json& body = error) {
  response = {};
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = body.dump();
}

/// A run against the mock whose answers are bent after it has acted on the request.
struct Trial {
  RunOptions options;
  Bend bend = {};
  mock::Settings settings = {};
  int patience = 1'000'000;

  std::vector<http::Request> sent = {};
  core::Journal journal = {};
  reports::Report report = {};
  CollectResult end = {};

  auto go() -> Trial& {
    const auto profile = testing::profile("openai");
    ImpatientClock clock(patience);
    mock::Mock server(profile, settings, clock);
    const auto bent = [&](const http::Request& request) {
      auto response = server.handle(request);
      if (bend) bend(request, response, posts());
      return response;
    };
    const auto wire = http::in_memory(bent, clock);
    const auto target = [&](const http::Request& request) {
      sent.push_back(request);
      return wire(request);
    };
    options.base_url = "http://mock.example/v1";
    options.api_key = key;
    core::MemoryJournal sink(core::Redactor({options.api_key}));
    end = collect(*profile, options, make_plan(*profile, options), target, clock, sink);
    journal = sink.journal();
    report = judge(*profile, journal);
    return *this;
  }

  [[nodiscard]] auto posts() const -> int {
    return static_cast<int>(std::count_if(sent.begin(), sent.end(), is_create));
  }
  [[nodiscard]] auto with_intent(std::string_view intent) const -> int {
    return static_cast<int>(std::count_if(journal.exchanges.begin(), journal.exchanges.end(),
                                          [&](const core::Exchange& one) { return one.intent == intent; }));
  }
  [[nodiscard]] auto has_gap(std::string_view intent, std::string_view reason) const -> bool {
    return std::any_of(journal.gaps.begin(), journal.gaps.end(),
                       [&](const core::Gap& gap) { return gap.intent == intent && gap.reason == reason; });
  }
  [[nodiscard]] auto first(const std::function<bool(const http::Request&)>& match) const -> std::size_t {
    return static_cast<std::size_t>(std::find_if(sent.begin(), sent.end(), match) - sent.begin());
  }
};

auto allowing(int videos, std::vector<std::string> ops = {"all"}) -> RunOptions {
  RunOptions options;
  options.max_videos = videos;
  options.ops = std::move(ops);
  options.fail_prompt = "a boat that sinks @scenario:fails-halfway";
  options.max_accepted_negatives = 100;
  return options;
}

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

TEST(SpendingRules, FreeProbesComeFirstAndDestructiveOnesLast) {
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

TEST(SpendingRules, OnlyOurOwnTasksAreDeleted) {
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

TEST(SpendingRules, GivenTasksAreNeitherPaidForNorDeleted) {
  RunOptions options;
  options.task_id = "video_given";
  options.failed_task_id = "video_failed";
  Trial run{options};
  run.go();
  for (const auto& request : run.sent)
    EXPECT_TRUE(request.method == "GET" || request.method == "HEAD") << request.method;
}

TEST(SpendingRules, KeepDeletesNothing) {
  RunOptions options;
  options.keep = true;
  Trial run{options};
  run.go();
  for (const auto& request : run.sent) EXPECT_NE(request.method, "DELETE");
}

TEST(SpendingRules, ADeadlineInTheMiddleStartsNothingNewAndNamesTheOrphan) {
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

TEST(SpendingRules, CtrlCStopsAtOnceAndAccountsForWhatWasSpent) {
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
  }
}

TEST(SpendingRules, EveryBillableRequestTravelsAlone) {
  Trial run{allowing(9)};
  run.go();
  for (const auto& request : run.sent) {
    if (!is_create(request)) continue;
    EXPECT_TRUE(request.once) << request.url;
    EXPECT_EQ(core::find_header(request.headers, "Expect"), nullptr);
  }
}

TEST(SpendingRules, ThePlanNamesEverythingThatIsSent) {
  Trial run{allowing(9)};
  run.go();
  const auto plan = make_plan(*testing::profile("openai"), run.options);
  for (const auto& one : run.journal.exchanges) {
    if (one.intent == "preflight" || one.intent == "content-redirect") continue;
    EXPECT_TRUE(std::any_of(plan.requests.begin(), plan.requests.end(), [&](const PlannedRequest& planned) {
      return planned.intent == one.intent;
    })) << one.intent;
  }
  EXPECT_LE(run.report.spend.videos, plan.videos_ceiling);
}

}  // namespace
}  // namespace vidspec::conformance
