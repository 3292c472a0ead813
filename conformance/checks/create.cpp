#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

constexpr std::int64_t patience_ms = 30'000;

// Creates that the documentation allows: what the run sent as such, or in recorded traffic whatever was not refused.
auto is_valid_create(const Seen& seen) -> bool {
  if (!seen.is(Operation::create) || seen.intent() == "negative" || seen.intent() == "no-key") return false;
  if (!seen.answered()) return false;
  // A prompt made to fail may well be refused at once, and what others sent may have deserved it.
  const bool must_work = seen.intent() == "create" || seen.intent() == "second-create";
  return must_work ? seen.status() != 429 : !seen.refused();
}

void each_create(const Evidence& evidence, const std::function<void(const Seen&)>& judge) {
  for (const auto* seen : evidence.of(Operation::create)) {
    if (is_valid_create(*seen)) judge(*seen);
  }
}

void judge_accepted(const Evidence& evidence, Out& out) {
  each_create(evidence, [&](const Seen& seen) {
    out.expect(shows_job(evidence.profile(), seen), seen,
               {.pointer = seen.succeeded() ? "body" : "status",
                .expected = "a documented request is accepted, with a job",
                .actual = describe(seen)});
  });
}

void judge_status(const Evidence& evidence, Out& out) {
  each_create(evidence, [&](const Seen& seen) {
    if (!shows_job(evidence.profile(), seen)) return;
    expect_documented_status(seen, out);
  });
}

void judge_returns_id(const Evidence& evidence, Out& out) {
  each_create(evidence, [&](const Seen& seen) {
    if (!seen.succeeded()) return;
    const auto* id = seen.body == nullptr ? nullptr : evidence.profile().field(*seen.body, "id");
    const auto stray = seen.body == nullptr ? std::string() : stray_id(*seen.body);
    out.expect(!text_of(id).empty(), seen,
               {.pointer = "/id",
                .expected = "a non-empty string",
                .actual = id == nullptr ? "missing in " + describe(seen) : core::show(*id),
                .hint = stray.empty() ? "" : "There is an id at " + stray + "; clients read it at /id.",
                .value = id});
  });
}

void judge_returns_status(const Evidence& evidence, Out& out) {
  each_create(evidence, [&](const Seen& seen) {
    if (!seen.succeeded()) return;
    const auto* status = seen.body == nullptr ? nullptr : evidence.profile().field(*seen.body, "status");
    out.expect(!text_of(status).empty(), seen,
               {.pointer = "/status",
                .expected = "a non-empty string",
                .actual = status == nullptr ? "missing in " + describe(seen) : core::show(*status),
                .value = status});
  });
}

void judge_asynchronous(const Evidence& evidence, Out& out) {
  each_create(evidence, [&](const Seen& seen) {
    if (!shows_job(evidence.profile(), seen)) return;
    const auto status = text_of(evidence.profile().field(*seen.body, "status"));
    const bool finished = evidence.profile().stage_of(status) == core::Stage::completed;
    const bool slow = seen.raw->duration_ms > patience_ms;
    out.expect(!finished && !slow, seen,
               {.pointer = finished ? "/status" : "timeline",
                .expected = "an answer within 30 s, with a task that still has to be done",
                .actual = finished ? in_quotes(status) + " in the answer to create"
                                   : "an answer after " + std::to_string(seen.raw->duration_ms / 1000) + " s"});
  });
}

void judge_encodings(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(Operation::create)) {
    if (!seen->answered() || seen->intent() == "no-key") continue;
    const bool multipart = !seen->raw->request.parts.empty();
    const std::string encoding =
        multipart ? "multipart/form-data"
                  : core::media_type(core::header_or_empty(seen->raw->request.headers, "Content-Type"));
    const auto& documented = seen->spec->encodings;
    if (std::find(documented.begin(), documented.end(), encoding) == documented.end()) continue;
    // These may be refused for their media type, whatever the encoding.
    if (seen->fact("violation") == "malformed" || seen->fact("violation") == "file") continue;
    // Any other refusal says nothing about the encoding.
    if (seen->status() != 415 && !shows_job(evidence.profile(), *seen)) continue;
    out.expect(seen->status() != 415, *seen,
               {.pointer = "status",
                .expected = encoding + " is understood",
                .actual = describe(*seen),
                .hint = multipart ? "Stock clients send multipart/form-data even without a file." : ""});
  }
}

auto takes_body(const core::Profile& profile) -> bool {
  const auto* create = profile.operation(Operation::create);
  return create != nullptr && !create->request.empty();
}

const Check table[] = {
    {.id = "create.accepted",
     .title = {"A request that the documentation allows is accepted", "符合文档的创建请求被接受"},
     .why = {"Nothing works without it.", "不接受则一切无从谈起。"},
     .fix = {"Accept the documented model, seconds and size in the documented encoding.",
             "按文档的编码接受文档列出的 model、seconds、size。"},
     .conforming = "POST /videos (documented values) → 200",
     .violating = "POST /videos (documented values) → 400",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_accepted},
    {.id = "create.status",
     .title = {"create answers with the documented success status", "创建成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error and may create, and pay, again.",
             "严格的客户端会把其他状态码当作错误，可能重复创建并重复付费。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "POST /videos → 200",
     .violating = "POST /videos → 202",
     .probe = "create",
     .judge = judge_status},
    {.id = "create.returns-id",
     .title = {"create answers a non-empty id", "创建应答带有非空 id"},
     .why = {"Without it the paid job cannot be polled, downloaded or deleted.",
             "没有 id 就无法查询、下载或删除已付费的任务。"},
     .fix = {"Put the id of the task at the documented place, as a string.", "把任务 id 以字符串放在文档规定的位置。"},
     .conforming = R"({"id":"video_123",…})",
     .violating = R"({"task_id":"video_123",…})",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_returns_id},
    {.id = "create.returns-status",
     .title = {"create answers a non-empty status", "创建应答带有非空 status"},
     .why = {"Clients cannot tell a waiting job from a finished one.", "客户端无法区分等待中和已结束的任务。"},
     .fix = {"Answer the documented waiting word.", "返回文档规定的等待状态词。"},
     .conforming = R"({"id":"video_123","status":"queued",…})",
     .violating = R"({"id":"video_123"})",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_returns_status},
    {.id = "create.asynchronous",
     .title = {"create answers at once with a job that still has to be done", "创建请求立即返回尚未完成的任务"},
     .why = {"A create that waits for the video runs into client time-outs, and stock clients send it again: a second "
             "bill.",
             "等待视频完成才应答会触发客户端超时，官方 SDK 会重发，造成重复计费。"},
     .fix = {"Answer as soon as the job is queued.", "任务入队后立即应答。"},
     .conforming = R"(POST /videos → {"status":"queued"} after 0.3 s)",
     .violating = R"(POST /videos → {"status":"completed"} after 95 s)",
     .probe = "create",
     .judge = judge_asynchronous},
    {.id = "create.encodings",
     .title = {"Every documented encoding of the request is understood", "支持文档列出的每种请求编码"},
     .why = {"Stock clients always send multipart/form-data, curl users JSON; one of them cannot create at all.",
             "官方 SDK 总是发送 multipart/form-data，curl 用户常用 JSON，缺一种就有人完全无法创建。"},
     .fix = {"Parse both encodings into the same fields.", "两种编码解析为相同的字段。"},
     .conforming = "POST /videos multipart/form-data → 200",
     .violating = "POST /videos multipart/form-data → 415",
     .probe = "create",
     .applies = takes_body,
     .judge = judge_encodings},
};

}  // namespace

auto create() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
