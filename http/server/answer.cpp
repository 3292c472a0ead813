#include "http/server/answer.h"

#include <algorithm>

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

constexpr std::uint64_t piece_size = 64U << 10U;
constexpr core::Millis longest_wait = std::chrono::hours(240);  // beyond, sums of times could overflow

void append_value(std::string& out, const std::string& value) {
  if (is_field_value(value)) {
    out += value;
    return;
  }
  // What a handler echoes must not become lines of its own.
  for (const char c : value) out += is_field_value(std::string_view(&c, 1)) ? c : ' ';
}

}  // namespace

Answer::Answer(const Request& request, Response response, bool keep_alive, bool http10, Time now)
    : response_(std::move(response)), keep_alive_(keep_alive) {
  auto& delivery = response_.delivery;
  delivery.stall = std::min(delivery.stall, longest_wait);
  wake_ = now + std::clamp(delivery.delay, core::Millis{0}, longest_wait);
  if (response_.status < 200 || response_.status > 999) response_.status = 500;
  frame_ = frame(request, response_, !http10);
  const bool says_close = core::iequals(core::header_or_empty(response_.headers, "Connection"), "close");
  keep_alive_ = keep_alive_ && !frame_.close && !delivery.raw && !says_close;
  total_ = stop_ = !frame_.body ? 0 : delivery.bad_chunk ? frame_.length / 2 : frame_.length;
  if (faulty_end() || (delivery.stop_after && delivery.stall.count() > 0))
    stop_ = std::min(delivery.stop_after.value_or(0), total_);
  if (!keep_alive_ && !says_close) {
    response_.headers.push_back({"Connection", "close"});
  } else if (keep_alive_ && http10) {
    response_.headers.push_back({"Connection", "keep-alive"});
  }
}

Answer::~Answer() {
  if (response_.delivery.ended) response_.delivery.ended(left_);
}

auto Answer::next(Time now, std::string& out) -> Step {
  const Step step = advance(now, out);
  left_ = left_ || (step != Step::bytes && step != Step::wait);
  return step;
}

auto Answer::ending() const -> Step {
  return response_.delivery.end == Delivery::End::reset ? Step::reset : Step::close;
}

auto Answer::advance(Time now, std::string& out) -> Step {
  const auto& delivery = response_.delivery;
  if (stage_ == Stage::over) return keep_alive_ ? Step::done : ending();
  if (wake_ > now) return Step::wait;
  if (stage_ == Stage::delay) {
    if (delivery.raw) {
      out += *delivery.raw;
      stage_ = Stage::over;
      return Step::bytes;
    }
    if (faulty_end() && !delivery.stop_after && !delivery.headers_first) return ending();
    write_head(out);
    stage_ = Stage::body;
    paced_from_ = now;
    if (delivery.stall.count() > 0 && !delivery.stop_after) {
      wake_ = now + delivery.stall;
      paced_from_ = wake_;
      return Step::bytes;
    }
    if (delivery.bytes_per_second > 0) return Step::bytes;
  }
  return write_body(now, out);
}

void Answer::write_head(std::string& out) {
  out.append("HTTP/1.1 ")
      .append(std::to_string(response_.status))
      .append(" ")
      .append(reason_phrase(response_.status))
      .append("\r\n");
  for (const auto& header : response_.headers) {
    if (!is_token(header.name)) continue;
    out.append(header.name).append(": ");
    append_value(out, header.value);
    out += "\r\n";
  }
  out += "\r\n";
}

// Bytes up to the next point at which something happens: a stall, a faulty end, or the end.
auto Answer::write_body(Time now, std::string& out) -> Step {
  const auto& delivery = response_.delivery;
  const auto waiting = [&] { return out.empty() ? Step::wait : Step::bytes; };
  if (sent_ < stop_) {
    auto size = std::min(piece_size, stop_ - sent_);
    if (delivery.bytes_per_second > 0) {
      size = std::min(size, std::max<std::uint64_t>(1, delivery.bytes_per_second / 20));
      wake_ =
          paced_from_ + std::chrono::milliseconds((sent_ + size - paced_before_) * 1000 / delivery.bytes_per_second);
      if (wake_ > now) return waiting();
    }
    write_piece(size, out);
    if (sent_ < stop_) return Step::bytes;
  }
  if (delivery.stop_after && delivery.stall.count() > 0 && !stalled_) {
    stalled_ = true;
    wake_ = paced_from_ = now + delivery.stall;
    paced_before_ = sent_;
    if (!faulty_end()) stop_ = total_;
    return waiting();
  }
  if (!faulty_end()) return finish(out);
  stage_ = Stage::over;
  return out.empty() ? ending() : Step::bytes;
}

void Answer::write_piece(std::uint64_t size, std::string& out) {
  if (frame_.chunked) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (auto rest = size; rest > 0; rest >>= 4U) hex.insert(hex.begin(), digits[rest & 15U]);
    out.append(hex).append("\r\n");
  }
  const auto at = out.size();
  out.resize(at + size);
  read_body(response_, frame_.offset + sent_, std::span(out).subspan(at, size));
  if (frame_.chunked) out += "\r\n";
  sent_ += size;
}

auto Answer::finish(std::string& out) -> Step {
  stage_ = Stage::over;
  if (response_.delivery.bad_chunk && frame_.chunked) {
    out += "xyz\r\n";
  } else if (frame_.chunked && frame_.body) {
    out += "0\r\n\r\n";
  }
  return out.empty() ? next(Time::max(), out) : Step::bytes;
}

}  // namespace vidspec::http
