#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/headers.h"
#include "mock/render.h"

namespace vidspec::mock {

/// Who sent a request.
struct Caller {
  std::string key;  ///< empty: none was sent
  std::optional<ApiError> refused;
};

/// Reads `Authorization: Bearer`. `only` is the one key that is accepted; empty: any that begins with `sk-`, but not
/// `sk-invalid`.
auto identify(const core::Headers& headers, bool required, const std::string& only) -> Caller;

}  // namespace vidspec::mock
