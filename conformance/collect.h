#pragma once

#include <functional>
#include <string>

#include "conformance/plan.h"
#include "core/journal.h"
#include "http/message.h"

namespace vidspec::conformance {

/// What is being waited for, for the console. Called between exchanges.
struct Progress {
  std::string what;  ///< "video_6984… in_progress 41 %"
  core::Millis elapsed{0};
  core::Millis deadline{0};
  int exchanges = 0;
};

/// How collecting ended.
enum class CollectEnd {
  done,         ///< the plan was carried out as far as the target let it
  unreachable,  ///< nothing was judged: no connection, TLS, not HTTP, HTML, or another API
  key_refused,  ///< the key was refused before anything was judged
  interrupted
};

struct CollectResult {
  CollectEnd end = CollectEnd::done;
  std::string message;  ///< one line about an end that is not `done`: what is wrong and what to do
};

/// Carries out a plan: the only place that spends, waits or can be interrupted. Every exchange goes to the sink as it
/// happens; the sink is always ended. Never throws for what the target does.
auto collect(const core::Profile& profile, const RunOptions& options, const Plan& plan, const http::Exchange& target,
             core::Clock& clock, core::JournalSink& sink, const std::function<void(const Progress&)>& progress = {})
    -> CollectResult;

}  // namespace vidspec::conformance
