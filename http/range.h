#pragma once

#include <cstdint>

#include "core/headers.h"

namespace vidspec::http {

enum class RangeKind { whole, part, unsatisfiable };

/// What a Range header asks of a body.
struct Range {
  RangeKind kind = RangeKind::whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

/// RFC 9110 §14: one range of bytes is honoured; an unknown unit, a malformed value, several ranges, and an If-Range
/// that does not match the answer's ETag (strongly) or Last-Modified (exactly) ask for the whole.
auto select_range(const core::Headers& request, const core::Headers& response, std::uint64_t size) -> Range;

/// RFC 9110 §13: whether If-None-Match (weakly), or without it If-Modified-Since (the exact Last-Modified), makes the
/// answer 304.
auto not_modified(const core::Headers& request, const core::Headers& response) -> bool;

}  // namespace vidspec::http
