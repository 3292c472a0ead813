#include "conformance/identify.h"

#include <algorithm>
#include <map>

#include "conformance/carry_out.h"
#include "conformance/probes.h"

namespace vidspec::conformance {

namespace {

using ProfilePtr = std::shared_ptr<const core::Profile>;

/// Asks the same thing only once, however many dialects want to know it.
class AskedOnce {
 public:
  explicit AskedOnce(const http::Exchange& target) : target_(target) {}

  auto operator()(const http::Request& request) -> http::Response {
    if (request.method != "GET" || request.on_body) return target_(request);
    auto key = request.url;
    for (const auto& [name, value] : request.headers) key += "\n" + name + ": " + value;
    const auto known = answers_.find(key);
    if (known != answers_.end()) return known->second;
    auto answer = target_(request);
    if (answer.failure == core::Failure::none) answers_.emplace(std::move(key), answer);
    return answer;
  }

 private:
  const http::Exchange& target_;
  std::map<std::string, http::Response> answers_;
};

/// A dialect under examination.
struct Trial {
  ProfilePtr profile;
  Candidate candidate;
  Preflight preflight;
  bool interrupted = false;
};

// Paths of a server that answers nothing in a way of its own cannot be told from paths that it does not have.
auto not_routed(const core::Profile& profile, const std::string& label) -> Reason {
  const auto& path = profile.operation(core::Operation::retrieve)->path;
  return {"", "GET " + path + " is answered like a path that does not exist", "", 0, label};
}

auto look(const ProfilePtr& profile, RunOptions options, const http::Exchange& target, core::Clock& clock,
          const SinkFor& sink_for, const std::function<void(const Progress&)>& progress) -> Trial {
  options.free_only = true;
  options.max_videos = 0;
  options.ops = {"core", "list"};
  const auto plan = make_plan(*profile, options);
  const auto sink = sink_for(profile->id);
  sink->begin(journal_header(*profile, options, plan, clock.now()));
  Session session(*profile, options, plan, target, clock, *sink, progress);
  Trial trial{profile, {profile, Standing::no, 0, 0, {}}, preflight(session), false};
  const bool reached = trial.preflight.end == CollectEnd::done;
  const bool keyless = trial.preflight.end == CollectEnd::key_refused && options.api_key.empty();
  bool routed = false;
  if (reached || keyless) {
    carry_out(session);
    routed = is_routed(session, options.base_url, 130);
  }
  trial.interrupted = session.interrupted();
  sink->end(session.spend(), session.interrupted(), clock.now());
  if (!reached && !keyless) {
    trial.candidate.reasons.push_back({"", trial.preflight.message, "", 0, profile->id});
    return trial;
  }
  trial.candidate = compare(profile, sink->journal(), profile->id);
  if (!routed && !keyless) {
    trial.candidate.standing = Standing::no;
    trial.candidate.reasons = {not_routed(*profile, profile->id)};
  }
  return trial;
}

/// What a run would do, without everything that could cost a second video.
auto one_create(const core::Profile& profile, const RunOptions& options) -> Plan {
  auto plan = make_plan(profile, options);
  const auto further = [](const PlannedRequest& request) {
    return request.negative || (request.billable && request.intent != "create");
  };
  plan.requests.erase(std::remove_if(plan.requests.begin(), plan.requests.end(), further), plan.requests.end());
  return plan;
}

auto breaks_a_rule(const Candidate& candidate) -> bool {
  return candidate.standing == Standing::no && !candidate.reasons.empty() && !candidate.reasons.front().check.empty();
}

void merge(Candidate& candidate, const Candidate& more) {
  candidate.held = std::max(candidate.held, more.held);
  candidate.warned = std::max(candidate.warned, more.warned);
  if (more.standing == Standing::no && !breaks_a_rule(more)) return;
  if (!breaks_a_rule(candidate)) {
    candidate.standing = more.standing;
    candidate.reasons = more.reasons;
  } else if (more.standing == Standing::no) {
    candidate.reasons.insert(candidate.reasons.end(), more.reasons.begin(), more.reasons.end());
  }
}

/// One create for each dialect that may still be, until one is accepted.
void try_creates(std::vector<Trial>& trials, RunOptions options, const http::Exchange& target, core::Clock& clock,
                 const SinkFor& sink_for, const std::function<void(const Progress&)>& progress,
                 Identification& result) {
  options.ops = {"core"};
  options.max_videos = 1;
  for (auto& trial : trials) {
    if (trial.preflight.end != CollectEnd::done || breaks_a_rule(trial.candidate)) continue;
    const auto label = trial.profile->id + "-create";
    const auto sink = sink_for(label);
    const auto plan = one_create(*trial.profile, options);
    const auto ended = collect(*trial.profile, options, plan, target, clock, *sink, progress);
    result.interrupted = ended.end == CollectEnd::interrupted;
    result.spend = sink->journal().spend.value_or(core::Spend{});
    const bool spent = result.spend.videos > 0 || result.spend.ambiguous > 0;
    for (auto& other : trials) {
      // A refusal says nothing about another dialect's way to ask; a job says something about all of them.
      if (!spent && other.profile != trial.profile) continue;
      merge(other.candidate, compare(other.profile, sink->journal(), label));
    }
    if (spent || result.interrupted) return;
  }
}

}  // namespace

auto identify(const std::vector<ProfilePtr>& profiles, const RunOptions& options, const http::Exchange& target,
              core::Clock& clock, const SinkFor& sink_for, const std::function<void(const Progress&)>& progress)
    -> Identification {
  AskedOnce asked_once(target);
  const http::Exchange once = [&](const http::Request& request) { return asked_once(request); };
  Identification result;
  std::vector<Trial> trials;
  for (const auto& profile : profiles) {
    trials.push_back(look(profile, options, once, clock, sink_for, progress));
    result.interrupted = trials.back().interrupted;
    if (result.interrupted) break;
  }
  const bool reached = std::any_of(trials.begin(), trials.end(), [](const Trial& trial) {
    return trial.preflight.end == CollectEnd::done || trial.candidate.held > 0;
  });
  if (!reached) result.unreachable = trials.front().preflight.message;
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return likelier(a.candidate, b.candidate); });
  if (reached && options.max_videos > 0 && !result.interrupted) {
    try_creates(trials, options, target, clock, sink_for, progress, result);
  }
  for (auto& trial : trials) result.candidates.push_back(std::move(trial.candidate));
  std::stable_sort(result.candidates.begin(), result.candidates.end(), likelier);
  return result;
}

}  // namespace vidspec::conformance
