#include "http/frame.h"

#include <cstring>

#include "http/range.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

auto bodiless(int status) -> bool { return status == 204 || status == 304 || (status >= 100 && status < 200); }

void drop_body(Response& response, Frame& frame) {
  response.source.reset();
  response.body.clear();
  frame.offset = frame.length = 0;
  core::remove_header(response.headers, "Content-Type");
}

// 206, 304 or 416 instead of 200, where the request asks for it.
void select(const Request& request, Response& response, Frame& frame) {
  const auto total = frame.length;
  if (response.status != 200 || !response.source || (request.method != "GET" && request.method != "HEAD")) return;
  if (not_modified(request.headers, response.headers)) {
    response.status = 304;
    return drop_body(response, frame);
  }
  if (request.method != "GET" || response.delivery.no_range) return;
  const auto range = select_range(request.headers, response.headers, total);
  if (range.kind == RangeKind::whole) return;
  if (range.kind == RangeKind::unsatisfiable) {
    response.status = 416;
    drop_body(response, frame);
    core::set_header(response.headers, "Content-Range", "bytes */" + std::to_string(total));
    return;
  }
  response.status = 206;
  frame.offset = range.first;
  frame.length = range.length;
  core::set_header(response.headers, "Content-Range",
                   "bytes " + std::to_string(range.first) + "-" + std::to_string(range.first + range.length - 1) + "/" +
                       std::to_string(total));
}

// Whether the framing headers that the handler set itself let a client find the end of the body.
auto own_framing_holds(const Response& response, const Frame& frame) -> bool {
  const auto* length = core::find_header(response.headers, "Content-Length");
  return length != nullptr && core::count_header(response.headers, "Content-Length") == 1 &&
         core::find_header(response.headers, "Transfer-Encoding") == nullptr && parse_decimal(*length) == frame.length;
}

}  // namespace

auto frame(const Request& request, Response& response, bool chunked_ok) -> Frame {
  Frame frame;
  frame.length = response.source ? response.source->size() : response.body.size();
  select(request, response, frame);
  frame.body = request.method != "HEAD" && !bodiless(response.status);
  const auto& delivery = response.delivery;
  if (core::find_header(response.headers, "Content-Length") != nullptr ||
      core::find_header(response.headers, "Transfer-Encoding") != nullptr) {
    frame.close = !own_framing_holds(response, frame);
  } else if (bodiless(response.status)) {
    frame.length = 0;
  } else if (delivery.chunked || delivery.bad_chunk) {
    frame.chunked = chunked_ok;
    frame.close = !chunked_ok;
    if (chunked_ok) response.headers.push_back({"Transfer-Encoding", "chunked"});
  } else {
    const auto declared = delivery.declared_length.value_or(frame.length);
    frame.close = declared != frame.length;
    response.headers.push_back({"Content-Length", std::to_string(declared)});
  }
  frame.close = frame.close || delivery.end != Delivery::End::normal || delivery.bad_chunk;
  return frame;
}

void read_body(const Response& response, std::uint64_t offset, std::span<char> into) {
  if (response.source) {
    response.source->read(offset, into);
  } else {
    std::memcpy(into.data(), response.body.data() + offset, into.size());
  }
}

}  // namespace vidspec::http
