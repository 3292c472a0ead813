#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/time.h"
#include "http/message.h"
#include "mock/media/frames.h"

namespace vidspec::mock {

/// What an MP4 file shall be.
struct Mp4Options {
  core::Millis duration{4000};   ///< 1 ms … 12 days
  std::string_view tag;          ///< goes into a free box, so that no two tasks have the same bytes
  std::uint64_t total_size = 0;  ///< padded with a free box to this many bytes where the file is smaller
};

/// A playable MP4 (movie box first, two frames a second) that shows the frames in turn. The source keeps `frames` alive
/// and reads the pictures from there: its own memory is the movie box.
auto mux_mp4(const std::shared_ptr<const Frames>& frames, const Mp4Options& options)
    -> std::shared_ptr<const http::ByteSource>;

}  // namespace vidspec::mock
