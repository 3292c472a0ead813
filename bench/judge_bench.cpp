#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/judge.h"
#include "conformance/selftest/play.h"
#include "core/journal.h"

// Judging 10,000 exchanges: 100 tasks, each created, polled 98 times and listed once. Bound: one second of one core.
// A whole run against a mock in memory, with a virtual clock. Bound: half a second.
namespace {

using namespace vidspec;
using core::Json;

constexpr int tasks = 100;
constexpr int polls = 98;
constexpr std::string_view base = "https://api.example/v1";

auto example_task() -> Json {
  std::ifstream file(std::string(VIDSPEC_SOURCE_DIR) + "/bench/data/task.json");
  return Json::parse(file);
}

auto task(int number, int step) -> Json {
  auto value = example_task();
  const bool ended = step >= polls;
  value["id"] = "video_" + std::to_string(number);
  value["status"] = step == 0 ? "queued" : ended ? "completed" : "in_progress";
  value["progress"] = step * 100 / polls;
  value["completed_at"] = ended ? value["created_at"] : Json();
  value["error"] = nullptr;
  return value;
}

void add(core::Journal& journal, const std::string& method, const std::string& path, const Json& answer) {
  core::Exchange exchange;
  exchange.number = static_cast<int>(journal.exchanges.size()) + 1;
  exchange.t_ms = 100 * exchange.number;
  exchange.duration_ms = 10;
  exchange.intent = method == "POST" ? "create" : path == "/videos" ? "list" : "poll";
  exchange.request.method = method;
  exchange.request.url = std::string(base) + path;
  exchange.request.key_sent = true;
  exchange.answer.status = 200;
  exchange.answer.headers = {{"Content-Type", "application/json"}};
  exchange.answer.body = answer.dump();
  exchange.answer.body_size = exchange.answer.body.size();
  journal.exchanges.push_back(std::move(exchange));
}

auto long_journal() -> core::Journal {
  core::Journal journal;
  journal.header.profile = "openai";
  journal.header.base_url = base;
  journal.header.ops = {"core", "list"};
  journal.complete = true;
  for (int number = 0; number < tasks; ++number) {
    const auto id = "video_" + std::to_string(number);
    add(journal, "POST", "/videos", task(number, 0));
    for (int step = 1; step <= polls; ++step) add(journal, "GET", "/videos/" + id, task(number, step));
    const Json list = {{"object", "list"},
                       {"data", Json::array({task(number, polls)})},
                       {"first_id", id},
                       {"last_id", id},
                       {"has_more", false}};
    add(journal, "GET", "/videos", list);
  }
  return journal;
}

auto as_text(const core::Journal& journal) -> std::string {
  class Text : public core::MemoryJournal {
   public:
    std::string text;

   protected:
    void write(std::string_view line) override { text += line; }
  } sink;
  sink.begin(journal.header);
  for (const auto& exchange : journal.exchanges) sink.add(exchange);
  sink.end({}, false, core::Instant{});
  return sink.text;
}

void judges(benchmark::State& state) {
  const auto profile = core::load_profile("openai");
  const auto journal = long_journal();
  for (auto _ : state) {
    const auto report = conformance::judge(*profile, journal);
    if (report.checks.size() < 200) state.SkipWithError("not judged");
  }
  state.counters["exchanges"] = static_cast<double>(journal.exchanges.size());
}

void reads_and_judges(benchmark::State& state) {
  const auto profile = core::load_profile("openai");
  const auto text = as_text(long_journal());
  for (auto _ : state) {
    std::istringstream input(text);
    const auto journal = core::parse_journal(input, "bench");
    if (journal.exchanges.size() != tasks * (polls + 2)) state.SkipWithError("not read");
    benchmark::DoNotOptimize(conformance::judge(*profile, journal));
  }
}

void whole_run(benchmark::State& state) {
  const auto profile = core::load_profile("openai");
  for (auto _ : state) {
    const auto report = conformance::selftest::run_bent(profile, {});
    if (report.outcome != reports::Outcome::conformant) state.SkipWithError("not conformant");
  }
}

BENCHMARK(judges)->Unit(benchmark::kMillisecond);
BENCHMARK(reads_and_judges)->Unit(benchmark::kMillisecond);
BENCHMARK(whole_run)->Unit(benchmark::kMillisecond);

}  // namespace
