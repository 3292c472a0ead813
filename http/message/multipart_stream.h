#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"
#include "core/evidence.h"

namespace vidspec::http {

/// The parts of a multipart/form-data body as it passes by: texts are kept (64 KiB each), files counted and hashed.
class MultipartStream {
 public:
  /// `content_type` is the value of the request's header, with its boundary.
  explicit MultipartStream(std::string_view content_type);

  void feed(std::string_view bytes);

  /// What came so far; an unfinished last part is left out.
  [[nodiscard]] auto parts() const -> const std::vector<core::SentPart>& { return parts_; }
  /// Whether the last delimiter was met. A malformed body never is complete.
  [[nodiscard]] auto complete() const -> bool { return state_ == State::done; }

 private:
  enum class State { preamble, delimiter, head, content, done, malformed };

  auto step() -> bool;
  auto step_preamble() -> bool;
  auto step_delimiter() -> bool;
  auto step_head() -> bool;
  auto step_content() -> bool;
  void take(std::string_view bytes);
  auto fail() -> bool;

  std::string delimiter_;
  std::string buffer_ = "\r\n";  // as if a line had ended before the first delimiter
  State state_ = State::preamble;
  bool begun_ = false;  // the line end before a part's content was taken off
  core::SentPart part_;
  core::Sha256 digest_;
  std::vector<core::SentPart> parts_;
};

}  // namespace vidspec::http
