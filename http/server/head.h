#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.h"

namespace vidspec::http {

/// Bounds of a request head.
struct HeadLimits {
  std::size_t max_head = 64U << 10U;
  std::size_t max_headers = 100;
  std::size_t max_target = 8000;
};

/// A request head that passed every check, with what its headers say about the rest.
struct RequestHead {
  std::string method;
  std::string target;  ///< origin form ("/v1/videos?limit=2") or "*"
  core::Headers headers;
  bool http10 = false;
  bool keep_alive = true;
  bool chunked = false;  ///< else the body has `length` bytes
  std::uint64_t length = 0;
  bool expects_continue = false;
};

/// Reads request heads out of a stream that comes in pieces. Strict: what two implementations could read differently is
/// refused.
class HeadReader {
 public:
  enum class State { incomplete, complete, refused };

  explicit HeadReader(HeadLimits limits) : limits_(limits) {}

  /// Looks at all bytes that have come since the last request (always from its first byte). When complete, consumed()
  /// bytes were the head; when refused, status() and reason() say why.
  auto read(std::string_view bytes) -> State;
  /// Forgets the last head.
  void restart();

  [[nodiscard]] auto head() -> RequestHead& { return head_; }
  [[nodiscard]] auto consumed() const -> std::size_t { return consumed_; }
  [[nodiscard]] auto status() const -> int { return status_; }
  [[nodiscard]] auto reason() const -> const char* { return reason_; }

 private:
  auto refuse(int status, const char* reason) -> State;
  auto find_end(std::string_view bytes) -> State;
  auto parse(std::string_view head) -> State;
  auto parse_request_line(std::string_view line) -> State;
  auto parse_target(std::string_view target) -> State;
  auto parse_header(std::string_view line) -> State;
  auto check_host() -> State;
  auto check_framing() -> State;
  void check_connection();

  HeadLimits limits_;
  std::size_t scanned_ = 0;
  std::size_t consumed_ = 0;
  std::string absolute_authority_;
  RequestHead head_;
  int status_ = 0;
  const char* reason_ = "";
};

/// The body of a chunked request as it comes in pieces.
class ChunkReader {
 public:
  enum class State { incomplete, complete, malformed, too_large };

  ChunkReader(std::uint64_t max_body, std::size_t max_trailer) : max_body_(max_body), max_trailer_(max_trailer) {}

  /// Takes bytes off the front of `bytes` and appends body bytes to `body`. What is left in `bytes` is for the next
  /// call, or for the next request when complete.
  auto read(std::string_view& bytes, std::string& body) -> State;

 private:
  enum class Part { size, data, data_end, trailer };
  auto read_size(std::string_view line) -> State;

  std::uint64_t max_body_;
  std::size_t max_trailer_;
  Part part_ = Part::size;
  std::uint64_t left_ = 0;
};

}  // namespace vidspec::http
