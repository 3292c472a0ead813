#pragma once

#include <string>
#include <string_view>

#include "core/evidence.h"

namespace vidspec::conformance {

/// Evidence from a HAR 1.2 file, of any tool: base64 and truncated bodies, missing bodies, several hosts, HTTP/2 pseudo
/// headers, entries in any order. Media facts are taken from complete bodies of videos and images; traffic that others
/// recorded has no intents. A HAR of ours gives back the journal that it was written from. Throws core::InputError with
/// the pointer of what is no HAR. Bounded: 100,000 entries.
auto parse_har(std::string_view text, const std::string& name) -> core::Journal;

/// Whether the text looks like a HAR rather than a journal.
auto looks_like_har(std::string_view text) -> bool;

}  // namespace vidspec::conformance
