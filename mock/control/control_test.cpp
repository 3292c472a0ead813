#include "mock/control.h"

#include "mock/control/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

TEST(Control, TheClockDrivesTasks) {
  ControlBench bench;
  const auto id = bench.make();
  EXPECT_EQ(bench.json("POST", "/clock", {{"freeze", true}})["frozen"], true);
  bench.base.advance(Millis{60'000});
  EXPECT_EQ(bench.status_of(id), "queued");
  bench.ask("POST", "/clock", {{"advance", "2s"}});
  EXPECT_EQ(bench.status_of(id), "in_progress");
  bench.ask("POST", "/clock", {{"advance", 3000}});
  EXPECT_EQ(bench.status_of(id), "completed");
  EXPECT_EQ(bench.json("POST", "/clock", {{"resume", true}, {"speed", 10}})["speed"], 10.0);
  EXPECT_EQ(bench.ask("POST", "/clock", {{"set", 0}}).status, 400);
  EXPECT_EQ(bench.ask("POST", "/clock", {{"jump", 1}}).status, 400);
}

TEST(Control, TasksAreListedSteppedAndForced) {
  ControlBench bench({.course = {.drive = core::Drive::manual}});
  const auto id = bench.make();
  bench.make("sk-b");
  EXPECT_EQ(bench.json("GET", "/tasks")["tasks"].size(), 2U);
  const auto own = bench.json("GET", "/tasks?key=sk-a");
  ASSERT_EQ(own["tasks"].size(), 1U);
  EXPECT_EQ(own["tasks"][0]["id"], id);
  EXPECT_EQ(own["tasks"][0]["wire"]["status"], "queued");
  EXPECT_EQ(own.dump().find("sk-a"), std::string::npos) << "keys are shown nowhere";
  EXPECT_EQ(bench.json("GET", "/tasks?key=sk-none")["tasks"].size(), 0U);
  EXPECT_EQ(bench.json("POST", "/tasks/" + id + "/step")["stage"], "running");
  EXPECT_EQ(bench.status_of(id), "in_progress");
  EXPECT_EQ(bench.json("POST", "/tasks/" + id + "/step")["stage"], "completed");
  EXPECT_EQ(bench.ask("GET", "/tasks/" + id + "/video").status, 200);
  const auto failed = bench.json("POST", "/tasks/" + id + "/force",
                                 {{"stage", "failed"}, {"progress", 7}, {"error", {{"code", "c"}, {"message", "m"}}}});
  EXPECT_EQ(failed["wire"]["error"], (Json{{"code", "c"}, {"message", "m"}}));
  EXPECT_EQ(bench.ask("GET", "/tasks/" + id + "/video").status, 404);
  EXPECT_EQ(bench.ask("POST", "/tasks/" + id + "/force", {{"stage", "finished"}}).status, 400);
  EXPECT_EQ(bench.json("DELETE", "/tasks/" + id)["deleted"], true);
  EXPECT_EQ(bench.ask("GET", "/tasks/" + id).status, 404);
}

TEST(Control, ATaskDrivenByTimeCanBeSteppedToo) {
  ControlBench bench;
  const auto id = bench.make();
  EXPECT_EQ(bench.json("POST", "/tasks/" + id + "/step")["stage"], "running");
  EXPECT_EQ(bench.json("POST", "/tasks/" + id + "/step")["stage"], "completed");
  EXPECT_EQ(bench.ask("POST", "/tasks/" + id + "/step").status, 400);
}

TEST(Control, ScenariosAreAddedArmedAndMadeGlobal) {
  ControlBench bench;
  EXPECT_GE(bench.json("GET", "/scenarios")["scenarios"].size(), 40U);
  const Json own = {{"title", "t"},
                    {"rules", {{{"when", {{"operation", "retrieve"}}}, {"then", {{{"status", {{"to", 418}}}}}}}}}};
  EXPECT_EQ(bench.ask("PUT", "/scenarios/teapot", own).status, 201);
  EXPECT_EQ(bench.json("GET", "/scenarios/teapot")["scenario"], own);
  EXPECT_EQ(bench.ask("PUT", "/scenarios/..%2Fx", own).status, 400);
  EXPECT_EQ(bench.ask("PUT", "/scenarios/bad", {{"title", 1}}).status, 400);

  const auto id = bench.make();
  EXPECT_EQ(bench.json("POST", "/armed", {{"scenario", "teapot"}, {"times", 2}})["number"], 1);
  const auto get = [&] { return bench.api("GET", "/v1/videos/" + id).status; };
  EXPECT_EQ(bench.api("GET", "/v1/videos").status, 200) << "a request that it does not concern";
  EXPECT_EQ(get(), 418);
  EXPECT_EQ(bench.json("GET", "/armed")["armed"][0]["times"], 1);
  EXPECT_EQ(get(), 418);
  EXPECT_EQ(get(), 200);

  bench.ask("POST", "/armed", {{"scenario", "teapot"}, {"key", "sk-b"}});
  EXPECT_EQ(get(), 200) << "armed for another key";
  bench.ask("DELETE", "/armed");
  bench.ask("POST", "/armed", {{"scenario", "fails-at-once"}});
  const auto doomed = bench.make();
  bench.base.advance(Millis{2000});
  EXPECT_EQ(bench.status_of(doomed), "failed");

  EXPECT_EQ(bench.json("PUT", "/scenario", {{"scenario", "status-succeeded"}})["global"], "status-succeeded");
  bench.base.advance(Millis{5000});
  EXPECT_EQ(bench.status_of(id), "succeeded");
  bench.ask("DELETE", "/scenario");
  EXPECT_EQ(bench.status_of(id), "completed");
  EXPECT_EQ(bench.ask("PUT", "/scenario", {{"scenario", "statos-succeeded"}}).status, 400);
}

TEST(Control, RequestsAreRememberedVerifiedAndExplained) {
  ControlBench bench({.log_requests = 5});
  const auto id = bench.make();
  bench.api("GET", "/v1/videos/" + id);
  const auto found = bench.json("GET", "/requests?operation=retrieve")["requests"];
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["task"], id);
  EXPECT_EQ(found[0]["status"], 200);
  EXPECT_NE(found[0]["headers"].get<std::string>().find("Authorization: Bearer sk-***"), std::string::npos)
      << found[0]["headers"];
  EXPECT_EQ(bench.json("POST", "/requests/verify", {{"operation", "create"}, {"body", "*boat*"}})["holds"], true);
  const auto missed = bench.json("POST", "/requests/verify", {{"operation", "delete"}, {"task", id}});
  EXPECT_EQ(missed["holds"], false);
  EXPECT_EQ(missed["matched"], 0);
  EXPECT_EQ(missed["near_misses"][0]["differences"].size(), 1U);
  EXPECT_EQ(bench.json("POST", "/requests/verify", {{"operation", "delete"}, {"at_most", 0}})["holds"], true);
  for (int i = 0; i < 20; ++i) bench.api("GET", "/v1/videos");
  EXPECT_EQ(bench.json("GET", "/requests")["kept"], 5);
  EXPECT_EQ(bench.json("GET", "/requests")["total"], 22);
  bench.ask("DELETE", "/requests");
  EXPECT_EQ(bench.json("GET", "/requests")["requests"].size(), 0U);
}

TEST(Control, AStateGoesOutAndComesBack) {
  ControlBench bench;
  const auto done = bench.make();
  bench.base.advance(Millis{5000});
  const auto fresh = bench.make();
  bench.json("POST", "/tasks/" + fresh + "/force", {{"stage", "running"}, {"progress", 33}});
  const auto state = bench.json("GET", "/state");
  EXPECT_EQ(state.dump().find("sk-a"), std::string::npos);

  ControlBench other;
  other.base.advance(Millis{5000});
  EXPECT_EQ(other.ask("PUT", "/state", state).status, 200);
  EXPECT_EQ(other.json("GET", "/state"), state);
  EXPECT_EQ(other.status_of(done), "completed");
  EXPECT_EQ(Json::parse(other.api("GET", "/v1/videos/" + fresh).body)["progress"], 33);
  EXPECT_NE(other.make(), done) << "ids go on where they were";
  auto bad = state;
  bad["tasks"][0]["course"]["drive"] = "wind";
  const auto refused = other.ask("PUT", "/state", bad);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/tasks/0/course/drive"), std::string::npos) << refused.body;
  EXPECT_EQ(other.json("GET", "/tasks")["total"], 3) << "nothing was changed";
}

TEST(Control, ResetForgetsOneKeyOrAll) {
  ControlBench bench;
  bench.make();
  bench.make("sk-b");
  EXPECT_EQ(bench.json("POST", "/reset", {{"key", "sk-a"}})["tasks"], 1);
  EXPECT_EQ(bench.json("POST", "/reset")["tasks"], 0);
  EXPECT_EQ(bench.json("GET", "/requests")["kept"], 0);
}

TEST(Control, TheConsoleIsServedAndMayLoadNothingFromElsewhere) {
  ControlBench bench;
  const auto page = bench.ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(core::header_or_empty(page.headers, "content-type"), "text/html; charset=utf-8");
  for (const char* file : {"/", "/console.css", "/console.js", "/page.js", "/tasks.js", "/rows.js"}) {
    const auto served = bench.ask("GET", file);
    EXPECT_EQ(served.status, 200) << file;
    EXPECT_EQ(core::header_or_empty(served.headers, "content-security-policy"),
              "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    EXPECT_EQ(core::header_or_empty(served.headers, "x-content-type-options"), "nosniff");
    EXPECT_EQ(served.body.find("innerHTML"), std::string::npos) << file << " sets what clients sent as text only";
  }
  EXPECT_EQ(bench.ask("GET", "/", Json(), {{"Host", "evil.example"}}).status, 403);
}

TEST(Control, WhatIsNotThereIsSaid) {
  ControlBench bench;
  for (const char* target : {"/tasks/none", "/tasks/none/video", "/scenarios/none"})
    EXPECT_EQ(bench.ask("GET", target).status, 404) << target;
  for (const char* target : {"/tasks/none/step", "/webhooks/7/redeliver"})
    EXPECT_EQ(bench.ask("POST", target).status, 404) << target;
  EXPECT_EQ(bench.ask("DELETE", "/tasks/none").status, 404);
}

// The answers that no other test of this file asks for; ask() holds each against the OpenAPI file.
TEST(Control, EveryAnswerIsAsTheOpenApiFileSays) {
  ControlBench bench({.webhook_url = "http://client.test/hook", .webhook_secret = "whsec_c2VjcmV0"});
  const auto id = bench.make();
  bench.make("sk-b");
  bench.base.advance(Millis{5000});
  bench.mock.run_webhooks([](const http::Request&) { return http::Response{.status = 500}; }, bench.clock.now());
  for (int i = 0; i < 5; ++i) bench.status_of(id);
  bench.ask("POST", "/armed", {{"scenario", "slow"}});
  for (const auto& route : control_routes()) {
    if (route.method != "GET") continue;
    std::string target(route.path);
    if (const auto at = target.find("{id}"); at != std::string::npos)
      target.replace(at, 4, target.starts_with("/tasks") ? id : "slow");
    EXPECT_EQ(bench.ask("GET", target).status, 200) << target;
  }
  EXPECT_EQ(bench.json("GET", "/webhooks")["webhooks"].size(), 2U);
  EXPECT_EQ(bench.json("GET", "/verdicts")["verdicts"][0]["id"], "polls-after-end");
  EXPECT_EQ(bench.ask("POST", "/webhooks/1/redeliver").status, 200);
  EXPECT_EQ(bench.ask("PUT", "/webhook", {{"url", "http://client.test/other"}}).status, 200);
  EXPECT_EQ(bench.ask("DELETE", "/webhook").status, 200);
  EXPECT_EQ(bench.ask("DELETE", "/armed/1").status, 200);
  EXPECT_EQ(bench.ask("DELETE", "/verdicts").status, 200);
}

TEST(Control, HealthNamesWhereTheMockIs) {
  ControlBench bench;
  bench.control.set_base_url("http://127.0.0.1:8080/v1");
  const auto health = bench.json("GET", "/health");
  EXPECT_EQ(health["base_url"], "http://127.0.0.1:8080/v1");
  const std::string example = health["example"];
  EXPECT_TRUE(example.starts_with("curl http://127.0.0.1:8080/v1/videos \\\n  -H 'Authorization: Bearer ")) << example;
  EXPECT_NE(example.find(" -F prompt='"), std::string::npos) << example;
}

TEST(Control, MetricsCount) {
  ControlBench bench;
  bench.make();
  bench.api("GET", "/v1/videos/none");
  const auto text = bench.ask("GET", "/metrics").body;
  EXPECT_NE(text.find("vidspec_mock_requests_total{operation=\"create\",status=\"2xx\"} 1\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("vidspec_mock_requests_total{operation=\"retrieve\",status=\"4xx\"} 1\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("vidspec_mock_tasks 1\n"), std::string::npos);
}

TEST(Control, TheOpenApiFileHasEveryRouteAndNoOther) {
  const auto& paths = openapi()["paths"];
  std::size_t documented = 0;
  for (const auto& [path, item] : paths.items()) {
    for (const auto& [method, operation] : item.items()) documented += method == "parameters" ? 0U : 1U;
  }
  for (const auto& route : control_routes()) {
    EXPECT_TRUE(paths.contains(std::string(route.path)) &&
                paths[std::string(route.path)].contains(core::lower(route.method)))
        << route.path;
  }
  EXPECT_EQ(documented, control_routes().size());
  ControlBench bench;
  EXPECT_EQ(bench.json("GET", "/openapi.json")["openapi"], "3.1.0");
  EXPECT_EQ(bench.ask("PATCH", "/clock").status, 405);
  EXPECT_EQ(bench.ask("GET", "/nothing").status, 404);
}

}  // namespace
}  // namespace vidspec::mock
