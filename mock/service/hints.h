#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"
#include "mock/media.h"

namespace vidspec::mock {

/// What a manifest says to the mock alone (its member `mock`): how such a server usually is where the document leaves
/// it open.
struct Hints {
  std::string id_form = "video_{time8}{hex40}";  ///< see make_id
  bool strict = false;                           ///< unknown parameters and models are refused
  bool image_must_match = false;                 ///< an input image must have the size of the video
  std::vector<std::string>
      undocumented;                    ///< parameters that strict servers take all the same: "characters", "edit.model"
  std::map<std::string, Size> pixels;  ///< of sizes that are words: "small"
  std::string orientation;             ///< pointer in the create body; "landscape" there turns pixel sizes round
};

auto read_hints(const core::Profile& profile) -> Hints;

}  // namespace vidspec::mock
