#include "mock/scenario/director.h"

#include <algorithm>

#include "core/digest.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_tallies = 200'000;
constexpr std::size_t most_armed = 1'000;

auto unit(std::uint64_t random) -> double { return static_cast<double>(random >> 11U) / 9007199254740992.0; }

auto operation_name(const Scene& scene) -> std::string_view {
  return scene.operation ? core::name(*scene.operation) : "file";
}

auto in_outage(const Outage& outage, core::Millis passed) -> std::optional<core::Millis> {
  core::Millis at = passed - outage.after;
  if (at.count() < 0) return std::nullopt;
  if (outage.every.count() > 0) at %= outage.every;
  if (at >= outage.lasting) return std::nullopt;
  return outage.lasting - at;
}

}  // namespace

void Director::set_global(std::shared_ptr<const Scenario> scenario) {
  const std::lock_guard lock(mutex_);
  global_ = std::move(scenario);
  note_idle();
}

void Director::note_idle() { idle_.store(global_ == nullptr && armed_.empty(), std::memory_order_release); }

auto Director::global() const -> std::shared_ptr<const Scenario> {
  const std::lock_guard lock(mutex_);
  return global_;
}

auto Director::arm(std::shared_ptr<const Scenario> scenario, std::uint64_t times, std::string key) -> std::uint64_t {
  const std::lock_guard lock(mutex_);
  if (armed_.size() >= most_armed) armed_.pop_front();
  armed_.push_back({next_armed_, std::move(scenario), times, std::move(key)});
  note_idle();
  return next_armed_++;
}

auto Director::armed() const -> std::vector<Armed> {
  const std::lock_guard lock(mutex_);
  return {armed_.begin(), armed_.end()};
}

void Director::disarm(std::optional<std::uint64_t> number) {
  const std::lock_guard lock(mutex_);
  armed_.remove_if([&](const Armed& one) { return !number || one.number == *number; });
  note_idle();
}

auto Director::looks_like(const Match& match, const Scene& scene) -> bool {
  const bool any = match.operations.none() && !match.files;
  const bool here = scene.operation ? match.operations.test(static_cast<std::size_t>(*scene.operation)) : match.files;
  if (!any && !here) return false;
  if (!match.model.empty() && !matches_pattern(match.model, scene.model)) return false;
  if (!match.prompt.empty() && !matches_pattern(match.prompt, scene.prompt)) return false;
  if (match.stage && scene.stage != match.stage) return false;
  return std::all_of(match.headers.begin(), match.headers.end(), [&](const auto& header) {
    const auto* value = core::find_header(scene.headers, header.first);
    return value != nullptr && matches_pattern(header.second, *value);
  });
}

auto Director::tally(std::string key) -> Tally& {
  if (tallies_.size() >= most_tallies && tallies_.find(key) == tallies_.end()) tallies_.clear();
  return tallies_[std::move(key)];
}

auto Director::counted(const Match& match, std::uint64_t call) const -> bool {
  const bool ranged = match.calls.empty() ||
                      std::any_of(match.calls.begin(), match.calls.end(),
                                  [&](const CallRange& range) { return call >= range.first && call <= range.last; });
  return ranged && (match.every == 0 || call % match.every == 0);
}

auto Director::consider(const Scenario& scenario, std::size_t rule, const Scene& scene) -> std::optional<Cue> {
  const Match& match = scenario.rules[rule].match;
  if (!looks_like(match, scene)) return std::nullopt;
  const std::string base = scenario.name + "|" + std::to_string(rule) + "|" + std::string(scene.key);
  const std::lock_guard lock(mutex_);
  const std::uint64_t call = ++tally(base + "|calls|" + std::string(scene.task_id)).calls;
  const std::uint64_t request = ++tally(base + "|draws|" + std::string(operation_name(scene))).calls;
  Cue cue{.rule = &scenario.rules[rule]};
  cue.random = core::stable_hash(
      seed_ + rule, std::string(scene.key) + "|" + std::string(operation_name(scene)) + "|" + std::to_string(request));
  if (match.during) {
    Tally& first = tally(scenario.name + "|" + std::to_string(rule) + "|since");
    if (first.calls++ == 0) first.since = scene.now;
    const auto left = in_outage(*match.during, scene.now - first.since);
    if (!left) return std::nullopt;
    cue.retry_after = *left;
  }
  if (!counted(match, call)) return std::nullopt;
  if (match.probability < 1 && unit(cue.random) >= match.probability) return std::nullopt;
  if (match.over) {
    Tally& window = tally(base + "|window");
    if (window.calls++ == 0 || scene.now >= window.since + match.over->per) {
      window.since = scene.now;
      window.in_window = 0;
    }
    if (++window.in_window <= match.over->requests) return std::nullopt;
    cue.retry_after = window.since + match.over->per - scene.now;
  }
  return cue;
}

// A course concerns what makes tasks, a rule what it matches.
auto Director::concerns(const Scenario& scenario, const Scene& scene) -> bool {
  const bool makes = scene.operation && core::makes_video(*scene.operation);
  if (makes && (scenario.course || scenario.rules.empty())) return true;
  return std::any_of(scenario.rules.begin(), scenario.rules.end(),
                     [&](const Rule& rule) { return looks_like(rule.match, scene); });
}

auto Director::take_armed(const Scene& scene) -> std::vector<std::shared_ptr<const Scenario>> {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Scenario>> taken;
  for (auto one = armed_.begin(); one != armed_.end();) {
    const bool applies = (one->key.empty() || one->key == scene.key) && concerns(*one->scenario, scene);
    if (applies) {
      taken.push_back(one->scenario);
      --one->times;
    }
    one = one->times == 0 ? armed_.erase(one) : std::next(one);
  }
  note_idle();
  return taken;
}

auto Director::draw(std::string_view what) const -> std::uint64_t { return core::stable_hash(seed_, what); }

void Director::reset() {
  const std::lock_guard lock(mutex_);
  tallies_.clear();
  armed_.clear();
  note_idle();
}

}  // namespace vidspec::mock
