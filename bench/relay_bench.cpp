// What the recording proxy adds to a request: a small JSON answer asked for directly and through a relay, in turn, over
// kept connections of the same client. Prints medians and the difference; ends with 1 when that is 3 ms or more.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "conformance/proxy_recorder.h"
#include "http/client.h"
#include "http/clock.h"
#include "http/relay.h"
#include "http/server.h"

namespace {

using namespace vidspec;

constexpr int rounds = 1000;

auto ask(http::Client& client, const std::string& base, const char* method) -> double {
  http::Request request;
  request.method = method;
  request.url = base + "/v1/videos/video_1";
  request.headers = {{"Authorization", "Bearer sk-bench-key"}, {"Content-Type", "application/json"}};
  if (request.method == "POST") request.body = R"({"model":"sora-2","prompt":"a bench"})";
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = client.ask(request);
  const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return answer.status == 200 ? took : 1e9;
}

auto at(std::vector<double> times, double share) -> double {
  std::sort(times.begin(), times.end());
  return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

}  // namespace

auto main() -> int {
  const std::string body = R"({"id":"video_1","object":"video","status":"in_progress","progress":41})";
  http::Server server({}, [&](const http::Request&) {
    return http::Response{.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body};
  });
  server.start();
  const auto direct = "http://127.0.0.1:" + std::to_string(server.port());
  const auto profile = core::load_profile("openai");
  const http::SystemClock clock;
  conformance::ProxyRecorder recorder(*profile, direct + "/v1", clock);
  http::Relay relay({.upstream = direct}, [&](const http::Request& head) { return recorder.open(head); });
  relay.start();
  const auto through = "http://127.0.0.1:" + std::to_string(relay.port());
  http::Client client;
  double worst = 0;
  for (const char* method : {"GET", "POST"}) {
    std::vector<double> plain, relayed;
    for (int i = 0; i < rounds; ++i) {
      plain.push_back(ask(client, direct, method));
      relayed.push_back(ask(client, through, method));
    }
    const double added = at(relayed, 0.5) - at(plain, 0.5);
    worst = std::max(worst, added);
    std::printf(
        "%-4s direct p50 %.3f ms, p99 %.3f ms; through the relay p50 %.3f ms, p99 %.3f ms; added at p50 %.3f ms\n",
        method, at(plain, 0.5), at(plain, 0.99), at(relayed, 0.5), at(relayed, 0.99), added);
  }
  std::printf("%zu exchanges recorded\n", recorder.take().size());
  return worst < 3 ? 0 : 1;
}
