#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "http/server.h"
#include "http/server/answer.h"
#include "http/server/head.h"
#include "http/server/socket.h"

namespace vidspec::http {

/// What all connections of a server share.
struct ConnectionContext {
  ServerOptions options;
  Exchange handler;  ///< never throws
  std::function<Response(int status, const std::string& reason)> refuse;
  std::atomic<bool> stopping{false};  ///< answers end, idle connections close
  std::atomic<bool> killing{false};   ///< everything closes at once
};

/// One client: reads, checks, has answered, writes. Never blocks; advance() is called by one thread at a time, whenever
/// its socket has become ready or the time that it waits for has come.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class State {
    waiting,   ///< for the socket, or until wake()
    yielding,  ///< wants to go on, after others
    closed
  };

  Connection(int fd, const TlsContext* tls, std::string peer, ConnectionContext& context, Time now);

  /// `hung_up`: epoll has said that the other side will send no more.
  auto advance(Time now, bool hung_up) -> State;
  [[nodiscard]] auto wake() const -> Time { return wake_; }
  [[nodiscard]] auto fd() const -> int { return socket_.fd(); }

 private:
  enum class Phase { handshake, head, body, answer, linger, reset };
  enum class Step { again, wait, yield, close };

  auto step(Time now) -> Step;
  auto step_handshake(Time now) -> Step;
  auto step_head(Time now) -> Step;
  auto step_body(Time now) -> Step;
  auto step_answer(Time now) -> Step;
  auto step_linger(Time now) -> Step;
  auto step_reset(Time now) -> Step;

  auto fill(Time now) -> Io;
  auto begin_body(Time now) -> Step;
  auto take_body() -> ChunkReader::State;
  auto dispatch(Time now) -> Step;
  auto refuse(int status, const char* reason, Time now) -> Step;
  auto flush(Time now) -> Io;
  auto end_answer(Answer::Step how, Time now) -> Step;
  auto linger(bool clean, Time now) -> Step;
  auto wait_until(Time when) -> Step;

  ServerSocket socket_;
  std::string peer_;
  ConnectionContext& context_;
  Phase phase_;
  HeadReader head_;
  ChunkReader chunks_;
  std::string in_;
  std::string body_;
  std::string out_;
  std::size_t written_ = 0;
  std::optional<Answer> answer_;
  Time deadline_;
  Time wake_;
  std::uint64_t budget_ = 0;  // bytes that this turn may still move
  std::uint64_t discarded_ = 0;
  bool hung_up_ = false;
  bool drained_ = false;  // the socket held nothing more at the last read
};

}  // namespace vidspec::http
