#include "conformance/checks/common.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace vidspec::conformance::checks {

void each_step(const TaskHistory& task, const std::function<bool(const TaskSighting&)>& accept,
               const std::function<void(const TaskSighting&, const TaskSighting&)>& step) {
  const auto& sightings = task.sightings;
  for (std::size_t i = 1; i < sightings.size(); ++i) {
    for (std::size_t j = i; j-- > 0;) {
      if (!before(*sightings[j].seen, *sightings[i].seen) || !accept(sightings[j])) continue;
      step(sightings[j], sightings[i]);
      break;
    }
  }
}

auto known_stage(const TaskSighting& sighting) -> bool { return sighting.stage.has_value(); }

auto is_poll(const TaskSighting& sighting) -> bool { return sighting.seen->is(core::Operation::retrieve); }

auto number(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::optional<double> {
  const auto* value = evidence.profile().field(*sighting.task, field);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->get<double>();
}

auto shown(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::string {
  const auto* value = evidence.profile().field(*sighting.task, field);
  return value == nullptr ? "missing" : core::show(*value);
}

auto field_pointer(const Evidence& evidence, const TaskSighting& sighting, std::string_view field) -> std::string {
  const auto& fields = evidence.profile().fields;
  const auto found = fields.find(std::string(field));
  return sighting.pointer + (found == fields.end() ? "/" + std::string(field) : found->second);
}

auto in_quotes(std::string_view text) -> std::string { return core::show(core::Json(text)); }

auto seen_in(const TaskSighting& sighting) -> std::string {
  return " (#" + std::to_string(sighting.seen->number()) + ")";
}

auto Size::turn() const -> int { return (width > height) - (width < height); }

auto size_in(const std::optional<std::string>& text) -> std::optional<Size> {
  if (!text) return std::nullopt;
  Size size;
  const char* end = text->data() + text->size();
  const auto width = std::from_chars(text->data(), end, size.width);
  if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return std::nullopt;
  const auto height = std::from_chars(width.ptr + 1, end, size.height);
  if (height.ec != std::errc() || height.ptr != end || size.width <= 0 || size.height <= 0) return std::nullopt;
  return size;
}

auto plausible_time(double value, std::string_view unit) -> bool {
  return unit == "milliseconds" ? value >= 1e11 && value < 9e14 : value >= 1e9 && value < 9e11;
}

auto timeline_of(const TaskHistory& task) -> std::string {
  constexpr std::size_t most = 6;
  std::string text;
  std::size_t parts = 0;
  for (std::size_t i = 0; i < task.sightings.size();) {
    std::size_t end = i;
    while (end < task.sightings.size() && task.sightings[end].status == task.sightings[i].status) ++end;
    if (++parts <= most) {
      const auto& word = task.sightings[i].status;
      text += (text.empty() ? "" : " · ") + core::elide(word.empty() ? "(no status)" : word, 40);
      if (end - i > 1) text += " ×" + std::to_string(end - i);
    }
    i = end;
  }
  if (parts > most) text += " · …";
  if (task.sightings.size() > 1) {
    const auto span = task.sightings.back().seen->end_ms() - task.sightings.front().seen->raw->t_ms;
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, " over %.1f s", static_cast<double>(span) / 1000);
    text += seconds;
  }
  return text;
}

auto listed(const std::vector<int>& statuses) -> std::string {
  std::string text;
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    if (i > 0) text += i + 1 == statuses.size() ? " or " : ", ";
    text += std::to_string(statuses[i]);
  }
  return text;
}

void expect_documented_status(const Seen& seen, Out& out) {
  const auto& documented = seen.spec->success;
  const core::Json status = seen.status();
  out.expect(std::find(documented.begin(), documented.end(), seen.status()) != documented.end(), seen,
             {.pointer = "status",
              .expected = listed(documented),
              .actual = seen.succeeded() ? std::to_string(seen.status()) : describe(seen),
              .value = &status});
}

auto documented_statuses(const core::Profile& profile, std::string_view situation) -> std::vector<int> {
  const auto found = profile.errors.find(std::string(situation));
  return found == profile.errors.end() ? std::vector<int>() : found->second.statuses;
}

