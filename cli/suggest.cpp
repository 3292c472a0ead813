#include "cli/suggest.h"

#include "core/suggest.h"

namespace vidspec::cli {

auto did_you_mean(std::string_view word, const std::vector<std::string>& known) -> std::string {
  const auto nearest = core::closest(word, known);
  return nearest ? " (did you mean " + core::in_quotes(*nearest) + "?)" : "";
}

}  // namespace vidspec::cli
