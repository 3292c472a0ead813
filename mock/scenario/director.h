#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/headers.h"
#include "mock/scenario.h"
#include "mock/scenario/faults.h"

namespace vidspec::mock {

/// What rules match against.
struct Scene {
  std::optional<core::Operation> operation;  ///< nothing: a download by result URL
  std::string_view key;
  std::string_view model, prompt;
  std::string_view task_id;  ///< empty: about no task
  std::optional<core::Stage> stage;
  const core::Headers& headers;
  core::Instant now;
};

/// A rule that applies to a request, with what was drawn for it.
struct Cue {
  const Rule* rule = nullptr;
  std::uint64_t random = 0;
  core::Millis retry_after{0};
};

/// A scenario that was armed for the next matching requests.
struct Armed {
  std::uint64_t number = 0;
  std::shared_ptr<const Scenario> scenario;
  std::uint64_t times = 1;  ///< requests that are left
  std::string key;          ///< of one API key only; empty: of all
};

/// Decides which rules of which scenarios act on a request. Counts calls, draws repeatable numbers, keeps rate windows;
/// knows nothing of answers. Thread-safe.
class Director {
 public:
  explicit Director(std::uint64_t seed) : seed_(seed) {}

  void set_global(std::shared_ptr<const Scenario> scenario);
  [[nodiscard]] auto global() const -> std::shared_ptr<const Scenario>;

  /// The next `times` requests that a rule of it matches suffer it. Gives its number.
  auto arm(std::shared_ptr<const Scenario> scenario, std::uint64_t times, std::string key) -> std::uint64_t;
  [[nodiscard]] auto armed() const -> std::vector<Armed>;
  void disarm(std::optional<std::uint64_t> number = {});

  /// Whether a rule acts, its answer's status apart; counts the call when all but the count matches.
  auto consider(const Scenario& scenario, std::size_t rule, const Scene& scene) -> std::optional<Cue>;

  /// Armed scenarios that act on this request, used up by it.
  auto take_armed(const Scene& scene) -> std::vector<std::shared_ptr<const Scenario>>;

  /// A repeatable number for a task's jitter.
  [[nodiscard]] auto draw(std::string_view what) const -> std::uint64_t;

  /// True when no scenario is global and none is armed: the usual case, told without a lock.
  [[nodiscard]] auto idle() const -> bool { return idle_.load(std::memory_order_acquire); }

  /// Forgets counts and armed scenarios; the global one stays.
  void reset();

 private:
  struct Tally {
    std::uint64_t calls = 0;
    core::Instant since;  // of the window or of the first request
    std::uint64_t in_window = 0;
  };
  void note_idle();
  auto tally(std::string key) -> Tally&;
  auto counted(const Match& match, std::uint64_t call) const -> bool;
  static auto concerns(const Scenario& scenario, const Scene& scene) -> bool;
  static auto looks_like(const Match& match, const Scene& scene) -> bool;

  const std::uint64_t seed_;
  std::atomic<bool> idle_{true};
  mutable std::mutex mutex_;
  std::shared_ptr<const Scenario> global_;  // guarded by mutex_, as all below
  std::list<Armed> armed_;
  std::uint64_t next_armed_ = 1;
  std::unordered_map<std::string, Tally> tallies_;  // bounded
};

}  // namespace vidspec::mock
