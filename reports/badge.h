#pragma once

#include <string>

#include "reports/report.h"

namespace vidspec::reports {

/// The JSON of a shields.io endpoint badge: how many of the judged MUSTs hold.
auto write_badge(const Report& report) -> std::string;

}  // namespace vidspec::reports
