#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vidspec::cli {

/// ` (did you mean "X"?)` for the known word nearest to `word`, or nothing when none is near.
auto did_you_mean(std::string_view word, const std::vector<std::string>& known) -> std::string;

}  // namespace vidspec::cli
