#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "mock/control.h"
#include "mock/testing.h"

// The first line is method and path of a request to the control API, the rest its body. Nothing is a fault of the
// server, and what answers an error says so as JSON.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  const auto input = fuzz::text_of(data, size);
  const auto line = std::min(input.find('\n'), input.size());
  const auto blank = std::min(input.find(' '), line);
  mock::TestBench bench;
  mock::MockClock clock(bench.clock);
  mock::Control control(bench.mock, clock);
  bench.post("/v1/videos", {{"prompt", "a boat"}, {"model", "sora-2"}});
  http::Request request{.method = std::string(input.substr(0, blank)),
                        .url = std::string(input.substr(std::min(blank + 1, line), line - std::min(blank + 1, line))),
                        .headers = {{"Host", "localhost:8081"}, {"Content-Type", "application/json"}}};
  request.body = input.substr(std::min(line + 1, input.size()));
  const auto answer = control.handle(request);
  fuzz::demand(answer.status >= 200 && answer.status < 500);
  if (answer.status >= 400) fuzz::demand(core::parse_json(answer.body).error.empty());
  fuzz::demand(bench.get("/v1/videos").status != 500);
  return 0;
}
