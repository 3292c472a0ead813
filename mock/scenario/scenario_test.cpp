#include "mock/scenario.h"

#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "mock/scenario/faults.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

auto scenario(const Json& json) -> std::shared_ptr<const Scenario> { return parse_scenario(json, "test.json"); }

auto complaint(const Json& json) -> std::string {
  try {
    scenario(json);
  } catch (const core::InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Scenario, EveryBuiltInOneIsReadAndTogetherTheyUseEveryFault) {
  std::set<std::string_view> used;
  const auto names = builtin_scenarios();
  EXPECT_GE(names.size(), 40U);
  for (const auto& name : names) {
    const auto read = load_scenario(name);
    EXPECT_EQ(read->name, name);
    for (const auto& rule : read->rules) {
      for (const auto& use : rule.faults) used.insert(use.fault->name);
    }
  }
  for (const auto& fault : faults()) {
    EXPECT_TRUE(used.count(fault.name) > 0 || fault.name == "raw") << fault.name << " is in no scenario";
  }
}

TEST(Scenario, AMistakeIsNamedWithItsPlace) {
  const std::string then = R"([{"lose": {}}])";
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "title"},
      {R"({"title": "t", "ruels": []})", "/ruels"},
      {R"({"title": "t", "rules": [{}]})", "/rules/0"},
      {R"({"title": "t", "rules": [{"then": []}]})", "/rules/0/then"},
      {R"({"title": "t", "rules": [{"then": [{"looose": {}}]}]})", "/rules/0/then/0/looose"},
      {R"({"title": "t", "rules": [{"then": [{"lose": {}, "drip": {"bytes_per_second": 1}}]}]})", "/rules/0/then/0"},
      {R"({"title": "t", "rules": [{"when": {"operation": "retreive"}, "then": [{"lose": {}}]}]})",
       "/rules/0/when/operation"},
      {R"({"title": "t", "rules": [{"when": {"calls": "3-x"}, "then": [{"lose": {}}]}]})", "/rules/0/when/calls"},
      {R"({"title": "t", "rules": [{"when": {"probability": 1.5}, "then": [{"lose": {}}]}]})",
       "/rules/0/when/probability"},
      {R"({"title": "t", "rules": [{"when": {"status": 200}, "then": [{"lose": {}}]}]})", "/rules/0/when/status"},
      {R"({"title": "t", "rules": [{"then": [{"drip": {"bytes_per_second": 9}}], "executes": false}]})",
       "/rules/0/executes"},
      {R"({"title": "t", "course": {"queued": "soon"}})", "/course/queued"},
      {R"({"title": "t", "course": {"stuck_in": "completed"}})", "/course/stuck_in"},
  };
  for (const auto& [text, where] : cases) {
    const auto said = complaint(Json::parse(text));
    EXPECT_NE(said.find(where), std::string::npos) << text << "\n" << said;
    EXPECT_EQ(said.find('\n'), std::string::npos);
  }
}

TEST(Scenario, UnknownNamesAreMetWithANearOne) {
  try {
    load_scenario("rate-limitd");
    FAIL();
  } catch (const core::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("\"rate-limited\""), std::string::npos) << error.what();
  }
  EXPECT_THROW(load_scenario("./no-such-file.json"), core::InputError);
}

