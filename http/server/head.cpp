#include "http/server/head.h"

#include <algorithm>
#include <cstring>

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

constexpr std::size_t max_method = 32;

auto is_visible(char c) -> bool { return c > 0x20 && c < 0x7F; }

// host[:port] of a Host header: what can name a server and nothing that two parsers read differently.
auto is_authority(std::string_view text) -> bool {
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    if (text.substr(1, end - 1).find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
    port = text.substr(end + 1);
    if (!port.empty() && port[0] != ':') return false;
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    const auto host = text.substr(0, colon);
    if (host.empty() || !std::all_of(host.begin(), host.end(), [](char c) {
          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
                 c == '_';
        })) {
      return false;
    }
    port = text.substr(colon);
  }
  if (port.size() <= 1) return true;
  const auto number = parse_decimal(port.substr(1));
  return number && *number <= 65535;
}

auto has_token(std::string_view list, std::string_view token) -> bool {
  while (!list.empty()) {
    const auto one = list.substr(0, list.find(','));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    if (core::iequals(trim_blanks(one), token)) return true;
  }
  return false;
}

}  // namespace

void HeadReader::restart() {
  scanned_ = consumed_ = 0;
  absolute_authority_.clear();
  head_ = {};
}

auto HeadReader::refuse(int status, const char* reason) -> State {
  status_ = status;
  reason_ = reason;
  return State::refused;
}

auto HeadReader::read(std::string_view bytes) -> State {
  const auto found = find_end(bytes);
  if (found != State::complete) return found;
  auto head = bytes.substr(0, consumed_);
  if (head.starts_with("\r\n")) head.remove_prefix(2);
  return parse(head);
}

// Looks at each line end once, so that what can never become a head is refused before its end comes.
auto HeadReader::find_end(std::string_view bytes) -> State {
  const std::size_t start = bytes.starts_with("\r\n") ? 2 : 0;  // one empty line is forgiven, as RFC 9112 §2.2 asks
  if (bytes.size() > start && bytes != "\r" && !is_token(bytes.substr(start, 1))) return refuse(400, "not a method");
  scanned_ = std::max(scanned_, start);
  while (scanned_ < bytes.size()) {
    const auto* found = static_cast<const char*>(std::memchr(bytes.data() + scanned_, '\n', bytes.size() - scanned_));
    if (found == nullptr) {
      scanned_ = bytes.size();
      break;
    }
    const auto at = static_cast<std::size_t>(found - bytes.data());
    if (at == 0 || bytes[at - 1] != '\r') return refuse(400, "a line that ends without CR");
    scanned_ = at + 1;
    if (at >= start + 3 && bytes[at - 2] == '\n') {
      consumed_ = at + 1;
      return consumed_ > limits_.max_head ? refuse(431, "the headers are too large") : State::complete;
    }
  }
  const auto line = bytes.substr(0, limits_.max_head).find("\r\n", start);
  if (line == std::string_view::npos && bytes.size() > limits_.max_target + max_method + 16)
    return refuse(414, "the target is too long");
  return bytes.size() > limits_.max_head ? refuse(431, "the headers are too large") : State::incomplete;
}

auto HeadReader::parse(std::string_view head) -> State {
  head.remove_suffix(2);
  bool first = true;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto state = first ? parse_request_line(head.substr(0, end)) : parse_header(head.substr(0, end));
    if (state == State::refused) return state;
    head.remove_prefix(end + 2);
    first = false;
  }
  if (const auto state = check_host(); state == State::refused) return state;
  if (const auto state = check_framing(); state == State::refused) return state;
  check_connection();
  return State::complete;
}

auto HeadReader::parse_request_line(std::string_view line) -> State {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first) return refuse(400, "not a request line");
  const auto method = line.substr(0, first);
  const auto version = line.substr(last + 1);
  if (!is_token(method) || method.size() > max_method) return refuse(400, "not a method");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    const bool http = version.size() == 8 && version.starts_with("HTTP/");
    return refuse(400, http ? "only HTTP 1.0 and 1.1 are spoken here" : "not a request line");
  }
  head_.method = method;
  head_.http10 = version == "HTTP/1.0";
  const auto target = line.substr(first + 1, last - first - 1);
  if (target.size() > limits_.max_target) return refuse(414, "the target is too long");
  return parse_target(target);
}

auto HeadReader::parse_target(std::string_view target) -> State {
  if (!std::all_of(target.begin(), target.end(), is_visible) || target.empty() ||
      target.find('#') != std::string_view::npos) {
    return refuse(400, "not a request target");
  }
  if (target == "*" && head_.method == "OPTIONS") {
    head_.target = target;
    return State::complete;
  }
  if (target[0] != '/') {  // absolute form, as a proxy would be asked
    const auto low = core::lower(target.substr(0, 8));
    const std::size_t begin = low.starts_with("http://") ? 7 : low == "https://" ? 8 : 0;
    const auto end = std::min(target.find_first_of("/?", begin), target.size());
    absolute_authority_ = target.substr(begin, end - begin);
    if (begin == 0 || !is_authority(absolute_authority_)) return refuse(400, "not a request target");
    target.remove_prefix(end);
    head_.target = target.starts_with('/') ? "" : "/";
  }
  head_.target += target;
  return State::complete;
}

