#include "conformance/recorded/har.h"
#include "fuzz/fuzz.h"

// A HAR of any tool is read or refused in one line.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  const auto text = fuzz::text_of(data, size);
  conformance::looks_like_har(text);
  fuzz::refused([&] {
    const auto journal = conformance::parse_har(text, "evidence.har");
    fuzz::demand(!journal.complete);
    for (const auto& exchange : journal.exchanges) fuzz::demand(exchange.answer.body.size() <= size);
  });
  return 0;
}
