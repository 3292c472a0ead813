#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "core/evidence.h"

namespace vidspec::http {

/// What an error of libcurl means to us. `detail` is its own text, `head_complete` whether the answer's head had
/// arrived.
auto failure_of(CURLcode code, std::string_view detail, bool head_complete) -> core::Failure;

/// One line about an error of libcurl: its own text, where that says what happened.
auto detail_of(CURLcode code, std::string_view detail) -> std::string;

}  // namespace vidspec::http