auto HeadReader::parse_header(std::string_view line) -> State {
  if (line[0] == ' ' || line[0] == '\t') return refuse(400, "a folded header line");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return refuse(400, "a header line without a colon");
  if (!is_token(line.substr(0, colon))) return refuse(400, "a header name that is none");
  const auto value = trim_blanks(line.substr(colon + 1));
  if (!is_field_value(value)) return refuse(400, "a header value with a control character");
  if (head_.headers.size() == limits_.max_headers) return refuse(431, "too many headers");
  head_.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return State::complete;
}

auto HeadReader::check_host() -> State {
  const auto count = core::count_header(head_.headers, "Host");
  if (count > 1) return refuse(400, "more than one Host");
  if (count == 0) return head_.http10 ? State::complete : refuse(400, "no Host");
  const auto host = core::header_or_empty(head_.headers, "Host");
  if (!is_authority(host)) return refuse(400, "not a host in Host");
  if (!absolute_authority_.empty() && !core::iequals(absolute_authority_, host))
    return refuse(400, "Host and target disagree");
  return State::complete;
}

auto HeadReader::check_framing() -> State {
  const auto codings = core::count_header(head_.headers, "Transfer-Encoding");
  const auto lengths = core::count_header(head_.headers, "Content-Length");
  if (lengths > 1) return refuse(400, "more than one Content-Length");
  if (lengths > 0 && codings > 0) return refuse(400, "Content-Length beside Transfer-Encoding");
  if (codings > 0) {
    const auto coding = core::header_or_empty(head_.headers, "Transfer-Encoding");
    if (codings > 1 || head_.http10 || !core::iequals(coding, "chunked"))
      return refuse(400, "a Transfer-Encoding other than chunked");
    head_.chunked = true;
  }
  if (lengths > 0) {
    const auto length = parse_decimal(core::header_or_empty(head_.headers, "Content-Length"));
    if (!length) return refuse(400, "not a number in Content-Length");
    head_.length = *length;
  }
  if (const auto* expect = core::find_header(head_.headers, "Expect"); expect != nullptr && !head_.http10) {
    if (core::count_header(head_.headers, "Expect") > 1 || !core::iequals(*expect, "100-continue")) {
      return refuse(417, "an expectation other than 100-continue");
    }
    head_.expects_continue = head_.chunked || head_.length > 0;
  }
  return State::complete;
}

void HeadReader::check_connection() {
  head_.keep_alive = !head_.http10;
  for (const auto& header : head_.headers) {
    if (!core::iequals(header.name, "Connection")) continue;
    if (has_token(header.value, "close")) {
      head_.keep_alive = false;
      return;
    }
    if (head_.http10 && has_token(header.value, "keep-alive")) head_.keep_alive = true;
  }
}

auto ChunkReader::read(std::string_view& bytes, std::string& body) -> State {
  while (true) {
    if (part_ == Part::data) {
      const auto taken = std::min<std::uint64_t>(left_, bytes.size());
      body.append(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
      left_ -= taken;
      if (left_ > 0) return State::incomplete;
      part_ = Part::data_end;
    }
    constexpr std::size_t max_line = 4096;
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return bytes.size() > max_line ? State::malformed : State::incomplete;
    if (end == 0 || end > max_line || bytes[end - 1] != '\r') return State::malformed;
    const auto line = bytes.substr(0, end - 1);
    bytes.remove_prefix(end + 1);
    if (part_ == Part::data_end) {
      if (!line.empty()) return State::malformed;
      part_ = Part::size;
    } else if (part_ == Part::size) {
      if (const auto state = read_size(line); state != State::incomplete) return state;
      if (part_ == Part::data && left_ > max_body_ - body.size()) return State::too_large;
    } else {
      if (line.empty()) return State::complete;
      const auto colon = line.find(':');
      if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || !is_field_value(line) ||
          line.size() > max_trailer_) {
        return State::malformed;
      }
      max_trailer_ -= line.size();
    }
  }
}

auto ChunkReader::read_size(std::string_view line) -> State {
  const auto extension = std::min(line.find(';'), line.size());
  const auto size = parse_hex(trim_blanks(line.substr(0, extension)));
  if (!size || line[0] == ' ' || line[0] == '\t' || !is_field_value(line.substr(extension))) return State::malformed;
  left_ = *size;
  part_ = left_ == 0 ? Part::trailer : Part::data;
  return State::incomplete;
}

}  // namespace vidspec::http
