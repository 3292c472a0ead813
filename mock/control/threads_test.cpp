#include <atomic>
#include <thread>

#include "http/client.h"
#include "http/clock.h"
#include "http/server.h"
#include "mock/control/testing.h"

// The mock and its control API as they are served: clients of both at once, every route, nothing but 2xx and 4xx. Then
// what one thread reads while another takes it away, many times and without a wire. What they are for shows best under
// a sanitizer.
namespace vidspec::mock {
namespace {

using core::Json;

class Served {
 public:
  Served()
      : clock(system, 100),
        mock(profile_of("openai"), {.webhook_url = "http://127.0.0.1:9/hook", .webhook_secret = "whsec_c2VjcmV0"},
             clock),
        control(mock, clock),
        server({.threads = 2}, [this](const http::Request& request) { return mock.handle(request); }),
        control_server(
            {.body_limit = Control::body_limit, .threads = 2},
            [this](const http::Request& request) { return control.handle(request); }, Control::bad_request) {
    server.start();
    control_server.start();
  }

  http::SystemClock system;
  MockClock clock;
  Mock mock;
  Control control;
  http::Server server;
  http::Server control_server;
};

/// One client with a connection of its own.
class Caller {
 public:
  Caller(int port, std::atomic<int>& bad) : base_("http://127.0.0.1:" + std::to_string(port)), bad_(bad) {}

  auto ask(const std::string& method, const std::string& target, const Json& body = Json()) -> Json {
    http::Request request{.method = method, .url = base_ + target, .headers = {{"Authorization", "Bearer sk-a"}}};
    if (!body.is_null()) {
      request.headers.push_back({"Content-Type", "application/json"});
      request.body = body.dump();
    }
    const auto response = client_.ask(request);
    if (response.status < 200 || response.status > 499) {
      ++bad_;
      ADD_FAILURE() << method << " " << target << ": " << response.status << " " << response.failure_detail;
    }
    return Json::parse(response.body, nullptr, false);
  }

 private:
  std::string base_;
  http::Client client_;
  std::atomic<int>& bad_;
};

void live(Caller& api, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    const auto task = api.ask("POST", "/v1/videos", {{"prompt", "a boat"}, {"model", "sora-2"}});
    const auto id = task.is_object() ? task.value("id", "none") : "none";
    api.ask("GET", "/v1/videos/" + id);
    api.ask("GET", "/v1/videos?limit=2");
    api.ask("GET", "/v1/videos/" + id + "/content");
    if (i % 3 == 0) api.ask("DELETE", "/v1/videos/" + id);
  }
}

void steer(Caller& control, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    control.ask("POST", "/clock", {{"advance", 50}});
    control.ask("POST", "/clock", {{"speed", 1 + i % 100}});
    control.ask("PUT", "/scenarios/mine", {{"title", "x"}, {"course", {{"queued", "1ms"}}}});
    control.ask("PUT", "/scenario", {{"scenario", "mine"}});
    control.ask("POST", "/armed", {{"scenario", "slow"}, {"times", 1}});
    control.ask("DELETE", "/armed");
    const auto tasks = control.ask("GET", "/tasks");
    if (tasks.is_object() && !tasks["tasks"].empty()) {
      const std::string id = tasks["tasks"][0]["id"];
      control.ask("POST", "/tasks/" + id + "/force", {{"stage", "completed"}});
      control.ask("POST", "/tasks/" + id + "/step");
      control.ask("DELETE", "/tasks/" + id);
    }
    control.ask("DELETE", "/scenario");
    if (i % 5 == 4) control.ask("POST", "/reset");
  }
}

void look(Caller& control, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    for (const auto& route : control_routes()) {
      if (route.method == "GET" && route.path.find("{id}") == std::string_view::npos)
        control.ask("GET", std::string(route.path));
    }
    control.ask("POST", "/requests/verify", {{"method", "GET"}, {"at_least", 0}});
    control.ask("PUT", "/state", control.ask("GET", "/state"));
  }
}

TEST(ControlThreads, EveryRouteAtOnceWithTheApi) {
  Served served;
  std::atomic<int> bad{0};
  std::atomic<bool> going{true};
  std::thread upkeep([&] {
    while (going) {
      served.mock.run_webhooks([](const http::Request&) { return http::Response{.status = 500}; }, served.clock.now());
      std::this_thread::yield();
    }
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      Caller api(served.server.port(), bad);
      live(api, 30);
    });
  }
  clients.emplace_back([&] {
    Caller control(served.control_server.port(), bad);
    steer(control, 25);
  });
  clients.emplace_back([&] {
    Caller control(served.control_server.port(), bad);
    look(control, 10);
  });
  for (auto& client : clients) client.join();
  going = false;
  upkeep.join();
  EXPECT_EQ(bad, 0);
}

// What `change` does, again and again, while this thread looks.
template <class Change, class Look>
void meanwhile(Change change, Look look, int rounds) {
  std::atomic<bool> going{true};
  std::thread other([&] {
    while (going) change();
  });
  for (int i = 0; i < rounds; ++i) look();
  going = false;
  other.join();
}

TEST(ControlThreads, HealthNamesAScenarioThatIsBeingTakenAway) {
  ControlBench bench;
  const auto slow = bench.mock.state().library.find("slow");
  int other = 0;
  meanwhile(
      [&] {
        bench.mock.set_scenario(slow);
        bench.mock.set_scenario(nullptr);
      },
      [&] {
        const auto scenario = bench.json("GET", "/health")["scenario"];
        other += scenario.is_null() || scenario == "slow" ? 0 : 1;
      },
      40);
  EXPECT_EQ(other, 0);
}

TEST(ControlThreads, AFailedTaskShowsOneOfItsErrorsWhileTheyAreReplaced) {
  ControlBench bench;
  const auto id = bench.make();
  const auto task = bench.mock.state().service.store().find(id);
  const auto fail = [&](char c) {
    const JobError error{.code = std::string(40, c), .message = std::string(200, c)};
    force(*task, {.stage = core::Stage::failed, .error = std::make_shared<const JobError>(error)});
  };
  fail('a');
  int torn = 0;
  meanwhile(
      [&] {
        fail('a');
        fail('b');
      },
      [&] {
        const auto body = bench.api("GET", "/v1/videos/" + id).body;
        const auto whole = [&](char c) {
          return body.find("\"" + std::string(40, c) + "\"") != std::string::npos &&
                 body.find("\"" + std::string(200, c) + "\"") != std::string::npos;
        };
        torn += whole('a') || whole('b') ? 0 : 1;
      },
      2000);
  EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace vidspec::mock