TEST(Scenario, SpansPatternsAndMarksAreRead) {
  EXPECT_EQ(parse_span(Json("250ms")), Millis{250});
  EXPECT_EQ(parse_span(Json("1.5m")), Millis{90'000});
  EXPECT_EQ(parse_span(Json(70)), Millis{70});
  EXPECT_FALSE(parse_span(Json("1d")));
  EXPECT_TRUE(matches_pattern("a*c", "abbbC"));
  EXPECT_TRUE(matches_pattern("*boat*", "a paper boat"));
  EXPECT_FALSE(matches_pattern("boat", "a boat"));
  EXPECT_TRUE(matches_pattern("", ""));
  EXPECT_FALSE(matches_pattern("", "x"));
  EXPECT_EQ(scenario_in("a boat @scenario:fails-at-once, please"), "fails-at-once");
  EXPECT_EQ(scenario_in("nothing"), "");
}

auto id_of(TestBench& bench, const std::string& prompt = "x") -> std::string {
  return bench.json(bench.post("/v1/videos", {{"prompt", prompt}}))["id"].get<std::string>();
}

TEST(Scenario, ThePromptChoosesForTheWholeLifeOfItsTask) {
  TestBench bench;
  const auto odd = id_of(bench, "a boat @scenario:status-succeeded");
  const auto even = id_of(bench, "a boat");
  bench.clock.advance(Millis{5000});
  EXPECT_EQ(bench.json(bench.get("/v1/videos/" + odd))["status"], "succeeded");
  EXPECT_EQ(bench.json(bench.get("/v1/videos/" + even))["status"], "completed");
  const auto refused = bench.post("/v1/videos", {{"prompt", "@scenario:no-such-thing"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(bench.json(refused)["error"]["code"], "unknown_scenario");
}

TEST(Scenario, TheHeaderChoosesForOneRequestAndForWhatItMakes) {
  TestBench bench;
  const auto id = id_of(bench);
  const auto ask = [&](const std::string& name) {
    return bench.ask("GET", "/v1/videos/" + id, "", "", {{"X-Vidspec-Scenario", name}});
  };
  EXPECT_EQ(bench.json(ask("progress-is-text"))["progress"], "0%");
  EXPECT_EQ(bench.json(bench.get("/v1/videos/" + id))["progress"], 0);
  EXPECT_EQ(ask("../etc/passwd").status, 400);
  EXPECT_EQ(ask("/etc/passwd").status, 400);
  const auto made =
      bench.ask("POST", "/v1/videos", R"({"prompt":"x"})", "application/json", {{"X-Vidspec-Scenario", "instant"}});
  EXPECT_EQ(bench.json(made)["status"], "completed");
}

TEST(Scenario, TheGlobalOneActsOnEverything) {
  TestBench bench("openai", {.scenario = load_scenario("rate-limited")});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(bench.get("/v1/videos").status, 200);
  const auto refused = bench.get("/v1/videos");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(core::header_or_empty(refused.headers, "retry-after"), "10");
  bench.clock.advance(Millis{4000});
  EXPECT_EQ(core::header_or_empty(bench.get("/v1/videos").headers, "retry-after"), "6");
  bench.clock.advance(Millis{6000});
  EXPECT_EQ(bench.get("/v1/videos").status, 200);
}

TEST(Scenario, ARefusedCreateMakesNothingAndALostOneDoes) {
  TestBench refused("openai", {.scenario = load_scenario("create-fails-twice")});
  for (const int status : {500, 500, 200}) EXPECT_EQ(refused.post("/v1/videos", {{"prompt", "x"}}).status, status);
  EXPECT_EQ(refused.json(refused.get("/v1/videos"))["data"].size(), 1U);

  TestBench lost("openai", {.scenario = load_scenario("create-answer-lost")});
  const auto first = lost.post("/v1/videos", {{"prompt", "x"}});
  EXPECT_EQ(first.delivery.end, http::Delivery::End::reset);
  EXPECT_EQ(lost.post("/v1/videos", {{"prompt", "x"}}).delivery.end, http::Delivery::End::normal);
  EXPECT_EQ(lost.json(lost.get("/v1/videos"))["data"].size(), 2U);
}

TEST(Scenario, CallsAreCountedPerTask) {
  TestBench bench("openai", {.scenario = load_scenario("not-found-at-first")});
  const auto one = id_of(bench);
  const auto two = id_of(bench);
  for (const auto& id : {one, two}) {
    for (const int status : {404, 404, 200, 200}) EXPECT_EQ(bench.get("/v1/videos/" + id).status, status);
  }
}

TEST(Scenario, RandomFaultsRepeatWithTheSeedWhateverOtherKeysDo) {
  const auto verdicts = [](std::uint64_t seed, bool others) {
    TestBench bench("openai", {.seed = seed, .scenario = load_scenario("flaky")});
    std::string seen;
    for (int i = 0; i < 60; ++i) {
      if (others) bench.ask("GET", "/v1/videos", "", "", {{"Authorization", "Bearer sk-other"}});
      seen += bench.get("/v1/videos").status == 200 ? '.' : 'x';
    }
    return seen;
  };
  EXPECT_EQ(verdicts(1, false), verdicts(1, true));
  EXPECT_NE(verdicts(1, false), verdicts(2, false));
  EXPECT_NE(verdicts(1, false).find('x'), std::string::npos);
  EXPECT_NE(verdicts(1, false).find('.'), std::string::npos);
}

TEST(Scenario, OutagesComeAndGoOnTheClock) {
  TestBench bench("openai", {.scenario = load_scenario("outage")});
  std::string seen;
  for (int second = 0; second < 70; second += 2) {
    seen += bench.get("/v1/videos").status == 200 ? '.' : 'x';
    bench.clock.advance(Millis{2000});
  }
  EXPECT_EQ(seen, "...xx.............xx.............xx");
}

TEST(Scenario, OpenAndLenientMocksTakeAnything) {
  TestBench open("openai", {.scenario = load_scenario("no-auth")});
  const auto id = id_of(open);
  open.key.clear();
  EXPECT_EQ(open.get("/v1/videos/" + id).status, 200);
  TestBench lenient("openai", {.scenario = load_scenario("accepts-anything")});
  EXPECT_EQ(lenient.post("/v1/videos", {{"seconds", 999}, {"size", "huge"}, {"nonsense", true}}).status, 200);
}

TEST(Scenario, RefusalsOfKeysCanBeMadeWrongToo) {
  TestBench bench("openai", {.scenario = load_scenario("wrong-key-500")});
  bench.key = "sk-invalid-1";
  EXPECT_EQ(bench.get("/v1/videos").status, 500);
  bench.key = "sk-good";
  EXPECT_EQ(bench.get("/v1/videos").status, 200);
}

}  // namespace
}  // namespace vidspec::mock
