#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/check.h"

namespace vidspec::conformance::checks {

/// Calls `step` for each sighting of a task with the latest earlier one that `accept` takes. Sightings whose requests
/// overlap in time have no order and are not compared.
void each_step(const TaskHistory& task, const std::function<bool(const TaskSighting&)>& accept,
               const std::function<void(const TaskSighting& before, const TaskSighting& after)>& step);

/// Accepts sightings whose status word the profile knows.
auto known_stage(const TaskSighting& sighting) -> bool;

/// Whether a sighting comes from a retrieve.
auto is_poll(const TaskSighting& sighting) -> bool;

/// The number in a canonical field of a task, or nothing.
auto number(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::optional<double>;

/// A canonical field of a task as text for people.
auto shown(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::string;

/// Where a canonical field lies in the body of the answer.
auto field_pointer(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::string;

/// `"word"`, shortened and escaped.
auto in_quotes(std::string_view text) -> std::string;

/// " (#12)": the evidence number.
auto seen_in(const TaskSighting& sighting) -> std::string;

/// Width and height in pixels.
struct Size {
  int width = 0;
  int height = 0;
  [[nodiscard]] auto turn() const -> int;  ///< 1 landscape, -1 portrait, 0 neither
};
/// The size in a text like "720x1280", or nothing.
auto size_in(const std::optional<std::string>& text) -> std::optional<Size>;

/// The observed statuses of a task in one line: "queued ×3 · in_progress ×40 over 58.2 s".
auto timeline_of(const TaskHistory& task) -> std::string;

/// Whether a number is a date in a unit, "seconds" or "milliseconds": one between 2001 and the year 30000 or so. The
/// other unit of the same date lies far outside, an expiry "never" (year 9999) well inside.
auto plausible_time(double value, std::string_view unit) -> bool;

/// "200 or 201".
auto listed(const std::vector<int>& statuses) -> std::string;

/// Judges an answer of a known operation (`seen.spec`) by the success statuses that the profile documents for it.
void expect_documented_status(const Seen& seen, Out& out);

/// The statuses that a profile documents for an error situation, or empty.
auto documented_statuses(const core::Profile& profile, std::string_view situation) -> std::vector<int>;

/// Whether an answer has the profile's error envelope; `problem` says what is wrong, `pointer` where.
struct Envelope {
  bool holds = false;
  std::string pointer;
  std::string problem;
  const core::Json* value = nullptr;
};
auto envelope_of(const core::Profile& profile, const Seen& seen) -> Envelope;

/// Whether the answer to a GET of a task's URL gives that task's data away.
auto shows_task(const core::Profile& profile, const Seen& seen) -> bool;

/// Where an answer hides an id that is not where it belongs, as a JSON pointer, or empty.
auto stray_id(const core::Json& body) -> std::string;

/// Whether the answer to a create tells of a job at all, wherever it puts its id.
auto shows_job(const core::Profile& profile, const Seen& seen) -> bool;

/// Calls `judge` for each answer of the content operation about a task that had no video for certain: it was seen
/// unfinished afterwards, too, or it had failed.
void each_without_video(const Evidence& evidence, const std::function<void(const Seen&)>& judge);

/// Whether an answer says that there is no such operation.
auto says_unsupported(const Seen& seen) -> bool;

/// The one finding of an optional operation that is documented and not routed.
void judge_supported(const Evidence& evidence, core::Operation operation, Out& out);

/// Whether no valid request for the operation ever met anything but "no such operation".
auto is_unsupported(const Evidence& evidence, core::Operation operation) -> bool;

/// Whether the profile has the operation.
auto offers(const core::Profile& profile, core::Operation operation) -> bool;

}  // namespace vidspec::conformance::checks
