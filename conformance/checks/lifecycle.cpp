#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Stage;

namespace {

void judge_no_regression(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    each_step(task, known_stage, [&](const TaskSighting& before, const TaskSighting& after) {
      if (!after.stage) return;
      out.expect(!(before.stage == Stage::running && after.stage == Stage::queued), *after.seen,
                 {.pointer = field_pointer(evidence, after, "status"),
                  .expected = "no waiting word after " + in_quotes(before.status) + seen_in(before),
                  .actual = in_quotes(after.status)});
    });
  }
}

void judge_terminal_stays(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    each_step(task, known_stage, [&](const TaskSighting& before, const TaskSighting& after) {
      if (!core::is_terminal(*before.stage)) return;
      out.expect(after.stage == before.stage, *after.seen,
                 {.pointer = field_pointer(evidence, after, "status"),
                  .expected = "still " + in_quotes(before.status) + seen_in(before),
                  .actual = after.status.empty() ? "no status" : in_quotes(after.status)});
    });
  }
}

// Never a failure: that a job is slow is not a violation, but a suite that did not see the end must say so.
void judge_reaches_end(const Evidence& evidence, Out& out) {
  const TaskHistory* unfinished = nullptr;
  bool ended = false;
  for (const auto& task : evidence.tasks()) {
    const bool polled = std::any_of(task.sightings.begin(), task.sightings.end(), is_poll);
    if (task.terminal() != nullptr) {
      ended = true;
      out.subject();
    } else if (polled && task.deletion == nullptr) {
      unfinished = &task;
    }
  }
  if (unfinished != nullptr && !ended && evidence.journal().header.recorded_by == "run") {
    out.could_not_run("no known terminal word was seen in time: " + timeline_of(*unfinished));
  }
}

void judge_id_stable(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      if (!sighting.seen->is(core::Operation::retrieve)) continue;
      const auto* value = evidence.profile().field(*sighting.task, "id");
      if (value == nullptr || !value->is_string()) continue;
      const auto id = text_of(value);
      const bool prefix_dropped = !id.empty() && task.id.size() > id.size() &&
                                  task.id[task.id.size() - id.size() - 1] == ':' &&
                                  std::string_view(task.id).substr(task.id.size() - id.size()) == id;
      out.expect(id == task.id, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "id"),
                  .expected = in_quotes(task.id) + ", the id that was asked about",
                  .actual = in_quotes(id),
                  .value = value,
                  .when = prefix_dropped ? "prefix-dropped" : "changed"});
    }
  }
}

void judge_created_at_stable(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const auto has_time = [&](const TaskSighting& s) { return number(evidence, s, "created_at").has_value(); };
    each_step(task, has_time, [&](const TaskSighting& before, const TaskSighting& after) {
      const auto* value = evidence.profile().field(*after.task, "created_at");
      if (value == nullptr || !value->is_number()) return;
      const auto* first = evidence.profile().field(*before.task, "created_at");
      out.expect(*value == *first, *after.seen,
                 {.pointer = field_pointer(evidence, after, "created_at"),
                  .expected = first->dump() + " as before" + seen_in(before),
                  .actual = value->dump(),
                  .value = value});
    });
  }
}

void judge_updated_at_monotonic(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const auto has_time = [&](const TaskSighting& s) { return number(evidence, s, "updated_at").has_value(); };
    each_step(task, has_time, [&](const TaskSighting& before, const TaskSighting& after) {
      const auto now = number(evidence, after, "updated_at");
      if (!now) return;
      out.expect(*now >= *number(evidence, before, "updated_at"), *after.seen,
                 {.pointer = field_pointer(evidence, after, "updated_at"),
                  .expected = "at least " + shown(evidence, before, "updated_at") + seen_in(before),
                  .actual = shown(evidence, after, "updated_at")});
    });
  }
}

void judge_progress_monotonic(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const auto has_progress = [&](const TaskSighting& s) { return number(evidence, s, "progress").has_value(); };
    each_step(task, has_progress, [&](const TaskSighting& before, const TaskSighting& after) {
      const auto now = number(evidence, after, "progress");
      // A job that failed may say how far it came or start over at 0.
      if (!now || after.stage == Stage::failed) return;
      out.expect(*now >= *number(evidence, before, "progress"), *after.seen,
                 {.pointer = field_pointer(evidence, after, "progress"),
                  .expected = "at least " + shown(evidence, before, "progress") + seen_in(before),
                  .actual = shown(evidence, after, "progress")});
    });
  }
}

void judge_progress_complete(const Evidence& evidence, Out& out) {
  const auto unit = evidence.profile().units.find("progress");
  const double whole = unit != evidence.profile().units.end() && unit->second == "fraction" ? 1 : 100;
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto progress = number(evidence, sighting, "progress");
      if (sighting.stage != Stage::completed || !progress) continue;
      out.expect(*progress >= whole, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "progress"),
                  .expected = core::show(core::Json(whole)) + " on a completed task",
                  .actual = shown(evidence, sighting, "progress")});
    }
  }
}

auto has_progress_field(const core::Profile& profile) -> bool { return profile.fields.count("progress") != 0; }
auto has_created_at(const core::Profile& profile) -> bool { return profile.fields.count("created_at") != 0; }
auto has_updated_at(const core::Profile& profile) -> bool { return profile.fields.count("updated_at") != 0; }

