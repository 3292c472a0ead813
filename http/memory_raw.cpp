#include "http/memory_raw.h"

#include <algorithm>

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

void fail(Response& response, core::Failure failure, const char* detail) {
  response.failure = failure;
  response.failure_detail = detail;
}

auto take_line(std::string_view& bytes, std::string_view& line) -> bool {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return false;
  line = bytes.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  bytes.remove_prefix(end + 1);
  return true;
}

// "HTTP/1.1 200 OK"
auto read_status(std::string_view line, Response& response) -> bool {
  if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return false;
  const auto status = parse_decimal(line.substr(9, 3));
  if (!status || *status < 100 || (line.size() > 12 && line[12] != ' ')) return false;
  response.status = static_cast<int>(*status);
  response.http_version = line.substr(5, 3);
  return true;
}

auto read_head(std::string_view& bytes, Response& response) -> bool {
  std::string_view line;
  if (!take_line(bytes, line)) {
    const bool hopeless =
        !bytes.empty() && !bytes.starts_with("HTTP/1.") && !std::string_view("HTTP/1.").starts_with(bytes);
    fail(response, hopeless ? core::Failure::protocol : core::Failure::reset,
         "the connection ended before the status line");
    return false;
  }
  if (!read_status(line, response)) {
    fail(response, core::Failure::protocol, "the answer is not HTTP/1");
    return false;
  }
  while (take_line(bytes, line)) {
    if (line.empty()) return true;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
      fail(response, core::Failure::protocol, "a header line without a colon");
      return false;
    }
    response.headers.push_back({std::string(line.substr(0, colon)), std::string(trim_blanks(line.substr(colon + 1)))});
  }
  response.status = 0;
  response.headers.clear();
  fail(response, core::Failure::reset, "the connection ended within the headers");
  return false;
}

void read_chunks(std::string_view bytes, Response& response) {
  std::string_view line;
  while (take_line(bytes, line)) {
    const auto size = parse_hex(core::trim(line.substr(0, line.find(';'))));
    if (!size) return fail(response, core::Failure::protocol, "a chunk size is malformed");
    if (*size == 0) return;
    response.body += bytes.substr(0, *size);
    if (bytes.size() < *size + 2) break;
    bytes.remove_prefix(*size + 2);
  }
  fail(response, core::Failure::truncated, "the chunked body has no end");
}

void read_rest(std::string_view bytes, Response& response) {
  if (core::iequals(core::header_or_empty(response.headers, "Transfer-Encoding"), "chunked")) {
    return read_chunks(bytes, response);
  }
  const auto* header = core::find_header(response.headers, "Content-Length");
  if (header == nullptr) {
    response.body = bytes;
    return;
  }
  const auto length = parse_decimal(*header);
  if (!length) return fail(response, core::Failure::protocol, "the Content-Length is malformed");
  response.body = bytes.substr(0, *length);
  if (bytes.size() < *length) fail(response, core::Failure::truncated, "fewer bytes than Content-Length");
}

}  // namespace

auto read_raw(std::string_view bytes, bool head_request) -> Response {
  Response response;
  while (read_head(bytes, response)) {
    if (response.status >= 200 || response.status == 101) {
      if (!head_request && response.status != 204 && response.status != 304) read_rest(bytes, response);
      break;
    }
    response.interim.push_back(response.status);
    response.headers.clear();
    response.status = 0;
  }
  return response;
}

}  // namespace vidspec::http
