#pragma once

#include <cstdint>

#include "http/message.h"

namespace vidspec::http {

/// What of an answer goes over the wire, once method, Range, If-Range and conditions of the request are taken into
/// account.
struct Frame {
  std::uint64_t offset = 0;  ///< of the first body byte in Response::body or ::source
  std::uint64_t length = 0;  ///< body bytes that the framing announces truthfully, also for HEAD
  bool body = true;          ///< whether body bytes are written at all (not for HEAD, 204, 304)
  bool chunked = false;
  bool close = false;  ///< the connection cannot be kept after this answer
};

/// Decides the frame and edits `response` to match: its status (206, 304, 416 for a ByteSource) and its headers
/// (Content-Range, then Content-Length or Transfer-Encoding at the end). A Content-Length or Transfer-Encoding that the
/// handler set itself stays and nothing is added: such an answer closes its connection unless it is right. `chunked_ok`
/// is false for HTTP/1.0 clients, whose answer then ends with the connection.
auto frame(const Request& request, Response& response, bool chunked_ok = true) -> Frame;

/// Fills `into` with body bytes of an answer that start at `offset` (counted from the start of the whole body).
void read_body(const Response& response, std::uint64_t offset, std::span<char> into);

}  // namespace vidspec::http
