// What a request costs in the mock itself, without a wire; and what a million tasks weigh.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <fstream>

#include "http/clock.h"
#include "http/message.h"
#include "mock/mock.h"

namespace {

using vidspec::http::Request;

struct Bench {
  vidspec::http::SystemClock clock;
  vidspec::mock::Mock mock{vidspec::core::load_profile("openai"), {}, clock};

  auto request(const std::string& method, const std::string& url, const std::string& body = "",
               const std::string& type = "") -> Request {
    Request request{.method = method,
                    .url = url,
                    .headers = {{"Host", "127.0.0.1:8080"}, {"Authorization", "Bearer sk-bench"}, {"Accept", "*/*"}}};
    if (!type.empty()) request.headers.push_back({"Content-Type", type});
    request.body = body;
    return request;
  }
  auto create() -> Request {
    return request("POST", "/v1/videos",
                   R"({"model":"sora-2","prompt":"A paper boat on a pond","seconds":"4","size":"720x1280"})",
                   "application/json");
  }
  auto make() -> std::string {
    const auto body = mock.handle(create()).body;
    const auto at = body.find("video_");
    return body.substr(at, body.find('"', at) - at);
  }
};

auto resident() -> std::size_t {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0;
  std::size_t pages = 0;
  statm >> total >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

auto shared() -> Bench& {
  static Bench bench;
  return bench;
}

void BM_get_task(benchmark::State& state) {
  static const Request request = shared().request("GET", "/v1/videos/" + shared().make());
  for (auto _ : state) benchmark::DoNotOptimize(shared().mock.handle(request));
}
BENCHMARK(BM_get_task)->ThreadRange(1, 2)->UseRealTime();

void BM_create_json(benchmark::State& state) {
  const Request request = shared().create();
  for (auto _ : state) benchmark::DoNotOptimize(shared().mock.handle(request));
}
BENCHMARK(BM_create_json)->Iterations(20'000);

void BM_create_multipart(benchmark::State& state) {
  const auto body = vidspec::http::encode_multipart({{.name = "model", .content = "sora-2"},
                                                     {.name = "prompt", .content = "A paper boat on a pond"},
                                                     {.name = "seconds", .content = "4"}},
                                                    "b");
  const Request request = shared().request("POST", "/v1/videos", body, "multipart/form-data; boundary=b");
  for (auto _ : state) benchmark::DoNotOptimize(shared().mock.handle(request));
}
BENCHMARK(BM_create_multipart)->Iterations(20'000);

void BM_million_tasks(benchmark::State& state) {
  Bench bench;
  const Request request = bench.create();
  const auto before = resident();
  for (auto _ : state) {
    for (int i = 0; i < 1'000'000; ++i) bench.mock.handle(request);
  }
  state.counters["bytes_per_task"] = static_cast<double>(resident() - before) / 1e6;
  const auto id = bench.make();
  const auto get = bench.request("GET", "/v1/videos/" + id);
  const auto page = bench.request("GET", "/v1/videos?limit=20&order=asc&after=" + id);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) benchmark::DoNotOptimize(bench.mock.handle(get));
  const auto middle = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) benchmark::DoNotOptimize(bench.mock.handle(page));
  const auto end = std::chrono::steady_clock::now();
  state.counters["get_ns"] = std::chrono::duration<double, std::nano>(middle - begin).count() / 1000;
  state.counters["list_ns"] = std::chrono::duration<double, std::nano>(end - middle).count() / 1000;
}
BENCHMARK(BM_million_tasks)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
