#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/evidence.h"
#include "core/headers.h"

namespace vidspec::http {

/// The head of an answer as its lines arrive: interim answers kept apart, framing headers checked, everything bounded.
class AnswerHead {
 public:
  /// `max_bytes` bounds all lines together, of interim answers and trailers too.
  AnswerHead(std::size_t max_bytes, bool head_request) : max_bytes_(max_bytes), head_request_(head_request) {}

  /// Takes one line with its end; the empty line ends a head. A declared length beyond `max_body` is a failure at once.
  void feed(std::string_view line, std::uint64_t max_body);

  [[nodiscard]] auto complete() const -> bool { return complete_; }
  /// Of a final answer whose status line has come.
  [[nodiscard]] auto answered() const -> bool { return complete_ || (begun_ && status_ >= 200); }
  [[nodiscard]] auto status() const -> int { return status_; }
  [[nodiscard]] auto version() const -> const std::string& { return version_; }
  [[nodiscard]] auto interim() const -> const std::vector<int>& { return interim_; }
  [[nodiscard]] auto take_headers() -> core::Headers { return std::move(headers_); }
  [[nodiscard]] auto failure() const -> core::Failure { return failure_; }
  [[nodiscard]] auto failure_detail() const -> const std::string& { return detail_; }

 private:
  void begin(std::string_view status_line);
  void add_line(std::string_view line);
  void end(std::uint64_t max_body);
  void check_framing(std::uint64_t max_body);
  void fail(core::Failure failure, std::string detail);

  std::size_t max_bytes_;
  bool head_request_;
  std::size_t bytes_ = 0;
  bool complete_ = false;
  bool begun_ = false;
  int status_ = 0;
  std::string version_;
  std::vector<int> interim_;
  core::Headers headers_;
  core::Failure failure_ = core::Failure::none;
  std::string detail_;
};

}  // namespace vidspec::http
