#pragma once

#include <string_view>
#include <vector>

namespace vidspec::core {

/// A data file of the project (schemas/, fixtures/) that was embedded at build time, by its path in the project
/// ("schemas/openai/profile.json"), or an empty view with a null data() when there is none of that name.
auto embedded_file(std::string_view path) -> std::string_view;

/// The paths of all embedded files below a folder ("schemas/openai/"), sorted.
auto embedded_files(std::string_view folder) -> std::vector<std::string_view>;

}  // namespace vidspec::core
