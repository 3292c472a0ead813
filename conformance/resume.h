#pragma once

#include <functional>
#include <string>
#include <vector>

#include "conformance/collect.h"

namespace vidspec::conformance {

/// The tasks that the run of a journal made and that were neither seen to end nor deleted.
auto open_tasks(const core::Profile& profile, const core::Journal& journal) -> std::vector<std::string>;

/// Goes on where a run was cut off: writes its evidence to the sink, polls its open tasks to their end and asks what
/// can be asked about them for free (their content, other keys). Never makes a video, never deletes. The sink is always
/// ended; spend is that of the journal.
auto resume(const core::Profile& profile, const RunOptions& options, const core::Journal& journal,
            const http::Exchange& target, core::Clock& clock, core::JournalSink& sink,
            const std::function<void(const Progress&)>& progress = {}) -> CollectResult;

}  // namespace vidspec::conformance
