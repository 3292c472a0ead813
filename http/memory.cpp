#include "http/memory.h"

#include <algorithm>
#include <limits>

#include "core/text.h"
#include "http/frame.h"
#include "http/memory_raw.h"
#include "http/outgoing.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

using core::Failure;
using core::Millis;

constexpr std::uint64_t piece_in_memory = 16U << 10U;

// The wire between the two sides, on which only virtual time passes.
class Wire {
 public:
  Wire(core::VirtualClock& clock, const Request& request)
      : clock_(clock), request_(request), start_(clock.now()), deadline_(start_ + request.timeout) {}

  auto carry(Response served, const Request& seen) -> Response {
    out_.sent = true;
    const auto ended = std::move(served.delivery.ended);
    if (wait(served.delivery.delay)) transfer(std::move(served), seen);
    if (ended) ended(out_.failure != Failure::timeout && out_.failure != Failure::interrupted);
    out_.duration = clock_.now() - start_;
    return std::move(out_);
  }

 private:
  void fail(Failure failure, std::string detail) {
    out_.failure = failure;
    out_.failure_detail = std::move(detail);
  }

  // False when the deadline comes first.
  auto wait(Millis span) -> bool { return wait_until(clock_.now() + span); }
  auto wait_until(core::Instant when) -> bool {
    clock_.wait_until(std::min(when, deadline_));
    if (when < deadline_) return true;
    fail(Failure::timeout, "no complete answer within " + std::to_string(request_.timeout.count()) + " ms");
    return false;
  }

  // A pause after the head; false when it is the end.
  auto pause(Millis span) -> bool {
    if (request_.silence == Millis{0} || span <= request_.silence) return wait(span);
    if (wait(request_.silence)) {
      fail(Failure::truncated, "no byte for " + std::to_string(request_.silence.count()) + " ms");
    }
    return false;
  }

  void transfer(Response served, const Request& seen) {
    const auto delivery = served.delivery;
    if (delivery.raw) return transfer_raw(*delivery.raw);
    if (delivery.end != Delivery::End::normal && !delivery.stop_after && !delivery.headers_first) {
      return fail(Failure::reset, "the connection ended before any byte of an answer");
    }
    const auto frame = http::frame(seen, served);
    if (frame.close) served.headers.push_back({"Connection", "close"});
    out_.status = served.status;
    out_.headers = served.headers;
    out_.http_version = "1.1";
    out_.first_byte = clock_.now() - start_;
    if (!delivery.stop_after && !pause(delivery.stall)) return;
    transfer_body(served, frame);
  }

  void transfer_raw(const std::string& bytes) {
    auto read = read_raw(bytes, request_.method == "HEAD");
    out_.status = read.status;
    out_.headers = std::move(read.headers);
    out_.http_version = std::move(read.http_version);
    out_.interim = std::move(read.interim);
    out_.first_byte = clock_.now() - start_;
    if (!read.body.empty() && !hand_over(read.body)) return;
    if (read.failure != Failure::none) fail(read.failure, read.failure_detail);
  }

  void transfer_body(const Response& served, const Frame& frame) {
    if (!frame.body) return;
    const auto* length = core::find_header(served.headers, "Content-Length");
    const auto declared = length == nullptr ? std::optional<std::uint64_t>{} : parse_decimal(*length);
    if (length != nullptr && !declared) return fail(Failure::protocol, "the Content-Length is malformed");
    if (declared && *declared > request_.max_body)
      return fail(Failure::too_large, "Content-Length is beyond the bound");
    const auto& delivery = served.delivery;
    const auto expected = declared.value_or(frame.length);
    auto available = std::min(frame.length, expected);
    if (delivery.bad_chunk) available /= 2;
    const bool ends_early = delivery.end != Delivery::End::normal;
    const auto stop = std::min(delivery.stop_after.value_or(ends_early ? 0 : available), available);
    if (!pour(served, frame.offset, stop)) return;
    if (delivery.stop_after && !pause(delivery.stall)) return;
    if (!ends_early && !pour(served, frame.offset, available)) return;
    judge_end(delivery, frame, expected);
  }

  void judge_end(const Delivery& delivery, const Frame& frame, std::uint64_t expected) {
    const bool cut = delivery.end != Delivery::End::normal;
    const bool complete = out_.received >= expected && !(frame.chunked && cut);
    if (delivery.bad_chunk) return fail(Failure::protocol, "a chunk size is malformed");
    if (complete) return;
    if (delivery.end == Delivery::End::reset) return fail(Failure::reset, "connection reset within the body");
    fail(Failure::truncated, "the connection ended after " + std::to_string(out_.received) + " body bytes");
  }

  // Hands over the body up to `end`, at the pace of the delivery.
  auto pour(const Response& served, std::uint64_t offset, std::uint64_t end) -> bool {
    const auto rate = served.delivery.bytes_per_second;
    const auto begin = clock_.now();
    const auto before = out_.received;
    std::string piece;
    while (out_.received < end) {
      auto size = std::min(piece_in_memory, end - out_.received);
      bool in_time = true;
      if (rate > 0) {
        const auto due = [&](std::uint64_t bytes) {
          return begin + Millis{(out_.received + bytes - before) * 1000 / rate};
        };
        const auto whole = size;
        while (size > 0 && due(size) >= deadline_) size /= 2;
        in_time = size == whole;
        clock_.wait_until(std::min(due(size), deadline_));
      }
      piece.resize(size);
      read_body(served, offset + out_.received, piece);
      if (!hand_over(piece)) return false;
      if (!in_time) return wait_until(deadline_);
    }
    return true;
  }

  auto hand_over(std::string_view bytes) -> bool {
    const auto room = request_.max_body - std::min(request_.max_body, out_.received);
    const auto kept = bytes.substr(0, std::min<std::uint64_t>(room, bytes.size()));
    out_.received += kept.size();
    if (!request_.on_body) {
      out_.body += kept;
    } else if (!kept.empty() && !request_.on_body(kept)) {
      fail(Failure::refused, "the transfer was stopped by its receiver");
      return false;
    }
    if (kept.size() == bytes.size()) return true;
    fail(Failure::too_large, "the body is beyond the bound");
    return false;
  }

  core::VirtualClock& clock_;
  const Request& request_;
  core::Instant start_;
  core::Instant deadline_;
  Response out_;
};

}  // namespace

auto in_memory(Exchange server, core::VirtualClock& clock) -> Exchange {
  return [server = std::move(server), &clock](const Request& request) -> Response {
    Request seen;
    if (auto problem = make_outgoing(request, seen); !problem.empty()) {
      Response refused;
      refused.failure = Failure::refused;
      refused.failure_detail = std::move(problem);
      return refused;
    }
    seen.peer = "127.0.0.1";
    Wire wire(clock, request);
    return wire.carry(server(seen), seen);
  };
}

}  // namespace vidspec::http
