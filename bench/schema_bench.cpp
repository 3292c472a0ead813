#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/profile.h"
#include "core/requirement.h"
#include "core/schema.h"

// A 13-field task object, valid and with seven faults, judged by the schema that bench/schema_vs_ajv.mjs gives to ajv.
namespace {

using vidspec::core::Json;
using vidspec::core::Schema;

auto read(const std::string& name) -> std::string {
  std::ifstream file(std::string(VIDSPEC_SOURCE_DIR) + "/bench/data/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void accepts(benchmark::State& state, const std::string& name, bool valid) {
  const Schema schema = Schema::compile(Json::parse(read("task.schema.json")));
  const Json task = Json::parse(read(name));
  if (schema.accepts(task) != valid) state.SkipWithError("wrong verdict");
  for (auto _ : state) benchmark::DoNotOptimize(schema.accepts(task));
  state.SetItemsProcessed(state.iterations());
}

void validate(benchmark::State& state, const std::string& name, std::size_t violations) {
  const Schema schema = Schema::compile(Json::parse(read("task.schema.json")));
  const Json task = Json::parse(read(name));
  if (schema.validate(task).size() != violations) state.SkipWithError("wrong number of violations");
  for (auto _ : state) benchmark::DoNotOptimize(schema.validate(task));
  state.SetItemsProcessed(state.iterations());
}

void parse(benchmark::State& state) {
  const std::string text = read("task.json");
  for (auto _ : state) benchmark::DoNotOptimize(vidspec::core::parse_json(text));
  state.SetItemsProcessed(state.iterations());
}

void compile(benchmark::State& state) {
  const Json schema = Json::parse(read("task.schema.json"));
  for (auto _ : state) benchmark::DoNotOptimize(Schema::compile(schema));
}

// Every requirement of the openai profile on one task object.
void judge_fields(benchmark::State& state, const std::string& name) {
  const auto requirements = vidspec::core::derive_requirements(*vidspec::core::load_profile("openai"));
  const Json task = Json::parse(read(name));
  std::size_t judged = 0;
  for (auto _ : state) {
    vidspec::core::judge_fields(requirements, "task", task, [&](const vidspec::core::FieldOutcome&) { ++judged; });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(judged));
  state.counters["objects/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(accepts, good, "task.json", true);
BENCHMARK_CAPTURE(accepts, bad_first_violation, "task_bad.json", false);
BENCHMARK_CAPTURE(validate, good_all_violations, "task.json", 0);
BENCHMARK_CAPTURE(validate, bad_all_violations, "task_bad.json", 7);
BENCHMARK(parse);
BENCHMARK(compile);
BENCHMARK_CAPTURE(judge_fields, good, "task.json");
BENCHMARK_CAPTURE(judge_fields, bad, "task_bad.json");

}  // namespace