const Check table[] = {
    {.id = "lifecycle.reaches-end",
     .title = {"A job that was created reaches a known terminal word by the deadline",
               "已创建的任务在截止时间前到达一个已知的终态词"},
     .why = {"A client that never sees a terminal word polls for ever, and pays for a video it cannot fetch.",
             "客户端始终看不到终态词就会一直轮询，付了费却拿不到视频。"},
     .fix =
         {"Report one of the documented terminal words when the job ends; raise --deadline if jobs take longer here.",
          "任务结束时返回文档中的终态词；如果任务本来就慢，请调大 --deadline。"},
     .conforming = "poll 1: queued · poll 9: completed",
     .violating = "poll 1: queued · … · poll 400: queued (could not be judged)",
     .level = core::Level::must,
     .probe = "poll",
     .judge = judge_reaches_end},
    {.id = "lifecycle.no-regression",
     .title = {"A running job never goes back to waiting", "进行中的任务不会退回排队状态"},
     .why = {"State machines of clients refuse the step back, or count the job twice.",
             "客户端的状态机会拒绝倒退，或把任务重复计数。"},
     .fix = {"Read the status from one place; do not answer from a replica that lags behind.",
             "状态只从一处读取，不要用落后的副本应答。"},
     .conforming = "queued → in_progress → completed",
     .violating = "in_progress → queued",
     .level = core::Level::must,
     .probe = "poll",
     .judge = judge_no_regression},
    {.id = "lifecycle.terminal-stays",
     .title = {"A completed or failed job stays so", "已完成或已失败的任务保持其状态"},
     .why = {"Clients stop polling at a terminal word; what happens afterwards is never noticed.",
             "客户端看到终态词就停止轮询，之后的变化不会被发现。"},
     .fix = {"Report a terminal word only when the outcome is final.", "只有结果确定后才返回终态词。"},
     .conforming = "completed → completed",
     .violating = "completed → in_progress",
     .level = core::Level::must,
     .probe = "settled poll",
     .judge = judge_terminal_stays},
    {.id = "lifecycle.id-stable",
     .title = {"Every answer about a job carries the id that was asked about",
               "每次查询返回的 id 都与所查询的 id 相同"},
     .why = {"A client that goes on with the id of the last answer asks for a job that does not exist.",
             "客户端若用最后一次返回的 id 继续请求，会查询到不存在的任务。"},
     .fix = {"Translate ids in one place, in both directions, for create, retrieve and list alike.",
             "在一处统一做双向的 id 转换，创建、查询、列表一致。"},
     .conforming = R"(create {"id":"video_1"} · GET /videos/video_1 {"id":"video_1"})",
     .violating = R"(create {"id":"video_1"} · GET /videos/video_1 {"id":"task_9"})",
     .level = core::Level::must,
     .probe = "poll",
     .judge = judge_id_stable},
    {.id = "lifecycle.created-at-stable",
     .title = {"The time of creation of a job never changes", "任务的创建时间不变"},
     .why = {"Sorting, paging and time-outs by age break.", "按创建时间排序、分页和判断超时都会出错。"},
     .fix = {"Store created_at with the job instead of computing it for each answer.",
             "把 created_at 与任务一起保存，不要每次应答时重新计算。"},
     .conforming = "created_at 1764649117 in every answer",
     .violating = "created_at 1764649117, then 1764649121",
     .probe = "poll",
     .like = "task.created_at.present",
     .applies = has_created_at,
     .judge = judge_created_at_stable},
    {.id = "lifecycle.updated-at-monotonic",
     .title = {"The time of the last change never goes back", "状态更新时间不会倒退"},
     .why = {"Clients that take the newest answer keep an old one.", "只保留最新应答的客户端会留下旧状态。"},
     .fix = {"Set it when the status changes, from one clock.", "仅在状态变化时用同一个时钟更新。"},
     .conforming = "status_update_time 1759763427208, then 1759763621142",
     .violating = "status_update_time 1759763621142, then 1759763427208",
     .probe = "poll",
     .applies = has_updated_at,
     .judge = judge_updated_at_monotonic},
    {.id = "lifecycle.progress-monotonic",
     .title = {"Progress never falls while a job goes on", "任务进行中进度不会下降"},
     .why = {"Progress bars jump back, and estimates of the time left become negative.",
             "进度条会回跳，剩余时间估计会变成负数。"},
     .fix = {"Report the highest value reached so far.", "返回到目前为止的最大值。"},
     .conforming = "progress 0, 33, 33, 80, 100",
     .violating = "progress 60, then 20",
     .probe = "poll",
     .applies = has_progress_field,
     .judge = judge_progress_monotonic},
    {.id = "lifecycle.progress-complete",
     .title = {"A completed job that reports progress reports all of it", "已完成的任务若返回进度，则为全部完成"},
     .why = {"Progress bars stay short of the end for ever.", "进度条永远到不了终点。"},
     .fix = {"Set progress to its maximum together with the terminal word.", "置为终态时同时把进度设为最大值。"},
     .conforming = R"({"status":"completed","progress":100})",
     .violating = R"({"status":"completed","progress":80})",
     .probe = "poll",
     .applies = has_progress_field,
     .judge = judge_progress_complete},
};

}  // namespace

auto lifecycle() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
