#include "mock/verdicts.h"

#include <gtest/gtest.h>

#include "http/memory.h"
#include "mock/state.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Millis;

struct Lints : testing::Test {
  auto ids(TestBench& bench) -> std::vector<std::string> {
    std::vector<std::string> ids;
    for (const auto& verdict : bench.mock.state().judge.verdicts()) {
      ids.push_back(verdict.id);
      EXPECT_FALSE(ClientJudge::advice(verdict.id).empty()) << verdict.id;
    }
    return ids;
  }
  auto make(TestBench& bench, const std::string& prompt = "x") -> std::string {
    return "/v1/videos/" + bench.json(bench.post("/v1/videos", {{"prompt", prompt}}))["id"].get<std::string>();
  }
  using Ids = std::vector<std::string>;
};

TEST_F(Lints, AGoodClientGetsNone) {
  TestBench bench;
  const auto task = make(bench);
  do {
    bench.clock.advance(Millis{600});
  } while (bench.json(bench.get(task))["status"] != "completed");
  bench.get(task + "/content");
  bench.ask("DELETE", task);
  EXPECT_EQ(ids(bench), Ids{});
}

TEST_F(Lints, ThePollHintIsToBeKept) {
  TestBench bench;
  const auto task = make(bench);
  bench.clock.advance(Millis{100});
  bench.get(task);
  EXPECT_EQ(ids(bench), Ids{"poll-hint-ignored"});
}

TEST_F(Lints, WithoutAHintPollingIsStillToBeReasonable) {
  TestBench bench("openai", {.poll_after = Millis{0}});
  const auto task = make(bench);
  for (int i = 0; i < 3; ++i) {
    bench.clock.advance(Millis{50});
    bench.get(task);
  }
  EXPECT_EQ(ids(bench), Ids{"over-polling"});
  EXPECT_EQ(bench.mock.state().judge.verdicts()[0].count, 3U);
}

TEST_F(Lints, RetryAfterIsToBeWaitedFor) {
  TestBench bench("openai", {.scenario = load_scenario("too-many-running")});
  make(bench);
  EXPECT_EQ(bench.post("/v1/videos", {{"prompt", "y"}}).status, 429);
  bench.clock.advance(Millis{1000});
  bench.post("/v1/videos", {{"prompt", "y"}});
  EXPECT_EQ(ids(bench), Ids{"retry-after-ignored"});
}

TEST_F(Lints, ACreateWhoseAnswerWasLostIsNotToBeSentAgain) {
  for (const auto* scenario : {"create-answer-lost", "create-fails-but-accepted"}) {
    TestBench bench("openai", {.scenario = load_scenario(scenario)});
    bench.post("/v1/videos", {{"prompt", "x"}});
    bench.clock.advance(Millis{1000});
    bench.post("/v1/videos", {{"prompt", "another"}});
    EXPECT_EQ(ids(bench), Ids{}) << scenario;
    bench.post("/v1/videos", {{"prompt", "x"}});
    EXPECT_EQ(ids(bench), Ids{"create-sent-again"}) << scenario;
  }
  TestBench refused("openai", {.scenario = load_scenario("create-fails-twice")});
  for (int i = 0; i < 3; ++i) refused.post("/v1/videos", {{"prompt", "x"}});
  EXPECT_EQ(ids(refused), Ids{}) << "nothing was made by a refusal";
}

TEST_F(Lints, TheEndIsTheEnd) {
  TestBench bench;
  const auto task = make(bench);
  bench.clock.advance(Millis{5000});
  for (int i = 0; i < 4; ++i) bench.get(task);
  EXPECT_EQ(ids(bench), Ids{"polls-after-end"});
}

TEST_F(Lints, ContentComesAfterTheEnd) {
  TestBench bench;
  bench.get(make(bench) + "/content");
  EXPECT_EQ(ids(bench), Ids{"content-too-early"});
}

TEST_F(Lints, UnknownParametersAreNamed) {
  TestBench bench("sora-format");
  bench.ask("POST", "/v1/videos", form({{"prompt", "x"}, {"secondz", "4"}}), form_type);
  EXPECT_EQ(ids(bench), Ids{"unknown-parameter"});
  EXPECT_EQ(bench.mock.state().judge.verdicts()[0].detail, "'secondz'");
}

TEST_F(Lints, TheKeyStaysAtHome) {
  TestBench bench("openai", {.scenario = load_scenario("content-redirects-abroad")});
  const auto task = make(bench);
  bench.clock.advance(Millis{5000});
  const auto redirect = bench.get(task + "/content");
  EXPECT_EQ(redirect.status, 302);
  const std::string location(core::header_or_empty(redirect.headers, "location"));
  const auto path = location.substr(location.find("/files/"));
  http::Request follow{.url = path, .headers = {{"Host", "storage.invalid"}}};
  EXPECT_EQ(bench.mock.handle(follow).status, 200);
  EXPECT_EQ(ids(bench), Ids{});
  follow.headers.push_back({"Authorization", "Bearer sk-test"});
  bench.mock.handle(follow);
  EXPECT_EQ(ids(bench), Ids{"key-sent-abroad"});
}

TEST_F(Lints, AnswersAreToBeAwaited) {
  TestBench bench("openai", {.scenario = load_scenario("create-times-out")});
  const auto ask =
      http::in_memory([&](const http::Request& request) { return bench.mock.handle(request); }, bench.clock);
  const auto create = [&](core::Millis timeout) {
    return ask({.method = "POST",
                .url = "http://mock.test/v1/videos",
                .headers = {{"Authorization", "Bearer sk-test"}, {"Content-Type", "application/json"}},
                .body = R"({"prompt":"x"})",
                .timeout = timeout});
  };
  EXPECT_EQ(create(Millis{10'000}).failure, core::Failure::timeout);
  EXPECT_EQ(ids(bench), Ids{"answer-not-awaited"});
  EXPECT_EQ(create(Millis{10'000}).status, 200);
  EXPECT_EQ(ids(bench), (Ids{"answer-not-awaited", "create-sent-again"}));
}

}  // namespace
}  // namespace vidspec::mock
