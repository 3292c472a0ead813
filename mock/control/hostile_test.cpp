#include <cmath>

#include "http/client.h"
#include "http/server.h"
#include "mock/control.h"
#include "mock/control/testing.h"

// What pages of other sites, broken programs and hostile clients try on the control API: a 4xx, and nothing has
// changed.
namespace vidspec::mock {
namespace {

using core::Json;

TEST(HostileControl, OnlyThisMachinesOwnPagesMayUseIt) {
  ControlBench bench;
  const auto status = [&](core::Headers headers) {
    return bench.ask("GET", "/clock", Json(), std::move(headers)).status;
  };
  EXPECT_EQ(status({{"Host", "localhost:1"}}), 200);
  EXPECT_EQ(status({{"Host", "[::1]:1"}}), 200);
  EXPECT_EQ(status({{"Host", "127.0.0.1:1"}, {"Origin", "http://127.0.0.1:1"}}), 200);
  EXPECT_EQ(status({{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "127.0.0.1.evil.example"}}), 403);
  EXPECT_EQ(status({}), 403);
  EXPECT_EQ(status({{"Host", "127.0.0.1:1"}, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "127.0.0.1:1"}, {"Origin", "null"}}), 403);
  EXPECT_EQ(status({{"Host", "127.0.0.1:1"}, {"Sec-Fetch-Site", "cross-site"}}), 403);
  http::Request form{.method = "POST",
                     .url = "/clock",
                     .headers = {{"Host", "localhost"}, {"Content-Type", "text/plain"}},
                     .body = "{}"};
  EXPECT_EQ(bench.control.handle(form).status, 400);
}

TEST(HostileControl, ABodyHasABoundOfItsRoute) {
  ControlBench bench;
  const auto padded = [](std::size_t bytes) { return Json{{"padding", std::string(bytes, 'x')}}; };
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"POST", "/clock"}, {"PUT", "/scenarios/x"}, {"PUT", "/scenario"}, {"POST", "/armed"}, {"POST", "/reset"}}) {
    EXPECT_EQ(bench.ask(method, target, padded(1U << 20U)).status, 413) << target;
    EXPECT_NE(bench.ask(method, target, padded(1000)).status, 413) << target;
  }
  EXPECT_EQ(bench.ask("PUT", "/state", padded(2U << 20U)).status, 400) << "taken, and no state";
  const http::Request largest{.method = "PUT",
                              .url = "/state",
                              .headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}},
                              .body = std::string((64U << 20U) + 1, ' ')};
  EXPECT_EQ(bench.control.handle(largest).status, 413);
}

TEST(HostileControl, WhatIsTooLargeIsRefusedBeforeItIsRead) {
  ControlBench bench;
  http::Server server(
      {.body_limit = Control::body_limit}, [&](const http::Request& request) { return bench.control.handle(request); },
      Control::bad_request);
  server.start();
  const auto put = [&](const std::string& target) {
    http::Client client;
    return client.ask({.method = "PUT",
                       .url = "http://127.0.0.1:" + std::to_string(server.port()) + target,
                       .headers = {{"Content-Type", "application/json"}},
                       .body = std::string((1U << 20U) + 1, ' ')});
  };
  for (const char* target : {"/scenario", "/scenario?x=/state", "/nothing"}) {
    const auto refused = put(target);
    EXPECT_EQ(refused.status, 413) << target << refused.failure_detail;
    EXPECT_EQ(refused.body, "{\"error\":\"the body is too large\"}\n");
  }
  EXPECT_EQ(put("/state").status, 400) << "taken, and no state";
}

// Members of every other type than the documented one.
TEST(HostileControl, AMemberOfAnotherTypeIsA400) {
  ControlBench bench;
  const auto id = bench.make();
  const std::vector<Json> odd = {nullptr, true, -1, 1e300, UINT64_MAX, "", "x", Json::array({1}), Json{{"a", 1}}};
  const std::vector<std::tuple<std::string, std::string, std::vector<std::string>>> routes = {
      {"POST", "/clock", {"freeze", "resume", "advance", "set", "speed", "by"}},
      {"PUT", "/scenario", {"scenario"}},
      {"PUT", "/scenarios/mine", {"title", "rules", "course", "lenient", "id_form", "content_size", "webhooks"}},
      {"POST", "/armed", {"scenario", "times", "key"}},
      {"POST", "/tasks/" + id + "/force", {"stage", "progress", "error"}},
      {"POST", "/requests/verify", {"method", "path", "count", "at_least", "at_most", "key", "status"}},
      {"PUT", "/webhook", {"url", "secret"}},
      {"POST", "/reset", {"key"}},
      {"PUT", "/state", {"vidspec_mock_state", "profile", "keys", "tasks", "characters"}}};
  for (const auto& [method, target, members] : routes) {
    for (const auto& member : members) {
      for (const auto& value : odd) {
        const auto response = bench.ask(method, target, {{member, value}});
        EXPECT_LT(response.status, 500) << method << " " << target << " " << member << " " << value << response.body;
        EXPECT_EQ(response.body.find("json.exception"), std::string::npos) << response.body;
      }
    }
  }
}

TEST(HostileControl, AStateOfAbsurdNumbersHarmsNothing) {
  ControlBench bench;
  bench.make();
  const auto good = bench.json("GET", "/state");
  const auto& task = good["tasks"][0];
  for (const Json& value : {Json(INT64_MAX), Json(INT64_MIN), Json(UINT64_MAX), Json(-1)}) {
    for (const auto& [name, member] : task.items()) {
      if (!member.is_number()) continue;
      auto bad = good;
      bad["tasks"][0][name] = value;
      bench.ask("PUT", "/state", bad);
      for (const char* place : {"/tasks", "/state", "/metrics"}) EXPECT_EQ(bench.ask("GET", place).status, 200) << name;
      bench.status_of(task["id"]);
      EXPECT_LT(bench.api("GET", "/v1/videos").status, 500) << name << " " << value;
      EXPECT_LT(bench.api("GET", "/v1/videos/" + task["id"].get<std::string>() + "/content").status, 500);
    }
    for (const auto& [name, member] : task["course"].items()) {
      if (!member.is_number()) continue;
      auto bad = good;
      bad["tasks"][0]["course"][name] = value;
      bench.ask("PUT", "/state", bad);
      EXPECT_EQ(bench.ask("GET", "/tasks").status, 200) << name << " " << value;
      EXPECT_LT(bench.api("GET", "/v1/videos").status, 500) << name << " " << value;
    }
  }
}

TEST(HostileControl, TheClockBearsAnyNumber) {
  ControlBench bench;
  bench.make();
  for (const Json& value : {Json(INT64_MAX), Json(INT64_MIN), Json(UINT64_MAX), Json(1e308), Json(-1e308),
                            Json("1e30h"), Json("99999999999999999999h"), Json("-5s"), Json("")}) {
    for (const char* member : {"advance", "set", "speed"}) {
      EXPECT_LT(bench.ask("POST", "/clock", {{member, value}}).status, 500) << member << " " << value;
      EXPECT_EQ(bench.ask("GET", "/clock").status, 200);
      EXPECT_EQ(bench.ask("GET", "/tasks").status, 200);
      EXPECT_LT(bench.api("GET", "/v1/videos").status, 500);
    }
  }
}

}  // namespace
}  // namespace vidspec::mock
