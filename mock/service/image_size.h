#pragma once

#include <string_view>

#include "mock/media.h"

namespace vidspec::mock {

/// The size in pixels of a PNG, JPEG or WebP file, by its head; zero for anything else.
auto image_size(std::string_view bytes) -> Size;

}  // namespace vidspec::mock
