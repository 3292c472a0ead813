#include "http/server/connection.h"

#include <algorithm>
#include <array>

namespace vidspec::http {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t read_size = 64U << 10U;
constexpr std::uint64_t turn_budget = 1U << 20U;
// Who has hung up and still has to wait longer than this for an answer is taken for gone: most have closed for good,
// and whoever only said that nothing more will come seldom waits.
constexpr auto patience = 1s;
constexpr auto linger_time = 2s;
constexpr std::uint64_t linger_bytes = 64U << 20U;

auto limits_of(const ServerOptions& options) -> HeadLimits {
  HeadLimits limits;
  limits.max_head = options.max_head;
  limits.max_headers = options.max_headers;
  limits.max_target = std::min(limits.max_target, options.max_head);
  return limits;
}

}  // namespace

Connection::Connection(int fd, const TlsContext* tls, std::string peer, ConnectionContext& context, Time now)
    : socket_(fd, tls),
      peer_(std::move(peer)),
      context_(context),
      phase_(tls != nullptr ? Phase::handshake : Phase::head),
      head_(limits_of(context.options)),
      chunks_(0, 0),
      deadline_(now + (tls != nullptr ? context.options.head_timeout : context.options.idle_timeout)) {}

auto Connection::advance(Time now, bool hung_up) -> State {
  hung_up_ = hung_up;
  budget_ = turn_budget;
  drained_ = false;
  while (!context_.killing.load(std::memory_order_relaxed)) {
    switch (step(now)) {
      case Step::again:
        break;
      case Step::wait:
        return State::waiting;
      case Step::yield:
        wake_ = deadline_;  // the socket may not become ready again
        return State::yielding;
      case Step::close:
        return State::closed;
    }
  }
  return State::closed;
}

auto Connection::step(Time now) -> Step {
  switch (phase_) {
    case Phase::handshake:
      return step_handshake(now);
    case Phase::head:
      return step_head(now);
    case Phase::body:
      return step_body(now);
    case Phase::answer:
      return step_answer(now);
    case Phase::linger:
      return step_linger(now);
    case Phase::reset:
      return step_reset(now);
  }
  return Step::close;
}

auto Connection::wait_until(Time when) -> Step {
  wake_ = when;
  return Step::wait;
}

// Reads once, bounded, onto the end of in_.
auto Connection::fill(Time) -> Io {
  if (drained_) return Io::again;
  static thread_local std::array<char, read_size> scratch;
  std::size_t count = 0;
  const auto io = socket_.read(scratch, count);
  if (io != Io::done) return io;
  in_.append(scratch.data(), count);
  budget_ -= std::min<std::uint64_t>(budget_, count);
  // The events are edge-triggered: whatever comes after a short read is announced, but for an end that has been
  // already.
  drained_ = count < scratch.size() && !hung_up_ && !socket_.tls();
  return io;
}

auto Connection::step_handshake(Time now) -> Step {
  const auto io = socket_.handshake();
  if (io == Io::again) return now >= deadline_ ? Step::close : wait_until(deadline_);
  if (io != Io::done) return Step::close;
  phase_ = Phase::head;
  deadline_ = now + context_.options.idle_timeout;
  return Step::again;
}

auto Connection::step_head(Time now) -> Step {
  if (budget_ == 0) return Step::yield;
  if (!in_.empty()) {
    const auto state = head_.read(in_);
    if (state == HeadReader::State::refused) return refuse(head_.status(), head_.reason(), now);
    if (state == HeadReader::State::complete) return begin_body(now);
  }
  const bool idle = in_.empty();
  switch (fill(now)) {
    case Io::done:
      if (idle) deadline_ = now + context_.options.head_timeout;
      return Step::again;
    case Io::again:
      break;
    case Io::ended:
      return idle ? Step::close : refuse(400, "the request ended within its head", now);
    case Io::failed:
      return Step::close;
  }
  if (idle && context_.stopping.load(std::memory_order_relaxed)) return Step::close;
  if (now < deadline_) return wait_until(deadline_);
  return idle ? Step::close : refuse(408, "the head of the request did not come in time", now);
}

