#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/headers.h"
#include "mock/service/render.h"

namespace vidspec::mock {

/// Who sent a request. The key itself is kept nowhere.
struct Caller {
  std::string key;    ///< identity of the key, 32 hex digits that do not lead back to it; empty: none was sent
  std::string shown;  ///< its first and last characters, for people
  std::optional<ApiError> refused;
};

/// Reads `Authorization: Bearer`. `only` is the one key that is accepted; empty: any that begins with `sk-`, but not
/// `sk-invalid`.
auto identify(const core::Headers& headers, bool required, const std::string& only) -> Caller;

/// The identity of a key.
auto key_identity(std::string_view key) -> std::string;

}  // namespace vidspec::mock
