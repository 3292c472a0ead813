#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/evidence.h"
#include "core/profile.h"
#include "core/redact.h"

namespace vidspec::conformance {

/// Evidence from files: journals, HAR files, folders of runs (their journal.jsonl). Several are put together as one, in
/// the order of time, with new evidence numbers; intents and ids stay. Recorded traffic passes the redactor, so that
/// credentials that a browser saved reach no report. Throws core::InputError.
auto read_evidence(const std::vector<std::filesystem::path>& paths, const core::Redactor& redactor) -> core::Journal;

/// Fixes which of the recorded hosts is the API: `wanted` when it is not empty, else what the journal says, else the
/// origin and path below which most of the profile's operations were used (an answer to a create counts most).
void settle_base_url(core::Journal& journal, const core::Profile& profile, const std::string& wanted);

}  // namespace vidspec::conformance
