#include "core/version.h"

namespace vidspec::core {

auto version() -> std::string_view { return VIDSPEC_VERSION; }

}  // namespace vidspec::core