auto envelope_of(const core::Profile& profile, const Seen& seen) -> Envelope {
  if (seen.body == nullptr) {
    return {false, "body",
            seen.raw->answer.body.empty() ? "an empty body" : "a body that is not JSON: " + describe(seen)};
  }
  if (!seen.body->is_object()) return {false, "", core::show(*seen.body), seen.body.get()};
  // What binds less than having an error object at all is judged by the member's own check only.
  auto weakest = core::Level::should;
  for (const auto& requirement : profile.requirements_of_fields) {
    if (requirement.id == "error.present") weakest = requirement.binding.level;
  }
  Envelope envelope{true, {}, {}, seen.body.get()};
  core::judge_fields(profile.requirements_of_fields, "error", *seen.body, [&](const core::FieldOutcome& outcome) {
    if (outcome.holds || !envelope.holds || outcome.requirement->binding.level > weakest) return;
    envelope = {false, outcome.pointer,
                outcome.actual + " where " + outcome.requirement->expected + " belongs in " + core::show(*seen.body),
                seen.body.get()};
  });
  return envelope;
}

auto shows_task(const core::Profile& profile, const Seen& seen) -> bool {
  if (!seen.succeeded() || seen.body == nullptr || !seen.body->is_object()) return false;
  return profile.field(*seen.body, "id") != nullptr || profile.field(*seen.body, "status") != nullptr;
}

auto stray_id(const core::Json& body) -> std::string {
  constexpr std::array<std::string_view, 9> places = {"/task_id",   "/request_id",   "/video_id",
                                                      "/data/id",   "/data/task_id", "/job_id",
                                                      "/result/id", "/video/id",     "/data/video_id"};
  for (const auto place : places) {
    if (const auto* value = core::find_pointer(body, place); value != nullptr && value->is_string())
      return std::string(place);
  }
  return {};
}

auto shows_job(const core::Profile& profile, const Seen& seen) -> bool {
  if (!seen.succeeded() || seen.body == nullptr || !seen.body->is_object()) return false;
  return profile.field(*seen.body, "id") != nullptr || profile.field(*seen.body, "status") != nullptr ||
         !stray_id(*seen.body).empty();
}

void each_without_video(const Evidence& evidence, const std::function<void(const Seen&)>& judge) {
  const auto ended = [](const TaskSighting* sighting) {
    return sighting != nullptr && sighting->stage && core::is_terminal(*sighting->stage);
  };
  for (const auto* seen : evidence.of(core::Operation::content)) {
    const auto* task = evidence.task(seen->id);
    if (task == nullptr || !seen->answered() || seen->status() == 429 || seen->intent().rfind("no-key", 0) == 0)
      continue;
    const auto near = evidence.around(*task, *seen);
    const bool failed = near.before != nullptr && near.before->stage == core::Stage::failed;
    const bool early = near.after != nullptr && near.after->stage && !ended(near.after) && !ended(near.before);
    if (failed || early) judge(*seen);
  }
}

auto says_unsupported(const Seen& seen) -> bool {
  return seen.status() == 404 || seen.status() == 405 || seen.status() == 501;
}

namespace {

// Requests for an operation that must work where there is such an operation: about tasks that exist, from this run or
// from traffic that shows them.
auto is_fair_request(const Evidence& evidence, const Seen& seen) -> bool {
  if (!seen.answered() || seen.status() == 429 || seen.intent() == "delete-unknown" || seen.intent() == "unknown-id")
    return false;
  const auto& intent = seen.intent();
  if (intent == "negative" || intent.rfind("no-key", 0) == 0 || intent.rfind("wrong-key", 0) == 0) return false;
  if (intent.size() > 8 && intent.substr(intent.size() - 8) == "-invalid") return false;
  if (seen.id.empty() || seen.is(core::Operation::character_retrieve)) return !seen.intent().empty() || !seen.refused();
  const auto* task = evidence.task(seen.id);
  return task != nullptr && task->creation != nullptr &&
         (task->deletion == nullptr || &seen == task->deletion || before(seen, *task->deletion));
}

}  // namespace

void judge_supported(const Evidence& evidence, core::Operation operation, Out& out) {
  for (const auto* seen : evidence.of(operation)) {
    if (!is_fair_request(evidence, *seen)) continue;
    out.expect(!says_unsupported(*seen), *seen,
               {.pointer = "status", .expected = "the documented operation", .actual = describe(*seen)});
  }
}

auto is_unsupported(const Evidence& evidence, core::Operation operation) -> bool {
  bool refused = false;
  for (const auto* seen : evidence.of(operation)) {
    if (!is_fair_request(evidence, *seen)) continue;
    if (!says_unsupported(*seen)) return false;
    refused = true;
  }
  return refused;
}

auto offers(const core::Profile& profile, core::Operation operation) -> bool {
  return profile.operation(operation) != nullptr;
}

}  // namespace vidspec::conformance::checks
