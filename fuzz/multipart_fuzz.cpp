#include <string_view>

#include "fuzz/fuzz.h"
#include "http/message.h"

// A body is read into parts or refused with one line, never both; what was read can be encoded and read again.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec::http;
  using vidspec::fuzz::demand;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto read = parse_multipart(input.substr(0, line), input.substr(line + 1));
  demand(read.error.find('\n') == std::string::npos);
  demand(read.error.empty() || read.parts.empty());
  demand(read.parts.size() <= 1000);
  if (read.parts.empty()) return 0;
  const auto boundary = multipart_boundary(read.parts);
  const auto again =
      parse_multipart("multipart/form-data; boundary=" + boundary, encode_multipart(read.parts, boundary));
  demand(again.error.empty() && again.parts.size() == read.parts.size());
  for (std::size_t i = 0; i < read.parts.size(); ++i) {
    demand(again.parts[i].content == read.parts[i].content);
    demand(again.parts[i].file == read.parts[i].file);
  }
  return 0;
}
