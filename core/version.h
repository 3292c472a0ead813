#pragma once

#include <string_view>

namespace vidspec::core {

/// The version of the suite, "0.1.0": in journals, reports and certificates.
auto version() -> std::string_view;

}  // namespace vidspec::core
