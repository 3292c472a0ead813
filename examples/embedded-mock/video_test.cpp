// A GoogleTest suite that carries its own video API: the mock in the test's process, on a free port, with a clock that
// only the test moves. No key, no network, no waiting.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/profile.h"
#include "http/client.h"
#include "http/clock.h"
#include "http/server.h"
#include "mock/clock.h"
#include "mock/mock.h"

using namespace vidspec;
using namespace std::chrono_literals;

class VideoApi : public testing::Test {
 protected:
  void SetUp() override {
    time_.freeze();
    server_.start();
  }

  auto base_url() const -> std::string { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/v1"; }
  void pass(core::Millis span) { time_.advance(span); }

  // Stands for the code under test, which has a client of its own.
  auto ask(const std::string& method, const std::string& path, const std::string& body = "") -> http::Response {
    http::Request request{.method = method, .url = base_url() + path, .headers = {{"Authorization", "Bearer sk-test"}}};
    if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    request.body = body;
    return client_.ask(request);
  }
  auto status(const std::string& id) -> std::string {
    return nlohmann::json::parse(ask("GET", "/videos/" + id).body).at("status");
  }

 private:
  http::SystemClock wall_;
  mock::MockClock time_{wall_};
  mock::Mock mock_{core::load_profile("openai"), {}, time_};
  http::Server server_{{},
                       [this](const http::Request& request) { return mock_.handle(request); },
                       [this](int code, const std::string& why) { return mock_.bad_request(code, why); }};
  http::Client client_;
};

TEST_F(VideoApi, AVideoIsQueuedThenRunsThenDownloads) {
  const auto created = ask("POST", "/videos", R"({"prompt": "A paper boat on a pond", "seconds": "4"})");
  ASSERT_EQ(created.status, 200) << created.body;
  const std::string id = nlohmann::json::parse(created.body).at("id");

  EXPECT_EQ(status(id), "queued");
  pass(1s);
  EXPECT_EQ(status(id), "in_progress");
  EXPECT_EQ(ask("GET", "/videos/" + id + "/content").status, 404);
  pass(4s);
  EXPECT_EQ(status(id), "completed");
  EXPECT_EQ(ask("GET", "/videos/" + id + "/content").body.substr(4, 4), "ftyp");
}

TEST_F(VideoApi, AWrongDurationIsRefusedInTheRealWording) {
  const auto refused = ask("POST", "/videos", R"({"prompt": "x", "seconds": "5"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(nlohmann::json::parse(refused.body).at("error").at("param"), "seconds");
}
