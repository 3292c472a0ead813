#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/evidence.h"
#include "core/headers.h"
#include "core/time.h"

namespace vidspec::http {

/// Bytes that can be read at any place, without being all in memory: what a large answer is made of.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  [[nodiscard]] virtual auto size() const -> std::uint64_t = 0;
  /// Fills `into` from `offset`; offset + into.size() never exceeds size(). Thread-safe.
  virtual void read(std::uint64_t offset, std::span<char> into) const = 0;
};

/// One part of a multipart body.
struct Part {
  std::string name;
  std::string content;
  std::string filename;      ///< a file when `file`
  std::string content_type;  ///< empty: none is sent
  bool file = false;
};

/// A request, on either side of the wire.
struct Request {
  std::string method = "GET";
  std::string url;  ///< asking: absolute; serving: the target as received ("/v1/videos?limit=2")
  core::Headers headers;
  std::string body;         ///< ignored when asking with `parts`
  std::vector<Part> parts;  ///< asking: sent as multipart/form-data; serving: always empty (see parse_multipart)
  std::string peer;         ///< serving: the client's address

  // Asking only.
  core::Millis timeout{30'000};  ///< for the whole exchange
  core::Millis silence{0};       ///< without a byte after the head: taken for cut off, Failure::truncated; 0: never
  std::uint64_t max_body = 64U << 20U;  ///< received bytes; more is Failure::too_large
  bool once = false;  ///< billable: a fresh connection that is never reused, never re-sent, HTTP/1.1, no Expect
  /// Receives the body (of any status) piece by piece instead of Response::body; false stops the transfer:
  /// Failure::refused.
  std::function<bool(std::string_view)> on_body;
};

/// How a served answer goes over the wire; the default is a correct answer at once. The values that deviate are faults.
struct Delivery {
  enum class End { normal, close, reset };
  core::Millis delay{0};               ///< before the first byte
  std::uint64_t bytes_per_second = 0;  ///< 0: as fast as it goes
  std::optional<std::uint64_t>
      stop_after;              ///< body bytes after which it ends as `end` says (normal: goes on, after the stall)
  End end = End::normal;       ///< close or reset: without stop_after before any byte of the answer
  bool headers_first = false;  ///< with close/reset and no stop_after: after the head
  core::Millis stall{0};       ///< pause after the head (or after stop_after bytes)
  bool chunked = false;        ///< Transfer-Encoding: chunked instead of Content-Length
  bool bad_chunk = false;      ///< a malformed chunk size in the middle
  std::optional<std::uint64_t> declared_length;  ///< a wrong Content-Length
  std::optional<std::string> raw;                ///< exactly these bytes, then the connection ends
  bool no_range = false;                         ///< Range is ignored (200 with everything)
  /// No fault: called once, when the answer has left as intended (true) or its client had gone before (false).
  std::function<void(bool sent)> ended;
};

/// An answer, on either side of the wire.
struct Response {
  int status = 0;  ///< asking: 0 when none came
  core::Headers headers;
  std::string body;
  std::shared_ptr<const ByteSource> source;  ///< serving: instead of `body`; a GET of it honours Range and If-Range
  Delivery delivery;                         ///< serving only

  // Asking only.
  core::Failure failure = core::Failure::none;
  std::string failure_detail;  ///< one line
  std::string http_version;
  std::vector<int> interim;    ///< 1xx statuses met on the way
  std::uint64_t received = 0;  ///< body bytes
  core::Millis first_byte{0};
  core::Millis duration{0};
  bool sent = false;  ///< any byte of the request may have reached the server
};

/// Where runner and mock meet: a request goes in, an answer comes out. The client, the mock and every test double are
/// one.
using Exchange = std::function<Response(const Request&)>;

/// The path of a target or URL, still percent-encoded, without query and fragment ("/v1/videos/a%3Ab").
auto path_of(std::string_view url) -> std::string_view;
/// The raw query without `?`, or empty.
auto query_of(std::string_view url) -> std::string_view;
/// Decoded members of a query or form body in order; `+` is a blank.
auto parse_query(std::string_view query) -> std::vector<std::pair<std::string, std::string>>;

/// scheme://host:port of an absolute http(s) URL, lower case with the port always given; empty for anything else.
auto origin_of(std::string_view url) -> std::string;

/// `reference` resolved against an absolute `base` (RFC 3986); empty when that gives no http(s) URL.
auto resolve_url(std::string_view base, std::string_view reference) -> std::string;

/// The parts of a multipart/form-data body, or one line that says why it is none. Bounded: 1,000 parts, 16 KiB of head
/// each.
struct Multipart {
  std::vector<Part> parts;
  std::string error;
};
auto parse_multipart(std::string_view content_type, std::string_view body) -> Multipart;

/// A multipart/form-data body of these parts with that boundary. Quotes and control characters in names are
/// percent-encoded; a part without content_type gets no Content-Type line.
auto encode_multipart(const std::vector<Part>& parts, std::string_view boundary) -> std::string;

/// A boundary that occurs in none of the parts; the same for the same parts, so that runs repeat.
auto multipart_boundary(const std::vector<Part>& parts) -> std::string;

/// The standard phrase of a status ("Not Found"), or "Unknown".
auto reason_phrase(int status) -> std::string_view;

}  // namespace vidspec::http
