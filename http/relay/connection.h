#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/client/relay.h"
#include "http/relay.h"
#include "http/server/head.h"
#include "http/server/socket.h"

namespace vidspec::http {

/// What all connections of a relay share.
struct RelayContext {
  RelayOptions options;
  std::string upstream;  ///< scheme and authority, before the target of a request
  std::string origin;    ///< the same with its port
  Relay::Open open;
  std::atomic<bool> stopping{false};  ///< no further request is taken
  std::atomic<bool> killing{false};   ///< running exchanges end at once

  /// A way up, with a kept connection where there is one.
  auto borrow() -> std::unique_ptr<RelayClient>;
  void give_back(std::unique_ptr<RelayClient> client);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<RelayClient>> idle_;
};

/// One client of a relay, served by a thread of its own.
class RelayConnection {
 public:
  RelayConnection(int fd, std::string peer, RelayContext& context);

  /// Serves requests until the connection ends.
  void serve();

 private:
  enum class Framing { none, length, chunks, close };

  auto read_head() -> bool;
  auto exchange() -> bool;
  auto onward(const RequestHead& head, Passage& passage) -> Onward;
  auto pull(std::span<char> into, std::size_t& count) -> Pull;
  auto take_body() -> bool;
  auto begin_answer(const Response& answer, std::string_view reason) -> bool;
  auto send_piece(std::string_view bytes) -> bool;
  auto end_answer(const Response& end) -> bool;
  void refuse(int status, const std::string& message);
  void drain();
  auto write(std::string_view bytes) -> bool;
  auto fill() -> Io;
  [[nodiscard]] auto wait_readable(core::Millis limit) const -> bool;

  ServerSocket socket_;
  std::string peer_;
  RelayContext& context_;
  HeadReader head_;
  ChunkReader chunks_;
  std::string in_;       // read and not yet understood
  std::string pending_;  // body bytes that are understood and not yet passed on
  std::uint64_t left_ = 0;
  bool chunked_ = false;
  bool http10_ = false;
  bool body_done_ = true;
  bool continued_ = false;  // 100 Continue was said, or is not asked for
  bool answered_ = false;
  bool keep_ = true;
  bool client_gone_ = false;
  Framing framing_ = Framing::none;
};

}  // namespace vidspec::http
