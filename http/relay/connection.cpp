#include "http/relay/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "http/relay/headers.h"

namespace vidspec::http {

namespace {

constexpr std::size_t max_trailer = 64U << 10U;
constexpr std::size_t largest_read = 64U << 10U;
constexpr std::uint64_t largest_unheard = 4U << 20U;  // of an answer whose client has gone, for the evidence
constexpr core::Millis tick{100};

auto ready(int fd, short events, core::Millis limit) -> bool {
  pollfd entry{fd, events, 0};
  return ::poll(&entry, 1, static_cast<int>(limit.count())) > 0;
}

auto error_body(int status, const std::string& message) -> std::string {
  const nlohmann::ordered_json body = {{"error",
                                        {{"message", "vidspec proxy: " + message},
                                         {"type", "proxy_error"},
                                         {"param", nullptr},
                                         {"code", status == 504 ? "gateway_timeout" : "bad_gateway"}}}};
  return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

auto bodiless(const std::string& method, int status) -> bool {
  return method == "HEAD" || status == 204 || status == 304;
}

}  // namespace

auto RelayContext::borrow() -> std::unique_ptr<RelayClient> {
  const std::scoped_lock lock(mutex_);
  if (!idle_.empty()) {
    auto client = std::move(idle_.back());
    idle_.pop_back();
    return client;
  }
  ClientOptions client;
  client.ca_file = options.ca_file;
  client.interrupt = &killing;
  return std::make_unique<RelayClient>(client);
}

void RelayContext::give_back(std::unique_ptr<RelayClient> client) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(client));
}

RelayConnection::RelayConnection(int fd, std::string peer, RelayContext& context)
    : socket_(fd, nullptr),
      peer_(std::move(peer)),
      context_(context),
      head_(HeadLimits{}),
      chunks_(any_size, max_trailer) {}

void RelayConnection::serve() {
  while (keep_ && !context_.stopping && read_head()) {
    if (!exchange()) return;
  }
}

auto RelayConnection::wait_readable(core::Millis limit) const -> bool {
  for (core::Millis waited{0}; waited < limit; waited += tick) {
    if (ready(socket_.fd(), POLLIN, tick)) return true;
    if (context_.killing || (context_.stopping && in_.empty())) return false;
  }
  return false;
}

auto RelayConnection::fill() -> Io {
  std::array<char, largest_read> bytes;
  std::size_t count = 0;
  const auto result = socket_.read(bytes, count);
  if (result == Io::done) in_.append(bytes.data(), count);
  return result;
}

auto RelayConnection::read_head() -> bool {
  while (true) {
    const auto state = in_.empty() ? HeadReader::State::incomplete : head_.read(in_);
    if (state == HeadReader::State::complete) return true;
    if (state == HeadReader::State::refused) {
      refuse(head_.status(), head_.reason());
      return false;
    }
    if (!wait_readable(context_.options.idle)) return false;
    const auto io = fill();
    if (io == Io::ended || io == Io::failed) return false;
  }
}

auto RelayConnection::exchange() -> bool {
  auto head = std::move(head_.head());
  in_.erase(0, head_.consumed());
  head_.restart();
  if (head.target == "*") {
    refuse(400, "OPTIONS * cannot be passed on");
    return false;
  }
  Request seen;
  seen.method = head.method;
  seen.url = context_.upstream + head.target;
  seen.headers = upward(head.headers);
  seen.peer = peer_;
  const auto passage = context_.open(seen);
  keep_ = head.keep_alive;
  auto client = context_.borrow();
  auto way = onward(head, *passage);
  Response end;
  const std::string own = "http://" + std::string(core::header_or_empty(head.headers, "Host"));
  way.on_head = [&](const Response& answer, std::string_view reason) {
    passage->answered(answer);
    auto shown = answer;
    shown.headers = downward(answer.headers, context_.origin, own);
    const bool chunked = core::find_header(answer.headers, "Transfer-Encoding") != nullptr;
    const bool sized = core::find_header(shown.headers, "Content-Length") != nullptr;
    framing_ = bodiless(head.method, answer.status) ? Framing::none
               : sized                              ? Framing::length
               : chunked && !head.http10            ? Framing::chunks
                                                    : Framing::close;
    client_gone_ = !begin_answer(shown, reason);
    return !client_gone_ || way.body;
  };
  std::uint64_t unheard = 0;
  way.on_body = [&](std::string_view bytes) {
    passage->received(bytes);
    client_gone_ = client_gone_ || !send_piece(bytes);
    unheard += client_gone_ ? bytes.size() : 0;
    return !client_gone_ || (way.body && unheard < largest_unheard);
  };
  end = client->pass(way);
  context_.give_back(std::move(client));
  passage->ended(end);
  return !client_gone_ && end_answer(end);
}

