#include "conformance/collect.h"

#include <algorithm>
#include <set>

#include "conformance/carry_out.h"
#include "conformance/probes.h"
#include "conformance/select.h"
#include "core/version.h"

namespace vidspec::conformance {

auto journal_header(const core::Profile& profile, const RunOptions& options, const Plan& plan, core::Instant now)
    -> core::JournalHeader {
  core::JournalHeader header;
  header.suite_version = core::version();
  header.profile = profile.id;
  header.profile_sha256 = profile.sha256;
  header.base_url = options.base_url;
  header.started = core::rfc3339(now);
  header.recorded_by = "run";
  for (const auto& word : options.ops) {
    if (word == "all") {
      header.ops = {"core", "list", "delete", "remix", "edit", "extend", "character", "identity"};
      break;
    }
    header.ops.push_back(word);
  }
  std::set<std::string> met;
  for (const auto& request : plan.requests) {
    if (met.insert(request.intent).second) header.planned.push_back(request.intent);
  }
  const Requests requests(profile, options);
  core::Json chosen = {{"model", requests.model()}, {"size", requests.size()}, {"seconds", requests.seconds()}};
  chosen["seed"] = options.seed;
  if (options.free_only) chosen["free_only"] = true;
  if (!options.task_id.empty()) chosen["task_id"] = options.task_id;
  write_selection({options.only, options.skip, options.level}, chosen);
  header.options = std::move(chosen);
  return header;
}

void carry_out(Session& session) {
  for (const auto* probe : all_probes()) {
    if (!session.planned(probe->intent) || probe->run == nullptr) continue;
    if (session.interrupted()) {
      session.gap(probe->intent, "interrupted", "");
    } else if (session.over()) {
      const bool late = session.now() >= session.deadline();
      session.gap(probe->intent, late ? "deadline" : "prerequisite", late ? "" : "the target stopped answering");
    } else {
      probe->run(session);
    }
  }
}

namespace {

auto run(Session& session) -> CollectResult {
  const auto first = preflight(session);
  if (first.end != CollectEnd::done && first.end != CollectEnd::interrupted) {
    session.gap("preflight", "environment", first.message);
    return {first.end, first.message};
  }
  carry_out(session);
  if (session.interrupted()) return {CollectEnd::interrupted, "interrupted; what was seen until then is judged"};
  return {};
}

}  // namespace

auto collect(const core::Profile& profile, const RunOptions& options, const Plan& plan, const http::Exchange& target,
             core::Clock& clock, core::JournalSink& sink, const std::function<void(const Progress&)>& progress)
    -> CollectResult {
  sink.begin(journal_header(profile, options, plan, clock.now()));
  Session session(profile, options, plan, target, clock, sink, progress);
  try {
    auto result = run(session);
    sink.end(session.spend(), session.interrupted(), clock.now());
    return result;
  } catch (...) {
    sink.end(session.spend(), true, clock.now());
    throw;
  }
}

}  // namespace vidspec::conformance
