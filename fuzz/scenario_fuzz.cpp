#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "mock/scenario.h"
#include "mock/testing.h"

// A scenario is refused in one line, or a mock can live with it: whatever it says, every request gets an answer.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  const auto json = core::parse_json(fuzz::text_of(data, size), {.max_bytes = 1U << 16U});
  if (!json) return 0;
  std::shared_ptr<const mock::Scenario> scenario;
  if (fuzz::refused([&] { scenario = mock::parse_scenario(*json.value, "scenario.json"); })) return 0;
  mock::Settings settings;
  settings.course.drive = core::Drive::instant;
  settings.scenario = scenario;
  mock::TestBench bench("openai", settings);
  const auto created = bench.json(bench.post("/v1/videos", {{"prompt", "a boat"}, {"model", "sora-2"}}));
  const auto* found = core::find_pointer(created, "/id");
  const auto id = found != nullptr && found->is_string() ? found->get<std::string>() : "none";
  bench.get("/v1/videos/" + id);
  bench.get("/v1/videos/" + id + "/content");
  bench.get("/v1/videos?limit=2");
  return 0;
}
