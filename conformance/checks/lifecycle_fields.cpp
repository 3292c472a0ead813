#include <cmath>
#include <cstdlib>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Stage;

namespace {

// The completed_at of a sighting that cannot be right, in words; empty where nothing is wrong.
auto completed_at_problem(const Evidence& evidence, const TaskSighting& sighting) -> std::string {
  const auto completed = number(evidence, sighting, "completed_at");
  const auto created = number(evidence, sighting, "created_at");
  if (sighting.stage && !core::is_terminal(*sighting.stage))
    return "set while the task is " + in_quotes(sighting.status);
  if (sighting.stage && created && *completed < *created) {
    return shown(evidence, sighting, "completed_at") + ", before created_at " + shown(evidence, sighting, "created_at");
  }
  return {};
}

void judge_completed_at_late(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto* value = evidence.profile().field(*sighting.task, "completed_at");
      if (!sighting.stage || (value != nullptr && !value->is_null() && !value->is_number())) continue;
      const auto problem = value == nullptr || value->is_null() ? "" : completed_at_problem(evidence, sighting);
      out.expect(problem.empty(), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "completed_at"),
                  .expected = "nothing before the end, then a time not before created_at",
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
      if (!expires || *expires == 0 || (!created && !completed)) continue;
      const bool by_end = completed.has_value();
      out.expect(*expires >= (by_end ? *completed : *created), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "expires_at"),
                  .expected = std::string("a time not before ") + (by_end ? "completed_at " : "created_at ") +
                              shown(evidence, sighting, by_end ? "completed_at" : "created_at"),
                  .actual = shown(evidence, sighting, "expires_at")});
    }
  }
}

auto explains(const Json* value) -> bool {
  return value != nullptr && value->is_string() && !core::trim(value->get_ref<const std::string&>()).empty();
}

void judge_error_only_on_failed(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      if (!sighting.stage || sighting.stage == Stage::failed) continue;
      const auto* error = evidence.profile().field(*sighting.task, "error");
      const bool filled = error != nullptr && ((error->is_object() && !error->empty()) || explains(error));
      out.expect(!filled, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "error"),
                  .expected = "no error while the task is " + in_quotes(sighting.status),
                  .actual = error == nullptr ? "missing" : core::show(*error),
                  .value = error});
    }
  }
}

void judge_failure_explained(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      if (sighting.stage != Stage::failed) continue;
      const auto& value = *sighting.task;
      const auto* error = evidence.profile().field(value, "error");
      const bool explained = explains(error) || explains(core::find_pointer(value, "/error/message")) ||
                             explains(evidence.profile().field(value, "error.message")) ||
                             explains(core::find_pointer(value, "/fail_reason")) ||
                             explains(core::find_pointer(value, "/detail/failure_reason"));
      out.expect(explained, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "error"),
                  .expected = "a non-empty text at error, error.message, fail_reason or detail.failure_reason",
                  .actual = error == nullptr ? "none of them" : core::show(*error),
                  .value = error});
    }
  }
}

auto same_number(const std::string& a, const std::string& b) -> bool {
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a);
  const double y = std::strtod(b.c_str(), &end_b);
  return !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0' && std::abs(x - y) < 1e-9;
}

// A dated release of the model that was asked for by its alias: "sora-2" answered as "sora-2-2025-12-08".
auto is_dated_name(const std::string& echoed, const std::string& asked) -> bool {
  constexpr std::string_view shape = "-2000-00-00";
  if (echoed.size() != asked.size() + shape.size() || echoed.compare(0, asked.size(), asked) != 0) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = echoed[asked.size() + i];
    if (shape[i] == '-' ? c != '-' : (c < '0' || c > '9')) return false;
  }
  return true;
}

