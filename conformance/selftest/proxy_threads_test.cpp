#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "conformance/proxy_recorder.h"
#include "http/client.h"
#include "http/clock.h"
#include "http/relay.h"
#include "http/server.h"
#include "mock/mock.h"

// The proxy as a whole: a mock behind a relay, many clients in front, and somebody who takes the evidence meanwhile.
// Built alone under ThreadSanitizer, too (CMakeLists.txt beside), so it uses nothing but the recorder.
namespace vidspec::conformance {
namespace {

using core::Json;

constexpr int clients = 6;
constexpr int rounds = 15;

class Proxied {
 public:
  Proxied()
      : profile(core::load_profile("openai")),
        mock(profile, {}, clock),
        server({.threads = 2}, [this](const http::Request& request) { return mock.handle(request); }) {
    server.start();
    upstream = "http://127.0.0.1:" + std::to_string(server.port()) + "/v1";
    recorder = std::make_unique<ProxyRecorder>(*profile, upstream, clock);
    relay = std::make_unique<http::Relay>(http::RelayOptions{.upstream = upstream},
                                          [this](const http::Request& head) { return recorder->open(head); });
    relay->start();
  }

  http::SystemClock clock;
  std::shared_ptr<const core::Profile> profile;
  mock::Mock mock;
  http::Server server;
  std::string upstream;
  std::unique_ptr<ProxyRecorder> recorder;
  std::unique_ptr<http::Relay> relay;
};

/// Creates, polls and lists with a key of its own; gives how many requests it sent.
auto live(int port, int number) -> int {
  http::Client client;
  const auto base = "http://127.0.0.1:" + std::to_string(port) + "/v1/videos";
  const core::Headers headers = {{"Authorization", "Bearer sk-client-" + std::to_string(number)},
                                 {"Content-Type", "application/json"}};
  int sent = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto made =
        client.ask({.method = "POST", .url = base, .headers = headers, .body = R"({"prompt":"a","model":"sora-2"})"});
    EXPECT_EQ(made.status, 200) << made.failure_detail;
    const auto task = Json::parse(made.body, nullptr, false);
    const std::string id = task.is_object() ? task.value("id", "none") : "none";
    for (const auto& target : {"/" + id, "/" + id + "/content", std::string("?limit=2")})
      EXPECT_NE(client.ask({.url = base + target, .headers = headers}).status, 0);
    sent += 4;
  }
  return sent;
}

TEST(ProxyThreads, NothingIsLostBetweenManyClients) {
  Proxied proxied;
  std::atomic<int> sent{0};
  std::atomic<int> running{clients};
  std::vector<std::thread> threads;
  for (int number = 0; number < clients; ++number) {
    threads.emplace_back([&, number] {
      sent += live(proxied.relay->port(), number);
      --running;
    });
  }
  std::vector<core::Exchange> taken;
  const auto take = [&] {
    for (auto& exchange : proxied.recorder->take()) taken.push_back(std::move(exchange));
  };
  while (running > 0) {
    take();
    EXPECT_LE(proxied.recorder->secrets().size(), static_cast<std::size_t>(clients));
    std::this_thread::yield();
  }
  for (auto& thread : threads) thread.join();
  proxied.relay->stop();
  take();
  ASSERT_EQ(taken.size(), static_cast<std::size_t>(sent));
  std::set<int> numbers;
  for (const auto& exchange : taken) {
    numbers.insert(exchange.number);
    EXPECT_EQ(exchange.failure, core::Failure::none) << exchange.failure_detail;
    EXPECT_TRUE(exchange.request.key_sent);
  }
  EXPECT_EQ(numbers.size(), taken.size());
  EXPECT_EQ(proxied.recorder->secrets().size(), static_cast<std::size_t>(clients));
}

}  // namespace
}  // namespace vidspec::conformance
