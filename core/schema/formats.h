#pragma once

#include <string_view>

namespace vidspec::core::schema {

/// Whether a text is of a format.
using FormatCheck = bool (*)(std::string_view text);

/// The check of a format by its name ("date-time", "uri", …), or nullptr for one that we do not know.
auto find_format(std::string_view name) -> FormatCheck;

}  // namespace vidspec::core::schema
