#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

namespace vidspec::fuzz {

/// A property that must hold for every input; the fuzzer reports where it does not.
inline void demand(bool holds) {
  if (!holds) std::abort();
}

inline auto text_of(const std::uint8_t* data, std::size_t size) -> std::string_view {
  return {reinterpret_cast<const char*>(data), size};
}

/// Calls `parse`; a refusal must say what is wrong in one short line (file and pointer are escaped where it is
/// printed). Any other exception is a finding.
template <class Parse>
auto refused(Parse parse) -> bool {
  try {
    parse();
    return false;
  } catch (const core::InputError& error) {
    const std::string_view line = error.message();
    demand(!line.empty() && line.size() < 1000 && line.find('\n') == std::string_view::npos);
    return true;
  }
}

}  // namespace vidspec::fuzz
