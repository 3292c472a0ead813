#include <algorithm>
#include <optional>

#include "core/digest.h"
#include "core/text.h"
#include "http/message.h"
#include "http/message/multipart_head.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

constexpr std::size_t max_part_head = 16U << 10U;

// What is left of a body that is being read; every step either takes something or sets an error.
class Reader {
 public:
  Reader(std::string_view body, std::string_view boundary)
      : rest_(body), delimiter_("\r\n--" + std::string(boundary)) {}

  auto read() -> Multipart {
    if (!skip_preamble()) return fail("the boundary of the Content-Type does not occur in the body");
    while (true) {
      const auto more = after_delimiter();
      if (!more) return fail("a boundary line is malformed");
      if (!*more) return std::move(result_);
      if (result_.parts.size() == max_parts) return fail("more than 1000 parts");
      if (const auto* problem = read_part()) return fail(problem);
    }
  }

 private:
  static auto fail(const char* why) -> Multipart { return {{}, std::string("multipart body: ") + why}; }

  auto skip_preamble() -> bool {
    const auto dashes = std::string_view(delimiter_).substr(2);
    if (rest_.starts_with(dashes)) {
      rest_.remove_prefix(dashes.size());
      return true;
    }
    return skip_past(delimiter_);
  }

  auto skip_past(std::string_view what) -> bool {
    const auto at = rest_.find(what);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + what.size());
    return true;
  }

  // True: a part follows; false: that was the last delimiter; nothing: neither.
  auto after_delimiter() -> std::optional<bool> {
    if (rest_.starts_with("--")) return false;
    const auto text = rest_.find_first_not_of(" \t");
    if (text == std::string_view::npos || !rest_.substr(text).starts_with("\r\n")) return std::nullopt;
    rest_.remove_prefix(text);  // its CRLF stays: an empty head is CRLF CRLF, an empty part CRLF CRLF delimiter
    return true;
  }

  auto read_part() -> const char* {
    const auto head_end = rest_.substr(0, max_part_head + 4).find("\r\n\r\n");
    if (head_end == std::string_view::npos) {
      return rest_.size() > max_part_head ? "the headers of a part are larger than 16 KiB"
                                          : "a part has no end of its headers";
    }
    Part part;
    if (const auto* problem = read_part_head(rest_.substr(0, head_end), part)) return problem;
    rest_.remove_prefix(head_end + 2);
    const auto end = rest_.find(delimiter_);
    if (end == std::string_view::npos) return "the last boundary is missing";
    if (end >= 2) part.content = rest_.substr(2, end - 2);
    rest_.remove_prefix(end + delimiter_.size());
    result_.parts.push_back(std::move(part));
    return nullptr;
  }

  std::string_view rest_;
  std::string delimiter_;
  Multipart result_;
};

// A name in quotes that nothing in it can end: as browsers send it.
auto in_quotes(std::string_view text) -> std::string {
  std::string out = "\"";
  for (const char& c : text) {
    const bool escapes_the_end = c == '\\' && &c == &text.back();
    if (c == '"' || escapes_the_end || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += core::percent_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

auto parse_multipart(std::string_view content_type, std::string_view body) -> Multipart {
  if (core::media_type(content_type) != "multipart/form-data")
    return {{}, "the Content-Type is not multipart/form-data"};
  const auto boundary = core::header_parameter(content_type, "boundary");
  if (!is_boundary(boundary)) return {{}, "multipart/form-data without a valid boundary"};
  return Reader(body, boundary).read();
}

auto encode_multipart(const std::vector<Part>& parts, std::string_view boundary) -> std::string {
  std::string body;
  for (const auto& part : parts) {
    body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=").append(in_quotes(part.name));
    if (part.file) body.append("; filename=").append(in_quotes(part.filename));
    if (!part.content_type.empty() && is_field_value(part.content_type)) {
      body.append("\r\nContent-Type: ").append(part.content_type);
    }
    body.append("\r\n\r\n").append(part.content).append("\r\n");
  }
  return body.append("--").append(boundary).append("--\r\n");
}

auto multipart_boundary(const std::vector<Part>& parts) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::uint64_t hash = parts.size();
  for (const auto& part : parts) hash = core::stable_hash(hash, part.name + "\n" + part.content);
  while (true) {
    std::string boundary = "----vidspec";
    for (unsigned shift = 0; shift < 64; shift += 4) boundary += digits[(hash >> shift) & 15U];
    const auto holds = [&](const Part& part) { return part.content.find(boundary) != std::string::npos; };
    if (std::none_of(parts.begin(), parts.end(), holds)) return boundary;
    hash = core::stable_hash(hash, boundary);
  }
}

}  // namespace vidspec::http
