#include <algorithm>

#include "core/media.h"
#include "fuzz/fuzz.h"

// Whatever a download is, and however it is cut into pieces, the facts are the same, bounded and true to the bytes.
namespace {

using namespace vidspec;

auto scan(std::string_view bytes, std::size_t piece) -> core::MediaFacts {
  core::MediaScanner scanner;
  for (std::size_t at = 0; at < bytes.size(); at += piece) scanner.feed(bytes.substr(at, piece));
  return scanner.facts(bytes.size(), true);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto bytes = fuzz::text_of(data, size);
  const auto whole = scan(bytes, size + 1);
  const auto pieces = scan(bytes, 7);
  fuzz::demand(whole.bytes == size && whole.boxes.size() <= 64 && whole.problem.find('\n') == std::string::npos);
  fuzz::demand(whole.head == bytes.substr(0, 4096));
  fuzz::demand(whole.structure_ok == pieces.structure_ok && whole.problem == pieces.problem);
  fuzz::demand(whole.kind == pieces.kind && whole.brand == pieces.brand && whole.sha256 == pieces.sha256);
  fuzz::demand(whole.width == pieces.width && whole.duration_seconds == pieces.duration_seconds);
  fuzz::demand(!whole.structure_ok || whole.problem.empty());
  fuzz::demand(!whole.duration_seconds || *whole.duration_seconds >= 0);
  return 0;
}
