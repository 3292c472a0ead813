#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/headers.h"
#include "core/time.h"

namespace vidspec::cli {

// Each throws core::InputError that names the flag and says what to write.

/// "15m", "1h30m", "2s", "500ms"; a bare number means seconds. At most a week.
auto parse_duration(const std::string& flag, std::string_view text) -> core::Millis;

/// "512M", "64k", "1G"; a bare number means bytes.
auto parse_bytes(const std::string& flag, std::string_view text) -> std::uint64_t;

/// An API base as SDKs take it, without trailing slashes: http or https, a host, no user info, query or fragment. The
/// complaint never repeats the URL where it may hold a secret.
auto parse_base_url(const std::string& flag, std::string_view text) -> std::string;

/// "Name: value". Refuses headers that are the client's own business and Authorization, which the key flags are for.
auto parse_header(std::string_view text) -> core::Header;

}  // namespace vidspec::cli
