#pragma once

#include "conformance/session.h"

namespace vidspec::conformance {

/// The first line of the journal of a run with these options.
auto journal_header(const core::Profile& profile, const RunOptions& options, const Plan& plan, core::Instant now)
    -> core::JournalHeader;

/// Runs every probe that is planned, in the order of the table; what is left undone becomes a gap.
void carry_out(Session& session);

}  // namespace vidspec::conformance
