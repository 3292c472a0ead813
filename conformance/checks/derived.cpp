#include <cmath>
#include <cstdlib>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

template <Operation operation>
void judge_op_supported(const Evidence& evidence, Out& out) {
  judge_supported(evidence, operation, out);
}

template <Operation operation>
auto has(const core::Profile& profile) -> bool {
  return offers(profile, operation);
}

// A refusal that is not "no such operation".
template <Operation operation>
void judge_op_accepted(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(operation)) {
    if (seen->intent() != core::name(operation) || !seen->answered() || says_unsupported(*seen) ||
        seen->status() == 429)
      continue;
    out.expect(seen->succeeded(), *seen,
               {.pointer = "status", .expected = "a documented request is accepted", .actual = describe(*seen)});
  }
}

template <Operation operation>
void judge_op_status(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(operation)) {
    if (!seen->succeeded()) continue;
    expect_documented_status(*seen, out);
  }
}

template <Operation operation>
void judge_op_rejects(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent(std::string(core::name(operation)) + "-invalid")) {
    if (!seen->answered() || seen->status() == 429) continue;
    out.expect(seen->refused() || says_unsupported(*seen), *seen,
               {.pointer = "status",
                .expected = "a refusal (" + seen->fact("violation") + " " + seen->fact("field") + ")",
                .actual = describe(*seen)});
  }
}

// The id of the task that a derived one was made from, as the run recorded it.
auto source_of(const Seen& seen) -> std::string { return seen.id.empty() ? seen.fact("source") : seen.id; }

template <Operation operation>
void judge_op_new_id(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(operation)) {
    if (!seen->succeeded() || seen->body == nullptr || !seen->body->is_object() || source_of(*seen).empty()) continue;
    const auto* id = evidence.profile().field(*seen->body, "id");
    out.expect(
        !text_of(id).empty() && text_of(id) != source_of(*seen), *seen,
        {.pointer = "/id", .expected = "an id of its own", .actual = id == nullptr ? "missing" : core::show(*id)});
  }
}

void judge_remix_source(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    if (task.creation == nullptr || !task.creation->is(Operation::remix)) continue;
    for (const auto& sighting : task.sightings) {
      const auto* source = evidence.profile().field(*sighting.task, "remixed_from");
      if (source == nullptr || (!source->is_string() && !source->is_null())) continue;
      out.expect(text_of(source) == task.creation->id, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "remixed_from"),
                  .expected = in_quotes(task.creation->id),
                  .actual = core::show(*source),
                  .value = source});
    }
  }
}

void judge_extend_seconds(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    if (task.creation == nullptr || !task.creation->is(Operation::extend) || !task.asked.seconds) continue;
    const auto* source = evidence.task(source_of(*task.creation));
    if (source == nullptr || !source->asked.seconds) continue;
    const double wanted =
        std::strtod(source->asked.seconds->c_str(), nullptr) + std::strtod(task.asked.seconds->c_str(), nullptr);
    for (const auto& sighting : task.sightings) {
      const auto* value = evidence.profile().field(*sighting.task, "seconds");
      const auto text = scalar_text(value);
      if (!text) continue;
      out.expect(std::abs(std::strtod(text->c_str(), nullptr) - wanted) < 0.01, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "seconds"),
                  .expected = core::show(core::Json(wanted)) + " s, the stitched total",
                  .actual = core::show(*value),
                  .value = value});
    }
  }
}

constexpr core::Text op_why = {"Clients that offer it to their users fail.", "向用户提供该功能的客户端会失败。"};
constexpr core::Text op_fix = {"Route the documented path, or tell your users that it is missing.",
                               "提供文档规定的路径，或告知用户不支持。"};
constexpr core::Text accept_fix = {"Accept what the documentation allows.", "接受文档允许的请求。"};
constexpr core::Text id_why = {"The source is overwritten, or the new video cannot be told from it.",
                               "源视频被覆盖，或无法与新视频区分。"};
constexpr core::Text id_fix = {"Make a new task with an id of its own.", "新建任务并分配新的 id。"};

