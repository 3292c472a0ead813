#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Operation;

namespace {

using Judge = std::function<void(const Seen&)>;

void each_intent(const Evidence& evidence, std::string_view intent, const Judge& judge) {
  for (const auto* seen : evidence.with_intent(intent)) {
    if (seen->answered() && seen->status() != 429) judge(*seen);
  }
}

// A request for an operation that is not there may be refused for that alone.
void each_routed(const Evidence& evidence, std::string_view intent, const Judge& judge) {
  each_intent(evidence, intent, [&](const Seen& seen) {
    if (seen.spec == nullptr || !is_unsupported(evidence, seen.spec->operation)) judge(seen);
  });
}

void each_no_key(const Evidence& evidence, const Judge& judge) {
  for (const auto* intent : {"no-key", "no-key-task", "no-key-content", "no-key-list", "no-key-delete"}) {
    each_routed(evidence, intent, judge);
  }
}

void each_wrong_key(const Evidence& evidence, const Judge& judge) {
  for (const auto* intent :
       {"wrong-key", "wrong-key-task", "wrong-key-content", "wrong-key-list", "wrong-key-delete"}) {
    each_routed(evidence, intent, judge);
  }
}

void each_unknown_id(const Evidence& evidence, const Judge& judge) { each_intent(evidence, "unknown-id", judge); }

// Refused requests only: an accepted one is judged by create.rejects-….
void each_invalid(const Evidence& evidence, const Judge& judge) {
  each_intent(evidence, "negative", [&](const Seen& seen) {
    if (!seen.succeeded()) judge(seen);
  });
}

void each_deleted(const Evidence& evidence, const Judge& judge) { each_intent(evidence, "after-delete", judge); }

void expect_status(const Evidence& evidence, const Seen& seen, std::string_view situation, Out& out) {
  auto documented = documented_statuses(evidence.profile(), situation);
  const bool holds = documented.empty()
                         ? seen.refused()
                         : std::find(documented.begin(), documented.end(), seen.status()) != documented.end();
  const Json value = seen.status();
  out.expect(holds, seen,
             {.pointer = "status",
              .expected = documented.empty() ? "a 4xx status" : listed(documented),
              .actual = std::to_string(seen.status()),
              .value = &value});
}

void expect_envelope(const Evidence& evidence, const Seen& seen, Out& out) {
  // An answer that is no error at all has no envelope to judge; its status is what is wrong.
  if (seen.status() < 400) return;
  const auto envelope = envelope_of(evidence.profile(), seen);
  out.expect(envelope.holds, seen,
             {.pointer = envelope.pointer,
              .expected = "the documented error object",
              .actual = envelope.problem,
              .value = envelope.value});
}

void judge_no_key_status(const Evidence& e, Out& out) {
  each_no_key(e, [&](const Seen& seen) { expect_status(e, seen, "no-key", out); });
}
void judge_no_key_envelope(const Evidence& e, Out& out) {
  each_no_key(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}
void judge_wrong_key_status(const Evidence& e, Out& out) {
  each_wrong_key(e, [&](const Seen& seen) { expect_status(e, seen, "wrong-key", out); });
}
void judge_wrong_key_envelope(const Evidence& e, Out& out) {
  each_wrong_key(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}
void judge_unknown_id_status(const Evidence& e, Out& out) {
  each_unknown_id(e, [&](const Seen& seen) { expect_status(e, seen, "unknown-id", out); });
}
void judge_unknown_id_envelope(const Evidence& e, Out& out) {
  each_unknown_id(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}
void judge_invalid_status(const Evidence& e, Out& out) {
  each_invalid(e, [&](const Seen& seen) { expect_status(e, seen, "invalid", out); });
}
void judge_invalid_envelope(const Evidence& e, Out& out) {
  each_invalid(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}

// Servers disagree about the code, and the documents do not say: any 4xx will do.
void judge_not_ready_status(const Evidence& e, Out& out) {
  each_without_video(e, [&](const Seen& seen) {
    const Json value = seen.status();
    out.expect(seen.refused(), seen,
               {.pointer = "status",
                .expected = "a 4xx status where there is no video",
                .actual = describe(seen),
                .value = &value});
  });
}
void judge_not_ready_envelope(const Evidence& e, Out& out) {
  each_without_video(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}
void judge_deleted_envelope(const Evidence& e, Out& out) {
  each_deleted(e, [&](const Seen& seen) { expect_envelope(e, seen, out); });
}

auto needs_key(const core::Profile& profile) -> bool { return profile.auth.required; }
auto has_content(const core::Profile& profile) -> bool { return offers(profile, Operation::content); }
auto has_delete(const core::Profile& profile) -> bool { return offers(profile, Operation::remove); }
auto has_request(const core::Profile& profile) -> bool {
  const auto* create = profile.operation(Operation::create);
  return create != nullptr && !create->request.empty();
}

constexpr core::Text status_why = {
    "Clients choose what to do by the status: give up, correct the request, or try again.",
    "客户端按状态码决定放弃、修正请求还是重试。"};
constexpr core::Text envelope_why = {"Stock clients show “status code (no body)” and retry logic is blind.",
                                     "官方客户端只会显示“status code (no body)”，重试逻辑无从判断。"};
constexpr core::Text envelope_fix = {"Answer every error with the documented error object.",
                                     "所有错误都返回文档规定的错误对象。"};
constexpr std::string_view good_envelope =
    R"(404 {"error":{"message":"Video with id 'x' not found.","type":"invalid_request_error","param":null,"code":null}})";
constexpr std::string_view bad_envelope = R"(404 {"detail":"Not Found"})";

const Check table[] = {
    {.id = "errors.no-key.status",
     .title = {"A request without a key is refused with the documented status", "未带密钥的请求以文档规定的状态码拒绝"},
     .why = status_why,
     .fix = {"Answer 401.", "返回 401。"},
     .conforming = "GET /videos/x without Authorization → 401",
     .violating = "GET /videos/x without Authorization → 400",
     .probe = "no-key",
     .applies = needs_key,
     .judge = judge_no_key_status},
    {.id = "errors.no-key.envelope",
     .title = {"A request without a key gets the documented error object", "未带密钥的请求返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .probe = "no-key",
     .like = "error.present",
     .applies = needs_key,
     .judge = judge_no_key_envelope},
    {.id = "errors.wrong-key.status",
     .title = {"A wrong key is refused with the documented status", "密钥错误时以文档规定的状态码拒绝"},
     .why = status_why,
     .fix = {"Answer 401.", "返回 401。"},
     .conforming = "GET /videos/x with an invented key → 401",
     .violating = "GET /videos/x with an invented key → 404",
     .probe = "wrong-key",
     .applies = needs_key,
     .judge = judge_wrong_key_status},
    {.id = "errors.wrong-key.envelope",
     .title = {"A wrong key gets the documented error object", "密钥错误时返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .probe = "wrong-key",
     .like = "error.present",
     .applies = needs_key,
     .judge = judge_wrong_key_envelope},
    {.id = "errors.unknown-id.status",
     .title = {"An id that never existed is refused with the documented status", "不存在的 id 以文档规定的状态码拒绝"},
     .why = {"Clients that resume old jobs cannot tell a lost job from a broken server.",
             "恢复旧任务的客户端无法区分任务丢失和服务故障。"},
     .fix = {"Answer 404.", "返回 404。"},
     .conforming = "GET /videos/never-existed → 404",
     .violating = "GET /videos/never-existed → 200",
     .probe = "unknown-id",
     .judge = judge_unknown_id_status},
    {.id = "errors.unknown-id.envelope",
     .title = {"An id that never existed gets the documented error object", "不存在的 id 返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .probe = "unknown-id",
     .like = "error.present",
     .judge = judge_unknown_id_envelope},
    {.id = "errors.invalid.status",
     .title = {"An invalid request is refused with the documented status", "无效请求以文档规定的状态码拒绝"},
     .why = status_why,
     .fix = {"Answer 400.", "返回 400。"},
     .conforming = "POST /videos without prompt → 400",
     .violating = "POST /videos without prompt → 500",
     .probe = "negative",
     .applies = has_request,
     .judge = judge_invalid_status},
    {.id = "errors.invalid.envelope",
     .title = {"An invalid request gets the documented error object", "无效请求返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .probe = "negative",
     .like = "error.present",
     .applies = has_request,
     .judge = judge_invalid_envelope},
    {.id = "errors.not-ready.status",
     .title = {"The video of an unfinished job is refused", "未完成任务的视频下载被拒绝"},
     .why = {"Clients save a half-written file or a JSON text as the video.",
             "客户端会把写了一半的文件或 JSON 存成视频。"},
     .fix = {"Answer a 4xx until the job is completed.", "任务完成前返回 4xx。"},
     .conforming = "in_progress · GET …/content → 404",
     .violating = "in_progress · GET …/content → 200",
     .probe = "content-early content-failed",
     .applies = has_content,
     .judge = judge_not_ready_status},
    {.id = "errors.not-ready.envelope",
     .title = {"The refusal of an unfinished video is the documented error object",
               "拒绝下载未完成视频时返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .probe = "content-early content-failed",
     .like = "error.present",
     .applies = has_content,
     .judge = judge_not_ready_envelope},
    {.id = "errors.deleted.envelope",
     .title = {"A deleted id gets the documented error object", "已删除的 id 返回文档规定的错误对象"},
     .why = envelope_why,
     .fix = envelope_fix,
     .conforming = good_envelope,
     .violating = bad_envelope,
     .ops = "delete",
     .probe = "after-delete",
     .like = "error.present",
     .applies = has_delete,
     .judge = judge_deleted_envelope},
};

}  // namespace

auto errors() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
