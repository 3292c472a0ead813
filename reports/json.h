#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/json.h"
#include "reports/report.h"

namespace vidspec::reports {

/// report.json: the complete report, in the form that schemas/report.schema.json publishes.
auto write_json(const Report& report) -> std::string;

/// The report in a report.json. Throws core::InputError with the pointer of what is wrong; members that we do not know
/// are ignored, so that an older vidspec reads what a newer one wrote within one schema_version.
auto parse_report(std::string_view text, const std::string& name) -> Report;

/// The same from a file, or from the report.json of a run's folder. At most 64 MiB.
auto read_report(const std::filesystem::path& path) -> Report;

}  // namespace vidspec::reports