const Check table[] = {
    {.id = "remix.supported",
     .title = {"Videos can be remixed", "支持 remix"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "POST /videos/{id}/remix → 200",
     .violating = "POST /videos/{id}/remix → 404",
     .ops = "remix",
     .probe = "remix",
     .applies = has<Operation::remix>,
     .judge = judge_op_supported<Operation::remix>},
    {.id = "remix.accepted",
     .title = {"A remix of a completed video is accepted", "对已完成视频的 remix 被接受"},
     .why = op_why,
     .fix = accept_fix,
     .conforming = R"(POST /videos/{id}/remix {"prompt":"…"} → 200)",
     .violating = R"(POST /videos/{id}/remix {"prompt":"…"} → 400)",
     .ops = "remix",
     .probe = "remix",
     .applies = has<Operation::remix>,
     .judge = judge_op_accepted<Operation::remix>},
    {.id = "remix.new-id",
     .title = {"A remix is a task of its own", "remix 是独立的任务"},
     .why = id_why,
     .fix = id_fix,
     .conforming = R"(POST /videos/a/remix → {"id":"b"})",
     .violating = R"(POST /videos/a/remix → {"id":"a"})",
     .ops = "remix",
     .probe = "remix",
     .applies = has<Operation::remix>,
     .judge = judge_op_new_id<Operation::remix>},
    {.id = "remix.source",
     .title = {"A remix names the video that it was made from", "remix 任务指明源视频"},
     .why = {"The chain of sources cannot be followed.", "无法追溯来源。"},
     .fix = {"Fill remixed_from_video_id with the id of the path.", "把路径中的 id 填入 remixed_from_video_id。"},
     .conforming = R"(POST /videos/a/remix → {"remixed_from_video_id":"a"})",
     .violating = R"(POST /videos/a/remix → {"remixed_from_video_id":null})",
     .provenance = core::Provenance::prose,
     .ops = "remix",
     .probe = "remix",
     .applies = has<Operation::remix>,
     .judge = judge_remix_source},
    {.id = "remix.status",
     .title = {"remix answers with the documented success status", "remix 成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error and pay again.",
             "严格的客户端会把其他状态码当作错误并再次付费。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "POST /videos/{id}/remix → 200",
     .violating = "POST /videos/{id}/remix → 201",
     .ops = "remix",
     .probe = "remix",
     .applies = has<Operation::remix>,
     .judge = judge_op_status<Operation::remix>},
    {.id = "remix.rejects-invalid",
     .title = {"An invalid remix is refused", "无效的 remix 请求被拒绝"},
     .why = {"Users pay for a video that was made from nothing.", "用户为凭空生成的视频付费。"},
     .fix = {"Check source and fields before the job is queued.", "入队前检查源视频和字段。"},
     .conforming = "POST /videos/{id}/remix of an unknown video → 404",
     .violating = "POST /videos/{id}/remix of an unknown video → 200 with a task",
     .ops = "remix",
     .probe = "remix-invalid",
     .applies = has<Operation::remix>,
     .judge = judge_op_rejects<Operation::remix>},
    {.id = "edit.supported",
     .title = {"Videos can be edited", "支持 edit"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "POST /videos/edits → 200",
     .violating = "POST /videos/edits → 404",
     .ops = "edit",
     .probe = "edit",
     .applies = has<Operation::edit>,
     .judge = judge_op_supported<Operation::edit>},
    {.id = "edit.accepted",
     .title = {"An edit of a completed video is accepted", "对已完成视频的 edit 被接受"},
     .why = op_why,
     .fix = accept_fix,
     .conforming = "POST /videos/edits video[id]=a prompt=… → 200",
     .violating = "POST /videos/edits video[id]=a prompt=… → 422",
     .ops = "edit",
     .probe = "edit",
     .applies = has<Operation::edit>,
     .judge = judge_op_accepted<Operation::edit>},
    {.id = "edit.new-id",
     .title = {"An edit is a task of its own", "edit 是独立的任务"},
     .why = id_why,
     .fix = id_fix,
     .conforming = R"(POST /videos/edits of a → {"id":"b"})",
     .violating = R"(POST /videos/edits of a → {"id":"a"})",
     .ops = "edit",
     .probe = "edit",
     .applies = has<Operation::edit>,
     .judge = judge_op_new_id<Operation::edit>},
    {.id = "edit.status",
     .title = {"edit answers with the documented success status", "edit 成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error and pay again.",
             "严格的客户端会把其他状态码当作错误并再次付费。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "POST /videos/edits → 200",
     .violating = "POST /videos/edits → 201",
     .ops = "edit",
     .probe = "edit",
     .applies = has<Operation::edit>,
     .judge = judge_op_status<Operation::edit>},
    {.id = "edit.rejects-invalid",
     .title = {"An invalid edit is refused", "无效的 edit 请求被拒绝"},
     .why = {"Users pay for a video that was made from nothing.", "用户为凭空生成的视频付费。"},
     .fix = {"Check source and fields before the job is queued.", "入队前检查源视频和字段。"},
     .conforming = "POST /videos/edits of an unknown video → 404",
     .violating = "POST /videos/edits of an unknown video → 200 with a task",
     .ops = "edit",
     .probe = "edit-invalid",
     .applies = has<Operation::edit>,
     .judge = judge_op_rejects<Operation::edit>},
    {.id = "extend.supported",
     .title = {"Videos can be extended", "支持 extend"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "POST /videos/extensions → 200",
     .violating = "POST /videos/extensions → 404",
     .ops = "extend",
     .probe = "extend",
     .applies = has<Operation::extend>,
     .judge = judge_op_supported<Operation::extend>},
    {.id = "extend.accepted",
     .title = {"An extension of a completed video is accepted", "对已完成视频的 extend 被接受"},
     .why = op_why,
     .fix = accept_fix,
     .conforming = "POST /videos/extensions video[id]=a seconds=4 → 200",
     .violating = "POST /videos/extensions video[id]=a seconds=4 → 400",
     .ops = "extend",
     .probe = "extend",
     .applies = has<Operation::extend>,
     .judge = judge_op_accepted<Operation::extend>},
    {.id = "extend.new-id",
     .title = {"An extension is a task of its own", "extend 是独立的任务"},
     .why = id_why,
     .fix = id_fix,
     .conforming = R"(POST /videos/extensions of a → {"id":"b"})",
     .violating = R"(POST /videos/extensions of a → {"id":"a"})",
     .ops = "extend",
     .probe = "extend",
     .applies = has<Operation::extend>,
     .judge = judge_op_new_id<Operation::extend>},
    {.id = "extend.seconds",
     .title = {"The seconds of an extension are the stitched total", "extend 的 seconds 为拼接后的总时长"},
     .why = {"Users are shown another length than they get.", "用户看到的时长与实际不符。"},
     .fix = {"Add the length of the source.", "加上源视频的时长。"},
     .conforming = R"(4 s extended by 4 s → {"seconds":"8"})",
     .violating = R"(4 s extended by 4 s → {"seconds":"4"})",
     .provenance = core::Provenance::prose,
     .ops = "extend",
     .probe = "extend",
     .applies = has<Operation::extend>,
     .judge = judge_extend_seconds},
    {.id = "extend.status",
     .title = {"extend answers with the documented success status", "extend 成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error and pay again.",
             "严格的客户端会把其他状态码当作错误并再次付费。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "POST /videos/extensions → 200",
     .violating = "POST /videos/extensions → 201",
     .ops = "extend",
     .probe = "extend",
     .applies = has<Operation::extend>,
     .judge = judge_op_status<Operation::extend>},
    {.id = "extend.rejects-invalid",
     .title = {"An invalid extend is refused", "无效的 extend 请求被拒绝"},
     .why = {"Users pay for a video that was made from nothing.", "用户为凭空生成的视频付费。"},
     .fix = {"Check source and fields before the job is queued.", "入队前检查源视频和字段。"},
     .conforming = "POST /videos/extensions of an unknown video → 404",
     .violating = "POST /videos/extensions of an unknown video → 200 with a task",
     .ops = "extend",
     .probe = "extend-invalid",
     .applies = has<Operation::extend>,
     .judge = judge_op_rejects<Operation::extend>},
};

}  // namespace

auto derived() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
