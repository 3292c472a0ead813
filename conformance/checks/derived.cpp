#include <algorithm>
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

void judge_character_same(const Evidence& evidence, Out& out) {
  for (const auto* made : evidence.of(Operation::character_create)) {
    if (!made->succeeded() || made->body == nullptr) continue;
    for (const auto* got : evidence.of(Operation::character_retrieve)) {
      if (!got->succeeded() || got->body == nullptr || got->id != text_of(made->at("/id"))) continue;
      const bool same = made->at("/id") != nullptr && got->at("/id") != nullptr && *made->at("/id") == *got->at("/id");
      out.expect(same, *got, {.pointer = "/id", .expected = in_quotes(got->id), .actual = describe(*got)});
    }
  }
}

constexpr core::Text op_why = {"Clients that offer it to their users fail.", "向用户提供该功能的客户端会失败。"};
constexpr core::Text op_fix = {"Route the documented path, or tell your users that it is missing.",
                               "提供文档规定的路径,或告知用户不支持。"};
constexpr core::Text accept_fix = {"Accept what the documentation allows.", "接受文档允许的请求。"};
constexpr core::Text id_why = {"The source is overwritten, or the new video cannot be told from it.",
                               "源视频被覆盖,或无法与新视频区分。"};
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
    {.id = "character.create.supported",
     .title = {"Characters can be made", "支持创建 character"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "POST /videos/characters → 200",
     .violating = "POST /videos/characters → 404",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_create>,
     .judge = judge_op_supported<Operation::character_create>},
    {.id = "character.retrieve.supported",
     .title = {"Characters can be retrieved", "支持查询 character"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "GET /videos/characters/{id} → 200",
     .violating = "GET /videos/characters/{id} → 404",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_retrieve>,
     .judge = judge_op_supported<Operation::character_retrieve>},
    {.id = "character.same",
     .title = {"A character that is retrieved is the one that was asked for", "查询到的 character 与所查询的一致"},
     .why = {"Videos show somebody else.", "视频里出现别的人物。"},
     .fix = {"Look it up by the id of the path.", "按路径中的 id 查询。"},
     .conforming = R"(GET /videos/characters/c1 → {"id":"c1"})",
     .violating = R"(GET /videos/characters/c1 → {"id":"c2"})",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_retrieve>,
     .judge = judge_character_same},
};

}  // namespace

auto derived() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