void judge_echo(const Evidence& evidence, const TaskHistory& task, std::string_view field,
                const std::optional<std::string>& asked, Out& out) {
  std::optional<std::string> wanted = asked;
  std::string where = " as requested";
  for (const auto& sighting : task.sightings) {
    const auto* value = evidence.profile().field(*sighting.task, field);
    const auto echoed = scalar_text(value);
    if (!echoed) continue;
    if (!wanted) {
      wanted = echoed;
      where = " as before" + seen_in(sighting);
      continue;
    }
    const bool same = *echoed == *wanted || (field == "seconds" && same_number(*echoed, *wanted)) ||
                      (field == "model" && asked && is_dated_name(*echoed, *wanted));
    out.expect(same, *sighting.seen,
               {.pointer = field_pointer(evidence, sighting, field),
                .expected = in_quotes(*wanted) + where,
                .actual = core::show(*value),
                .value = value,
                .when = field});
  }
}

void judge_echo_stable(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const bool stitched = task.creation != nullptr && task.creation->is(core::Operation::extend);
    judge_echo(evidence, task, "model", task.asked.model, out);
    judge_echo(evidence, task, "seconds", stitched ? std::nullopt : task.asked.seconds, out);
    judge_echo(evidence, task, "size", task.asked.size, out);
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
auto has_error(const core::Profile& profile) -> bool { return profile.fields.count("error") != 0; }
auto has_echo(const core::Profile& profile) -> bool {
  return profile.fields.count("model") + profile.fields.count("seconds") + profile.fields.count("size") != 0;
}

const Check table[] = {
    {.id = "lifecycle.completed-at-late",
     .title = {"completed_at is set only at the end, and not before created_at",
               "completed_at 只在结束时设置,且不早于 created_at"},
     .why = {"Clients that take a completion time for completion download too early, and compute negative durations.",
             "以完成时间判断完成的客户端会过早下载,并算出负的耗时。"},
     .fix = {"Leave completed_at null or out until the job has ended; do not fill it with the time of the last update.",
             "任务结束前 completed_at 留空或不返回,不要用最后更新时间填充。"},
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
             "从完成时间起算保留期,单位与其他时间一致。"},
     .conforming = R"({"completed_at":1788266832,"expires_at":1788439632})",
     .violating = R"({"completed_at":1788266832,"expires_at":3600})",
     .probe = "poll",
     .applies = has_expires_at,
     .judge = judge_expires_after_end},
    {.id = "lifecycle.error-only-on-failed",
     .title = {"Only a failed job carries an error", "只有失败的任务才带 error"},
     .why = {"Clients that look at error first give up a job that goes on and is paid for.",
             "先看 error 的客户端会放弃仍在进行且已付费的任务。"},
     .fix = {"Leave error null or out unless the status is the failure word.", "状态不是失败时 error 置空或不返回。"},
     .conforming = R"({"status":"in_progress","error":null})",
     .violating = R"({"status":"in_progress","error":{"code":"x","message":"y"}})",
     .probe = "poll",
     .applies = has_error,
     .judge = judge_error_only_on_failed},
    {.id = "lifecycle.failure-explained",
     .title = {"A failed job says why", "失败的任务说明原因"},
     .why = {"Users see that it failed and cannot tell a refused prompt from a broken server.",
             "用户只知道失败,分不清是提示词被拒还是服务故障。"},
     .fix = {"Give a reason in error.message.", "在 error.message 中给出原因。"},
     .conforming = R"({"status":"failed","error":{"code":"moderation_blocked","message":"Your request was blocked."}})",
     .violating = R"({"status":"failed","error":null})",
     .probe = "fail-poll given-failed-task",
     .judge = judge_failure_explained},
    {.id = "lifecycle.echo-stable",
     .title = {"Model, seconds and size are those of the request and stay the same",
               "model、seconds、size 与请求一致且保持不变"},
     .why = {"Billing and audit do not match, and users pay for another length or size than they see.",
             "账单与审计对不上,用户看到的时长或尺寸与付费的不同。"},
     .fix = {"Store what was asked for with the job and answer that.", "把请求值与任务一起保存并原样返回。"},
     .conforming = R"(sent seconds=4 · {"seconds":"4"} in every answer)",
     .violating = R"(sent seconds=4 · {"seconds":"10"})",
     .probe = "create",
     .applies = has_echo,
     .judge = judge_echo_stable},
};

}  // namespace

auto lifecycle_fields() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
