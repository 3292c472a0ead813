#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vidspec::mock {

/// What an id is made of.
struct IdSeed {
  std::uint64_t seed = 1;
  std::string_view key;      ///< the API key: ids of one key do not depend on what other keys do
  std::uint64_t number = 0;  ///< of that key's creations
  core::Instant created;
  std::string_view model;
};

/// An id of the given form. Placeholders: `{time8}` created_at in eight hex digits, `{hexN}`, `{alnumN}` (lower case),
/// `{uuid}`, `{ulid}` (time first, lower case), `{model}`; anything else is taken as it is. The same seed gives the
/// same id.
auto make_id(std::string_view form, const IdSeed& seed) -> std::string;

}  // namespace vidspec::mock
