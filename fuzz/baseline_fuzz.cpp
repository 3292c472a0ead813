#include "conformance/baseline.h"
#include "conformance/judge.h"
#include "fuzz/fuzz.h"

// A baseline is refused in one line, or written again it reads the same.
namespace vidspec::conformance {

// Instead of the real one, so that not every check has to be built with sanitizers for the names of two.
auto catalogue(const core::Profile&) -> std::vector<CatalogueEntry> {
  return {{.id = "task.status.enum"}, {.id = "lifecycle.no-regression"}};
}

}  // namespace vidspec::conformance

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  core::Profile profile;
  profile.id = "openai";
  conformance::Baseline baseline;
  if (fuzz::refused([&] { baseline = conformance::parse_baseline(fuzz::text_of(data, size), "b.json", profile); }))
    return 0;
  const auto text = conformance::write_baseline(baseline);
  fuzz::demand(conformance::write_baseline(conformance::parse_baseline(text, "again", profile)) == text);
  for (const auto& known : baseline.known) conformance::days_after(known.expires, 90);
  return 0;
}
