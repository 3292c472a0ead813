// What a request costs in the mock itself, without a wire; and what a million tasks weigh.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include <ctime>
#include <fstream>

#include "http/clock.h"
#include "http/message.h"
#include "mock/mock.h"

namespace {

using vidspec::http::Request;

struct Bench {
  explicit Bench(vidspec::mock::Settings settings = {})
      : mock(vidspec::core::load_profile("openai"), std::move(settings), clock) {}

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

  vidspec::http::SystemClock clock;
  vidspec::mock::Mock mock;
};

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

auto resident_megabytes() -> double {
  malloc_trim(0);
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double pages = 0;
  statm >> total >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

auto processor_us() -> double {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// Processor time of a retrieve and of a page in the middle of the list, each of another task.
void look_around(Bench& bench, const std::vector<std::string>& ids, const std::string& name, benchmark::State& state) {
  constexpr std::size_t looks = 1000;
  const auto cost = [&](const std::string& before, const std::string& after) {
    const auto begin = processor_us();
    for (std::size_t i = 0; i < looks; ++i)
      benchmark::DoNotOptimize(bench.mock.handle(bench.request("GET", before + ids[i * 7919 % ids.size()] + after)));
    return (processor_us() - begin) / looks;
  };
  cost("/v1/videos/", "");
  state.counters["get_us_of_" + name] = cost("/v1/videos/", "");
  state.counters["list_us_of_" + name] = cost("/v1/videos?limit=20&after=", "");
}

void BM_million_tasks(benchmark::State& state) {
  Bench bench;
  std::vector<std::string> ids;
  ids.reserve(1'000'000);
  const auto before = resident_megabytes();
  for (auto _ : state) {
    while (ids.size() < 1000) ids.push_back(bench.make());
    look_around(bench, ids, "1000", state);
    while (ids.size() < 1'000'000) ids.push_back(bench.make());
    look_around(bench, ids, "1000000", state);
  }
  state.counters["megabytes"] = resident_megabytes() - before;  // our copy of the ids included

  const auto uncapped = resident_megabytes();
  Bench capped({.max_tasks = 1000});
  for (int i = 0; i < 100'000; ++i) capped.make();
  state.counters["capped_megabytes"] = resident_megabytes() - uncapped;
}
BENCHMARK(BM_million_tasks)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
