#include "http/message/multipart_stream.h"

#include <algorithm>

#include "core/headers.h"
#include "http/message/multipart_head.h"

namespace vidspec::http {

namespace {

constexpr std::size_t max_head = 16U << 10U;
constexpr std::size_t max_text = 64U << 10U;

}  // namespace

MultipartStream::MultipartStream(std::string_view content_type) {
  const auto boundary = core::header_parameter(content_type, "boundary");
  if (core::media_type(content_type) != "multipart/form-data" || !is_boundary(boundary)) {
    state_ = State::malformed;
    return;
  }
  delimiter_ = "\r\n--" + boundary;
}

void MultipartStream::feed(std::string_view bytes) {
  if (state_ == State::done || state_ == State::malformed) return;
  buffer_.append(bytes);
  while (step()) {
  }
}

// Goes on by one state where the buffer allows it; false: more bytes are needed, or it is over.
auto MultipartStream::step() -> bool {
  switch (state_) {
    case State::preamble:
      return step_preamble();
    case State::delimiter:
      return step_delimiter();
    case State::head:
      return step_head();
    case State::content:
      return step_content();
    case State::done:
    case State::malformed:
      break;
  }
  buffer_.clear();
  return false;
}

auto MultipartStream::fail() -> bool {
  state_ = State::malformed;
  return true;
}

auto MultipartStream::step_preamble() -> bool {
  const auto at = buffer_.find(delimiter_);
  if (at == std::string::npos) {
    buffer_.erase(0, buffer_.size() - std::min(buffer_.size(), delimiter_.size()));
    return false;
  }
  buffer_.erase(0, at + delimiter_.size());
  state_ = State::delimiter;
  return true;
}

auto MultipartStream::step_delimiter() -> bool {
  if (buffer_.size() < 2) return false;
  if (buffer_.starts_with("--")) {
    state_ = State::done;
    return true;
  }
  const auto text = buffer_.find_first_not_of(" \t");
  if (text == std::string::npos || buffer_.size() < text + 2) return buffer_.size() > max_head ? fail() : false;
  if (buffer_.compare(text, 2, "\r\n") != 0 || parts_.size() == max_parts) return fail();
  buffer_.erase(0, text);
  state_ = State::head;
  return true;
}

auto MultipartStream::step_head() -> bool {
  const auto end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos || end > max_head) return buffer_.size() > max_head + 4 ? fail() : false;
  Part head;
  if (read_part_head(std::string_view(buffer_).substr(0, end), head) != nullptr) return fail();
  part_ = {head.name, "", head.filename, head.content_type, 0, "", head.file};
  digest_ = core::Sha256();
  buffer_.erase(0, end + 2);
  begun_ = false;
  state_ = State::content;
  return true;
}

auto MultipartStream::step_content() -> bool {
  if (!begun_) {
    if (buffer_.size() < delimiter_.size()) return false;
    begun_ = !buffer_.starts_with(delimiter_);
    if (begun_) buffer_.erase(0, 2);
  }
  const auto end = buffer_.find(delimiter_);
  if (end == std::string::npos) {
    const auto sure = buffer_.size() - std::min(buffer_.size(), delimiter_.size());
    take(std::string_view(buffer_).substr(0, sure));
    buffer_.erase(0, sure);
    return false;
  }
  take(std::string_view(buffer_).substr(0, end));
  buffer_.erase(0, end + delimiter_.size());
  if (part_.file) part_.sha256 = digest_.hex();
  parts_.push_back(std::move(part_));
  state_ = State::delimiter;
  return true;
}

void MultipartStream::take(std::string_view bytes) {
  part_.size += bytes.size();
  if (part_.file) {
    digest_.update(bytes);
  } else if (part_.value.size() < max_text) {
    part_.value.append(bytes.substr(0, max_text - part_.value.size()));
  }
}

}  // namespace vidspec::http
