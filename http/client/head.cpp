#include "http/client/head.h"

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

using core::Failure;

void AnswerHead::fail(Failure failure, std::string detail) {
  if (failure_ != Failure::none) return;
  failure_ = failure;
  detail_ = std::move(detail);
}

void AnswerHead::feed(std::string_view line, std::uint64_t max_body) {
  bytes_ += line.size();
  if (bytes_ > max_bytes_)
    return fail(Failure::too_large, "more than " + std::to_string(max_bytes_) + " bytes of headers");
  if (complete_) return;  // trailers
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (!begun_) {
    begin(line);
  } else if (line.empty()) {
    end(max_body);
  } else {
    add_line(line);
  }
}

void AnswerHead::begin(std::string_view status_line) {
  const auto space = status_line.find(' ');
  const auto status = space == std::string_view::npos ? std::nullopt : parse_decimal(status_line.substr(space + 1, 3));
  // Other versions were not asked for.
  if (!status_line.starts_with("HTTP/1.") || !status || *status < 100) {
    return fail(Failure::protocol, "not a status line: " + core::elide(status_line, 80));
  }
  begun_ = true;
  version_ = status_line.substr(5, space - 5);
  status_ = static_cast<int>(*status);
  headers_.clear();
}

void AnswerHead::add_line(std::string_view line) {
  if ((line[0] == ' ' || line[0] == '\t') && !headers_.empty()) {
    headers_.back().value.append(" ").append(trim_blanks(line));
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos)
    return fail(Failure::protocol, "a header line without a colon: " + core::elide(line, 80));
  headers_.push_back({std::string(line.substr(0, colon)), std::string(trim_blanks(line.substr(colon + 1)))});
}

void AnswerHead::end(std::uint64_t max_body) {
  begun_ = false;
  if (status_ < 200 && status_ != 101) {
    interim_.push_back(status_);
    headers_.clear();
    status_ = 0;
    if (interim_.size() > 100) fail(Failure::too_large, "more than 100 interim answers");
    return;
  }
  complete_ = true;
  check_framing(max_body);
}

void AnswerHead::check_framing(std::uint64_t max_body) {
  const auto coding = core::header_or_empty(headers_, "Transfer-Encoding");
  if (!coding.empty() && !core::iequals(coding, "chunked")) {
    return fail(Failure::protocol, "a Transfer-Encoding that was not asked for: " + core::elide(coding, 80));
  }
  std::string_view length;
  for (const auto& header : headers_) {
    if (!core::iequals(header.name, "Content-Length")) continue;
    if (!parse_decimal(header.value))
      return fail(Failure::protocol, "a malformed Content-Length: " + core::elide(header.value, 80));
    if (!length.empty() && length != header.value) return fail(Failure::protocol, "two different Content-Lengths");
    length = header.value;
  }
  if (length.empty() || !coding.empty() || head_request_ || status_ == 204 || status_ == 304) return;
  if (*parse_decimal(length) > max_body) {
    fail(Failure::too_large,
         "Content-Length " + std::string(length) + " is beyond the bound of " + std::to_string(max_body) + " bytes");
  }
}

}  // namespace vidspec::http
