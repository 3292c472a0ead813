#include <cmath>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"
#include "core/time.h"

namespace vidspec::conformance::checks {

using core::Stage;

namespace {

// The unix time, in seconds, at which an exchange was sent; nothing where the journal does not say when it began.
auto moment_of(const Evidence& evidence, const Seen& seen) -> std::optional<double> {
  const auto started = core::parse_rfc3339(evidence.journal().header.started);
  if (!started) return std::nullopt;
  return static_cast<double>(core::unix_millis(*started) + seen.raw->t_ms) / 1000;
}

constexpr double clock_slack = 3600;  // seconds: clocks differ, time zones differ by more

// Whether a time lies after the answer that tells it. One in the other unit is judged by its format.
auto is_to_come(const Evidence& evidence, const Seen& seen, double time) -> bool {
  const auto sent = moment_of(evidence, seen);
  const double at = time >= 9e11 ? time / 1000 : time;
  return sent && at - *sent > clock_slack;
}

// The completed_at of a sighting that cannot be right, in words; empty where nothing is wrong.
auto completed_at_problem(const Evidence& evidence, const TaskSighting& sighting) -> std::string {
  const auto completed = number(evidence, sighting, "completed_at");
  const auto created = number(evidence, sighting, "created_at");
  if (sighting.stage && !core::is_terminal(*sighting.stage))
    return "set while the task is " + in_quotes(sighting.status);
  if (sighting.stage && created && *completed < *created) {
    return shown(evidence, sighting, "completed_at") + ", before created_at " + shown(evidence, sighting, "created_at");
  }
  // A clock that is ahead as a whole is judged by lifecycle.created-at-now.
  const auto& seen = *sighting.seen;
  const bool ahead = created && is_to_come(evidence, seen, *created);
  return !ahead && is_to_come(evidence, seen, *completed)
             ? shown(evidence, sighting, "completed_at") + ", still to come"
             : "";
}

void judge_completed_at_late(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto* value = evidence.profile().field(*sighting.task, "completed_at");
      if (!sighting.stage || (value != nullptr && !value->is_null() && !value->is_number())) continue;
      const auto problem = value == nullptr || value->is_null() ? "" : completed_at_problem(evidence, sighting);
      out.expect(problem.empty(), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "completed_at"),
                  .expected = "nothing before the end, then a time between created_at and now",
                  .actual = problem,
                  .value = value});
    }
  }
}

void judge_completed_at_set(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto* value = evidence.profile().field(*sighting.task, "completed_at");
      if (sighting.stage != Stage::completed || value == nullptr) continue;
      out.expect(!value->is_null(), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "completed_at"),
                  .expected = "the time at which the task was completed",
                  .actual = "null on a completed task",
                  .value = value});
    }
  }
}

void judge_expires_after_end(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto expires = number(evidence, sighting, "expires_at");
      const auto created = number(evidence, sighting, "created_at");
      const auto completed = number(evidence, sighting, "completed_at");
      // 0 for "not yet" is met before the end; afterwards it is 1970.
      const bool not_yet = expires == 0.0 && sighting.stage != Stage::completed;
      if (!expires || not_yet || (!created && !completed)) continue;
      const bool by_end = completed.has_value();
      out.expect(*expires >= (by_end ? *completed : *created), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "expires_at"),
                  .expected = std::string("a time not before ") + (by_end ? "completed_at " : "created_at ") +
                              shown(evidence, sighting, by_end ? "completed_at" : "created_at"),
                  .actual = shown(evidence, sighting, "expires_at")});
    }
  }
}

void judge_created_at_now(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    if (task.creation == nullptr || task.sightings.empty() || task.sightings.front().seen != task.creation) continue;
    const auto& sighting = task.sightings.front();
    const auto sent = moment_of(evidence, *task.creation);
    const auto created = number(evidence, sighting, "created_at");
    if (!sent || !created) continue;
    out.expect(!is_to_come(evidence, *task.creation, *created), *task.creation,
               {.pointer = field_pointer(evidence, sighting, "created_at"),
                .expected = "not after the create, " + core::show(core::Json(std::floor(*sent))),
                .actual = shown(evidence, sighting, "created_at")});
  }
}

auto has_completed_at(const core::Profile& profile) -> bool { return profile.fields.count("completed_at") != 0; }
auto promises_completed_at(const core::Profile& profile) -> bool {
  for (const auto& requirement : profile.requirements_of_fields) {
    if (requirement.id == "task.completed_at.nullable-absent") return true;
  }
  return false;
}
auto has_expires_at(const core::Profile& profile) -> bool { return profile.fields.count("expires_at") != 0; }
auto has_created_at(const core::Profile& profile) -> bool { return profile.fields.count("created_at") != 0; }

const Check table[] = {
    {.id = "lifecycle.created-at-now",
     .title = {"created_at does not lie in the future", "created_at 不在未来"},
     .why = {"Lists are sorted wrongly, and time-outs by age never strike.",
             "列表排序错误，按时长判断的超时永不触发。"},
     .fix = {"Take the time from a synchronised clock, in UTC.", "使用已同步的时钟，取 UTC 时间。"},
     .conforming = R"(created at 1764649117 · {"created_at":1764649117})",
     .violating = R"(created at 1764649117 · {"created_at":1764677917})",
     .probe = "create",
     .applies = has_created_at,
     .judge = judge_created_at_now},
    {.id = "lifecycle.completed-at-late",
     .title = {"completed_at is set only at the end, between created_at and now",
               "completed_at 只在结束时设置，介于 created_at 与当前时间之间"},
     .why = {"Clients that take a completion time for completion download too early, and compute negative durations.",
             "以完成时间判断完成的客户端会过早下载，并算出负的耗时。"},
     .fix = {"Leave completed_at null or out until the job has ended; do not fill it with the time of the last update.",
             "任务结束前 completed_at 留空或不返回，不要用最后更新时间填充。"},
     .conforming = R"({"status":"in_progress","completed_at":null})",
     .violating = R"({"status":"in_progress","completed_at":1764649121})",
     .probe = "poll",
     .applies = has_completed_at,
     .judge = judge_completed_at_late},
    {.id = "lifecycle.completed-at-set",
     .title = {"A completed job says when it was completed", "已完成的任务给出完成时间"},
     .why = {"Durations and retention cannot be computed.", "无法计算耗时和保留期。"},
     .fix = {"Fill completed_at when the job is completed.", "任务完成时填写 completed_at。"},
     .conforming = R"({"status":"completed","completed_at":1764649173})",
     .violating = R"({"status":"completed","completed_at":null})",
     .provenance = core::Provenance::prose,
     .probe = "poll",
     .applies = promises_completed_at,
     .judge = judge_completed_at_set},
    {.id = "lifecycle.expires-after-end",
     .title = {"expires_at does not lie before the end of the job", "expires_at 不早于任务结束时间"},
     .why = {"Clients take a fresh video for an expired one and never fetch it.",
             "客户端会把新视频当作已过期而不去下载。"},
     .fix = {"Count the retention from the completion, in the same unit as the other times.",
             "从完成时间起算保留期，单位与其他时间一致。"},
     .conforming = R"({"completed_at":1788266832,"expires_at":1788439632})",
     .violating = R"({"completed_at":1788266832,"expires_at":3600})",
     .probe = "poll",
     .applies = has_expires_at,
     .judge = judge_expires_after_end},
};

}  // namespace

auto lifecycle_times() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
