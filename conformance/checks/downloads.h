#pragma once

#include <functional>

#include "conformance/evidence.h"

namespace vidspec::conformance::checks {

/// Whether a download was given up on our side: that says nothing about the target.
auto given_up(const Seen& seen) -> bool;

/// Whether the bytes are a text in place of a video.
auto is_text(const core::MediaFacts& media) -> bool;

/// The facts of a download that came, or nullptr.
auto media_of(const Download& download) -> const core::MediaFacts*;

/// Whether a download brought bytes that are not just a text: JSON, a web page, a message.
auto has_video(const Download& download) -> bool;

/// Calls `judge` for each download that came.
void each_media(const Evidence& evidence, const std::function<void(const Download&, const core::MediaFacts&)>& judge);

/// The same for whole MP4 files, which are worth looking into.
void each_video(const Evidence& evidence, const std::function<void(const Download&, const core::MediaFacts&)>& judge);

}  // namespace vidspec::conformance::checks
