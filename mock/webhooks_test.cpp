#include "mock/webhooks.h"

#include <gtest/gtest.h>

#include "mock/state.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

TEST(Webhooks, SignaturesAreThoseOfTheOfficialClients) {
  EXPECT_EQ(
      webhook_signature(
          "whsec_RdvaYFYUXuIFuEbvZHwMfYFhUf7aMYjYcmM24+Aj40c=", "wh_685c059ae39c8190af8c71ed1022a24d", 1750861210,
          R"({"id": "evt_685c059ae3a481909bdc86819b066fb6", "object": "event", "created_at": 1750861210, "type": "response.completed", "data": {"id": "resp_123"}})"),
      "v1,gUAg4R2hWouRZqRQG4uJypNS8YK885G838+EHb4nKBY=");
}

struct Hooked : testing::Test {
  explicit Hooked() : bench("openai", {.webhook_url = "http://client.test/hook", .webhook_secret = "whsec_c2VjcmV0"}) {}

  auto make(const std::string& prompt = "x") -> std::string {
    return bench.json(bench.post("/v1/videos", {{"prompt", prompt}}))["id"].get<std::string>();
  }
  void run() {
    bench.mock.run_webhooks(
        [&](const http::Request& request) {
          sent.push_back(request);
          return http::Response{.status = answer,
                                .failure = answer == 0 ? core::Failure::connect : core::Failure::none};
        },
        bench.clock.now());
  }
  void pass(Millis span) {
    bench.clock.advance(span);
    run();
  }
  auto body(std::size_t i) -> Json { return Json::parse(sent.at(i).body); }

  TestBench bench;
  std::vector<http::Request> sent;
  int answer = 200;
};

TEST_F(Hooked, AnEndIsToldOnceAndSigned) {
  const auto id = make();
  pass(Millis{4000});
  EXPECT_EQ(sent.size(), 0U);
  pass(Millis{1000});
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].url, "http://client.test/hook");
  EXPECT_EQ(body(0)["type"], "video.completed");
  EXPECT_EQ(body(0)["object"], "event");
  EXPECT_EQ(body(0)["data"], (Json{{"id", id}}));
  const auto header = [&](const char* name) { return std::string(core::header_or_empty(sent[0].headers, name)); };
  EXPECT_EQ(header("webhook-signature"), webhook_signature("whsec_c2VjcmV0", header("webhook-id"),
                                                           std::stoll(header("webhook-timestamp")), sent[0].body));
  pass(Millis{1'000'000});
  bench.get("/v1/videos/" + id);
  run();
  EXPECT_EQ(sent.size(), 1U);
}

TEST_F(Hooked, FailuresAreToldToo) {
  make("@scenario:fails-at-once");
  pass(Millis{5000});
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(body(0)["type"], "video.failed");
}

TEST_F(Hooked, EndsThatNoClockBringsAreNoticedWhenSeen) {
  const auto id = make("@scenario:by-polls");
  for (int i = 0; i < 5; ++i) bench.get("/v1/videos/" + id);
  run();
  EXPECT_EQ(sent.size(), 1U);
  make("@scenario:instant");
  run();
  EXPECT_EQ(sent.size(), 2U);
}

TEST_F(Hooked, RefusedOnesComeAgainLaterAndLater) {
  answer = 500;
  make();
  pass(Millis{5000});
  std::vector<std::size_t> counts;
  for (int i = 0; i < 8; ++i) {
    pass(Millis{5000});
    counts.push_back(sent.size());
  }
  EXPECT_EQ(counts, (std::vector<std::size_t>{2, 2, 3, 3, 3, 3, 4, 4}));
  answer = 204;
  pass(Millis{100'000});
  const auto settled = sent.size();
  EXPECT_EQ(bench.mock.state().webhooks.deliveries()[0].state, WebhookDelivery::State::delivered);
  pass(Millis{10'000'000});
  EXPECT_EQ(sent.size(), settled);
}

TEST_F(Hooked, AfterThreeDaysItIsGivenUp) {
  answer = 0;
  make();
  for (int hour = 0; hour < 80; ++hour) pass(Millis{3'600'000});
  EXPECT_EQ(bench.mock.state().webhooks.deliveries()[0].state, WebhookDelivery::State::given_up);
  const auto count = sent.size();
  EXPECT_LT(count, 90U);
  pass(Millis{3'600'000});
  EXPECT_EQ(sent.size(), count);
}

TEST_F(Hooked, ScenariosSpoilThem) {
  make("@scenario:webhooks-never");
  make("@scenario:webhooks-twice");
  pass(Millis{5000});
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(core::header_or_empty(sent[0].headers, "webhook-id"), core::header_or_empty(sent[1].headers, "webhook-id"));
  sent.clear();
  const auto first = make("@scenario:webhooks-reversed");
  bench.clock.advance(Millis{1000});
  const auto second = make("@scenario:webhooks-reversed");
  pass(Millis{4000});
  EXPECT_EQ(sent.size(), 0U);
  pass(Millis{1001});
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(body(0)["data"]["id"], second);
  EXPECT_EQ(body(1)["data"]["id"], first);
  sent.clear();
  make("@scenario:webhooks-badly-signed");
  pass(Millis{5000});
  ASSERT_EQ(sent.size(), 1U);
  const auto header = [&](const char* name) { return std::string(core::header_or_empty(sent[0].headers, name)); };
  EXPECT_NE(header("webhook-signature"), webhook_signature("whsec_c2VjcmV0", header("webhook-id"),
                                                           std::stoll(header("webhook-timestamp")), sent[0].body));
}

}  // namespace
}  // namespace vidspec::mock
