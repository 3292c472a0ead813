#include <algorithm>
#include <string>
#include <string_view>

#include "fuzz/fuzz.h"
#include "http/server/head.h"
#include "http/syntax.h"

// A head is the same however its bytes are cut into pieces, and what passes holds nothing that could be read
// differently.
namespace {

using namespace vidspec::http;
using vidspec::fuzz::demand;

auto read_in_pieces(HeadReader& reader, std::string_view bytes, std::size_t piece) -> HeadReader::State {
  auto state = HeadReader::State::incomplete;
  for (std::size_t end = 0; state == HeadReader::State::incomplete && end < bytes.size();) {
    end = std::min(bytes.size(), end + piece);
    state = reader.read(bytes.substr(0, end));
  }
  return state;
}

void check_head(const RequestHead& head) {
  demand(is_token(head.method));
  demand(head.target == "*" ||
         (head.target.starts_with('/') && head.target.find_first_of(" \r\n#") == std::string::npos));
  for (const auto& header : head.headers) demand(is_token(header.name) && is_field_value(header.value));
  const auto hosts = vidspec::core::count_header(head.headers, "Host");
  demand(hosts == 1 || (hosts == 0 && head.http10));
  demand(!head.chunked || head.length == 0);
}

void check_chunks(std::string_view bytes) {
  ChunkReader whole(1000, 1000);
  std::string body;
  auto rest = bytes;
  const auto state = whole.read(rest, body);
  demand(body.size() <= 1000);
  ChunkReader pieces(1000, 1000);
  std::string again;
  std::string buffer;
  auto last = ChunkReader::State::incomplete;
  for (const char byte : bytes) {
    buffer += byte;
    std::string_view left = buffer;
    last = pieces.read(left, again);
    buffer.erase(0, buffer.size() - left.size());
    if (last != ChunkReader::State::incomplete) break;
  }
  demand(last == state || bytes.empty());
  demand(state != ChunkReader::State::complete || body == again);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const HeadLimits limits{.max_head = 4096, .max_headers = 20, .max_target = 1000};
  HeadReader whole(limits);
  HeadReader bytewise(limits);
  const auto state = read_in_pieces(whole, bytes, size + 1);
  demand(read_in_pieces(bytewise, bytes, 1) == state);
  if (state == HeadReader::State::refused)
    demand(whole.status() >= 400 && whole.status() < 500 && *whole.reason() != 0);
  if (state != HeadReader::State::complete) return 0;
  demand(whole.consumed() == bytewise.consumed() && whole.consumed() <= size);
  check_head(whole.head());
  if (whole.head().chunked) check_chunks(bytes.substr(whole.consumed()));
  return 0;
}
