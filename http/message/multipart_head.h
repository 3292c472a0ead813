#pragma once

#include <cstddef>
#include <string_view>

#include "http/message.h"

namespace vidspec::http {

/// Parts of one body; more is no request that anybody documents.
inline constexpr std::size_t max_parts = 1000;

/// Whether a boundary is one of RFC 2046.
auto is_boundary(std::string_view text) -> bool;

/// Reads the header lines of a part, each with its CRLF before it. Gives nullptr, or what is wrong with them.
auto read_part_head(std::string_view head, Part& part) -> const char*;

}  // namespace vidspec::http
