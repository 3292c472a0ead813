#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

/// The known word that `word` most likely is a misspelling of, or nothing where none is near (case is ignored).
auto closest(std::string_view word, const std::vector<std::string>& known) -> std::optional<std::string>;

/// The word in double quotes for a message: one line whatever is in it, and at most 200 bytes.
auto in_quotes(std::string_view word) -> std::string;

}  // namespace vidspec::core