auto Connection::begin_body(Time now) -> Step {
  in_.erase(0, head_.consumed());
  const auto& head = head_.head();
  if (head.length == 0 && !head.chunked) return dispatch(now);
  const auto& options = context_.options;
  auto most = options.max_body;
  if (options.body_limit) most = std::min(most, options.body_limit(head.method, path_of(head.target)));
  if (head.length > most) return refuse(413, "the body is too large", now);
  chunks_ = ChunkReader(most, options.max_head);
  if (head.expects_continue && in_.empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  phase_ = Phase::body;
  deadline_ = now + context_.options.body_timeout;
  return Step::again;
}

auto Connection::take_body() -> ChunkReader::State {
  if (head_.head().chunked) {
    std::string_view rest = in_;
    const auto state = chunks_.read(rest, body_);
    in_.erase(0, in_.size() - rest.size());
    return state;
  }
  const auto missing = head_.head().length - body_.size();
  if (body_.empty() && in_.size() == missing) {
    body_.swap(in_);
  } else {
    const auto taken = std::min<std::uint64_t>(missing, in_.size());
    body_.append(in_, 0, taken);
    in_.erase(0, taken);
  }
  return body_.size() == head_.head().length ? ChunkReader::State::complete : ChunkReader::State::incomplete;
}

auto Connection::step_body(Time now) -> Step {
  if (flush(now) == Io::failed) return Step::close;
  switch (take_body()) {
    case ChunkReader::State::complete:
      return dispatch(now);
    case ChunkReader::State::malformed:
      return refuse(400, "a malformed chunk", now);
    case ChunkReader::State::too_large:
      return refuse(413, "the body is too large", now);
    case ChunkReader::State::incomplete:
      break;
  }
  if (budget_ == 0) return Step::yield;
  switch (fill(now)) {
    case Io::done:
      return Step::again;
    case Io::again:
      return now < deadline_ ? wait_until(deadline_) : refuse(408, "the body of the request did not come in time", now);
    case Io::ended:
      return refuse(400, "the request ended within its body", now);
    case Io::failed:
      break;
  }
  return Step::close;
}

auto Connection::dispatch(Time now) -> Step {
  auto& head = head_.head();
  Request request;
  request.method = std::move(head.method);
  request.url = std::move(head.target);
  request.headers = std::move(head.headers);
  request.body = std::move(body_);
  request.peer = peer_;
  body_ = {};
  budget_ -=
      std::min(budget_, turn_budget / 64);  // nobody has a whole turn of pipelined requests answered before others
  const bool keep = head.keep_alive && !context_.stopping.load(std::memory_order_relaxed);
  auto response = context_.handler(request);
  // A handler may have taken its time; delays are counted from its answer.
  answer_.emplace(request, std::move(response), keep, head.http10, std::chrono::steady_clock::now());
  deadline_ = now + context_.options.body_timeout;
  phase_ = Phase::answer;
  return Step::again;
}

// The head is not trusted, so nothing of it decides how the answer looks: HTTP/1.1, then the end.
auto Connection::refuse(int status, const char* reason, Time now) -> Step {
  in_.clear();
  body_ = {};
  answer_.emplace(Request{}, context_.refuse(status, reason), false, false, now);
  deadline_ = now + context_.options.body_timeout;
  phase_ = Phase::answer;
  return Step::again;
}

auto Connection::flush(Time now) -> Io {
  while (written_ < out_.size()) {
    std::size_t count = 0;
    const auto io = socket_.write(std::string_view(out_).substr(written_), count);
    if (io != Io::done) return io;
    written_ += count;
    budget_ -= std::min<std::uint64_t>(budget_, count);
    deadline_ = now + context_.options.body_timeout;
  }
  out_.clear();
  written_ = 0;
  return Io::done;
}

auto Connection::step_answer(Time now) -> Step {
  const auto io = flush(now);
  if (io == Io::again) return now < deadline_ ? wait_until(deadline_) : Step::close;
  if (io != Io::done) return Step::close;
  if (budget_ == 0) return Step::yield;
  const auto next = answer_->next(now, out_);
  if (next == Answer::Step::bytes) return Step::again;
  if (next == Answer::Step::wait)
    return hung_up_ && answer_->wake() > now + patience ? Step::close : wait_until(answer_->wake());
  return end_answer(next, now);
}

auto Connection::end_answer(Answer::Step how, Time now) -> Step {
  const bool normal = how == Answer::Step::done || answer_->ends_normally();
  answer_.reset();
  if (out_.capacity() > read_size) out_ = {};
  if (how == Answer::Step::reset) {
    phase_ = Phase::reset;
    deadline_ = now + 1s;
    return Step::again;
  }
  if (how == Answer::Step::close) return linger(normal, now);
  head_.restart();
  if (in_.empty() && in_.capacity() > 4096) in_ = {};
  phase_ = Phase::head;
  deadline_ = now + (in_.empty() ? context_.options.idle_timeout : context_.options.head_timeout);
  return Step::again;
}

// Ends our side and reads on for a while: closing at once would send an RST that can overtake the answer.
auto Connection::linger(bool clean, Time now) -> Step {
  socket_.finish(clean);
  in_ = {};
  phase_ = Phase::linger;
  deadline_ = now + linger_time;
  return Step::again;
}

auto Connection::step_linger(Time now) -> Step {
  if (now >= deadline_ || discarded_ > linger_bytes) return Step::close;
  if (budget_ == 0) return Step::yield;
  const auto io = fill(now);
  discarded_ += in_.size();
  in_.clear();
  if (io == Io::done) return Step::again;
  return io == Io::again ? wait_until(deadline_) : Step::close;
}

auto Connection::step_reset(Time now) -> Step {
  // An RST throws away what is still on its way, so that comes first.
  if (!socket_.drained() && now < deadline_) return wait_until(now + 2ms);
  socket_.abort_on_close();
  return Step::close;
}

}  // namespace vidspec::http