auto RelayConnection::onward(const RequestHead& head, Passage& passage) -> Onward {
  answered_ = false;
  continued_ = !head.expects_continue;
  pending_.clear();
  chunks_ = ChunkReader(any_size, max_trailer);
  chunked_ = head.chunked;
  http10_ = head.http10;
  left_ = head.length;
  body_done_ = !chunked_ && left_ == 0;
  Onward way;
  way.method = head.method;
  way.url = context_.upstream + head.target;
  way.headers = upward(head.headers);
  way.body = head.chunked || core::find_header(head.headers, "Content-Length") != nullptr;
  if (!head.chunked) way.length = head.length;
  way.source = socket_.fd();
  way.patience = context_.options.patience;
  way.pull = [this, &passage](std::span<char> into, std::size_t& count) {
    const auto result = pull(into, count);
    if (result == Pull::more) passage.sent({into.data(), count});
    return result;
  };
  return way;
}

auto RelayConnection::pull(std::span<char> into, std::size_t& count) -> Pull {
  if (!continued_) {
    continued_ = true;
    if (in_.empty() && !write("HTTP/1.1 100 Continue\r\n\r\n")) return Pull::broken;
  }
  while (pending_.empty() && !body_done_) {
    if (!in_.empty()) {
      if (!take_body()) return Pull::broken;
      if (!pending_.empty() || body_done_) break;
    }
    const auto io = fill();
    if (io == Io::again) return Pull::later;
    if (io != Io::done) return Pull::broken;
  }
  if (pending_.empty()) return Pull::end;
  count = std::min(into.size(), pending_.size());
  std::memcpy(into.data(), pending_.data(), count);
  pending_.erase(0, count);
  return Pull::more;
}

// Understands what has come of the body; false when it is malformed.
auto RelayConnection::take_body() -> bool {
  if (!chunked_) {
    const auto taken = std::min<std::uint64_t>(left_, in_.size());
    pending_.append(in_, 0, taken);
    in_.erase(0, taken);
    left_ -= taken;
    body_done_ = left_ == 0;
    return true;
  }
  std::string_view rest = in_;
  const auto state = chunks_.read(rest, pending_);
  in_.erase(0, in_.size() - rest.size());
  body_done_ = state == ChunkReader::State::complete;
  return body_done_ || state == ChunkReader::State::incomplete;
}

auto RelayConnection::begin_answer(const Response& answer, std::string_view reason) -> bool {
  answered_ = true;
  keep_ = keep_ && framing_ != Framing::close && body_done_ && pending_.empty() && !context_.stopping;
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(reason) + "\r\n";
  for (const auto& header : answer.headers) text += header.name + ": " + header.value + "\r\n";
  if (framing_ == Framing::chunks) text += "Transfer-Encoding: chunked\r\n";
  if (!keep_ || http10_) text += keep_ ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  return write(text + "\r\n");
}

auto RelayConnection::send_piece(std::string_view bytes) -> bool {
  if (framing_ != Framing::chunks) return write(bytes);
  std::array<char, 24> size{};
  const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  return write(std::string(size.data(), static_cast<std::size_t>(length)).append(bytes).append("\r\n"));
}

// What is left of an answer when all has come; false ends the connection.
auto RelayConnection::end_answer(const Response& end) -> bool {
  if (!answered_) {
    const bool late = end.failure == core::Failure::timeout;
    refuse(late ? 504 : 502, "no answer from " + context_.upstream + " (" + std::string(core::name(end.failure)) +
                                 "): " + end.failure_detail);
    return false;
  }
  if (end.failure != core::Failure::none) {
    socket_.abort_on_close();  // the client has to notice that there should be more
    return false;
  }
  if (framing_ == Framing::chunks && !write("0\r\n\r\n")) return false;
  if (!keep_) drain();
  return keep_;
}

void RelayConnection::refuse(int status, const std::string& message) {
  keep_ = false;
  const auto body = error_body(status, message);
  static_cast<void>(write("HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_phrase(status)) +
                          "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                          "\r\nConnection: close\r\n\r\n" + body));
  drain();
}

// Closing with bytes unread would send an RST, which can take the answer away from a client that still writes.
void RelayConnection::drain() {
  socket_.finish(true);
  for (int rounds = 0; rounds < 200 && ready(socket_.fd(), POLLIN, tick); ++rounds) {
    in_.clear();
    const auto io = fill();
    if (io == Io::ended || io == Io::failed) return;
  }
}

auto RelayConnection::write(std::string_view bytes) -> bool {
  core::Millis waited{0};
  while (!bytes.empty()) {
    std::size_t count = 0;
    const auto io = socket_.write(bytes, count);
    if (io == Io::done) {
      bytes.remove_prefix(count);
      waited = core::Millis{0};
    } else if (io != Io::again || context_.killing || waited >= context_.options.patience) {
      return false;
    } else if (!ready(socket_.fd(), POLLOUT, tick)) {
      waited += tick;
    }
  }
  return true;
}

}  // namespace vidspec::http
