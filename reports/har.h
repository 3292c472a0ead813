#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/evidence.h"

namespace vidspec::reports {

/// evidence.har: the journal as HAR 1.2, to be opened in browser tools. What HAR has no place for (intents, media
/// facts, gaps, spend) is in members that begin with `_`, so that a HAR of ours gives the same verdicts as its journal.
auto write_har(const core::Journal& journal) -> std::string;

/// The same, exchange by exchange, so that the text is never in memory as a whole. No secret is cut by the pieces.
void write_har(const core::Journal& journal, const std::function<void(std::string_view)>& put);

}  // namespace vidspec::reports
