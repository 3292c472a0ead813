#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/lifecycle.h"
#include "core/operation.h"
#include "mock/task.h"

namespace vidspec::mock {

struct Fault;

/// Which calls of a rule it applies to, counted from 1 per key (per task where the request names one).
struct CallRange {
  std::uint64_t first = 1;
  std::uint64_t last = UINT64_MAX;
};

/// More than so many requests in a window of the mock's clock.
struct RateLimit {
  std::uint64_t requests = 0;
  core::Millis per{0};
};

/// A stretch of the mock's clock, counted from when the scenario began to act; repeated where `every` is set.
struct Outage {
  core::Millis after{0};
  core::Millis lasting{0};
  core::Millis every{0};
};

/// What a request must be for a rule to apply; what is not said matches anything.
struct Match {
  std::bitset<core::all_operations.size()> operations;  ///< none: every operation
  bool files = false;                                   ///< also downloads by result URL
  std::string model, prompt;                            ///< `*` matches any text
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<core::Stage> stage;      ///< of the task that the request is about
  int status_from = 0, status_to = 999;  ///< of the answer that it would get
  std::vector<CallRange> calls;
  std::uint64_t every = 0;  ///< of the calls that are left: each n-th
  double probability = 1;   ///< drawn from the seed, the key, the operation and the number of the request
  std::optional<RateLimit> over;
  std::optional<Outage> during;
};

/// One fault with its parameters, as the scenario says them.
struct FaultUse {
  const Fault* fault = nullptr;
  core::Json parameters;
};

/// Matching requests suffer these faults, in this order.
struct Rule {
  Match match;
  std::vector<FaultUse> faults;
  bool executes = true;  ///< the operation takes effect all the same (a create makes its task)
};

/// How the tasks live that are made under a scenario.
struct CourseChange {
  core::Json json;    ///< member `course`: what it says overrides the server's course
  double jitter = 0;  ///< each duration is drawn from 1 ± jitter times it
};

/// What goes wrong with the webhooks of tasks under a scenario.
struct WebhookFaults {
  bool never = false;  ///< none is sent
  bool twice = false;  ///< each is sent twice, under the same id
  bool bad_signature = false;
  bool reversed = false;  ///< each waits until the next one was sent
  core::Millis delay{0};
};

/// A story that a client has to live through. Data; immutable once parsed.
struct Scenario {
  std::string name;
  std::string title;
  core::Json source;  ///< as it was written
  std::optional<CourseChange> course;
  std::shared_ptr<const JobError> error;
  std::vector<Rule> rules;
  bool lenient = false;  ///< requests are not validated
  bool open = false;     ///< keys are not looked at
  std::optional<core::Millis> poll_after;
  std::string id_form;  ///< of the tasks that it makes; empty: the dialect's
  std::uint64_t content_size = 0;
  std::optional<WebhookFaults> webhooks;
};

/// Reads a scenario; `where` names it in errors. Throws core::InputError with the JSON pointer of the mistake.
auto parse_scenario(const core::Json& json, const std::string& where) -> std::shared_ptr<const Scenario>;

/// A built-in scenario by name, or a file by path (a name with `/` or `.json`). Throws core::InputError; for an unknown
/// name it lists what is near.
auto load_scenario(const std::string& name_or_path) -> std::shared_ptr<const Scenario>;

/// The names of the built-in scenarios, sorted.
auto builtin_scenarios() -> std::vector<std::string>;

/// The course under a scenario: the server's, changed by what it says.
auto course_of(const Scenario& scenario, core::Course course) -> core::Course;

/// The course with its spans drawn from 1 ± jitter times them; the same draw gives the same.
auto jittered(core::Course course, double jitter, std::uint64_t draw) -> core::Course;

/// The name after `@scenario:` in a prompt, or empty.
auto scenario_in(std::string_view prompt) -> std::string_view;

/// Whether a text matches a pattern in which `*` stands for any text; ASCII case does not matter.
auto matches_pattern(std::string_view pattern, std::string_view text) -> bool;

/// A span in a scenario: milliseconds as a number, or text: "250ms", "2s", "1.5m", "1h".
auto parse_span(const core::Json& json) -> std::optional<core::Millis>;

}  // namespace vidspec::mock
