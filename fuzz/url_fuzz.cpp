#include <string_view>

#include "fuzz/fuzz.h"
#include "http/message.h"

// What a server puts into Location or a result URL gives an http(s) URL that stays what it is, or nothing.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec::http;
  using vidspec::fuzz::demand;
  const std::string_view reference(reinterpret_cast<const char*>(data), size);
  const auto url = resolve_url("https://a.example:8443/v1/videos?x=1", reference);
  parse_query(query_of(reference));
  path_of(reference);
  if (url.empty()) return 0;
  demand(url.starts_with("http://") || url.starts_with("https://"));
  for (const char c : url) demand(c > 0x20 && c < 0x7F);
  demand(!origin_of(url).empty());
  const auto again = resolve_url(url, url);
  demand(again == url && origin_of(again) == origin_of(url));
  return 0;
}
