#pragma once

#include <string>

#include "core/headers.h"

namespace vidspec::http {

/// The headers of a message that go on beyond one connection: without Connection, what it names, and the other
/// hop-by-hop ones (RFC 9110 §7.6.1), and without the framing, which each side makes anew.
auto end_to_end(const core::Headers& headers) -> core::Headers;

/// What goes up for a client's request: end to end, without Host and Expect, and asking for an unencoded answer, so
/// that it can be judged.
auto upward(const core::Headers& headers) -> core::Headers;

/// What comes down: end to end with the Content-Length, and a Location at `upstream` (an origin) led back to `own`.
auto downward(const core::Headers& headers, const std::string& upstream, const std::string& own) -> core::Headers;

}  // namespace vidspec::http
