#pragma once

#include <string_view>

#include "http/message.h"

namespace vidspec::http {

/// What a client reads out of these bytes, which are all that arrives before the connection ends: status, headers,
/// interim answers, body and failure.
auto read_raw(std::string_view bytes, bool head_request) -> Response;

}  // namespace vidspec::http
