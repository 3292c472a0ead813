#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "conformance/testing.h"

namespace vidspec::conformance::testing {

using Change = std::function<void(core::MediaFacts&)>;

inline auto finished() -> Story {
  Story story;
  return story.create(Story::task("queued")).poll(Story::task("completed", 100));
}

inline auto changed(const Change& change) -> core::MediaFacts {
  auto media = Story::video();
  change(media);
  return media;
}

inline auto kind(const std::string& name) -> Change {
  return [=](core::MediaFacts& media) {
    media.kind = name;
    media.has_video_track = media.structure_ok = name == "mp4";
  };
}

// A finished task and one download with these facts.
inline auto downloaded(const Change& change) -> Story { return finished().content(changed(change)); }

// A finished task and one download with this status instead of a video.
inline auto refused(int status, const core::Json& body = Story::error_body()) -> Story {
  return finished().exchange("content", "GET", "/videos/video_1/content", status, body);
}

inline const Change as_it_is = [](core::MediaFacts&) {};

}  // namespace vidspec::conformance::testing
