#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

// Polls of a task that its create answered and that nobody deleted, sent with what it was created with.
void each_own_poll(const Evidence& evidence, const std::function<void(const TaskHistory&, const Seen&)>& judge) {
  for (const auto* seen : evidence.of(Operation::retrieve)) {
    const auto* task = evidence.task(seen->id);
    const auto& intent = seen->intent();
    if (!intent.empty() && intent != "poll" && intent != "settled" && intent != "fail-poll") continue;
    if (task == nullptr || task->creation == nullptr || !before(*task->creation, *seen)) continue;
    if (task->deletion != nullptr && !before(*seen, *task->deletion)) continue;
    judge(*task, *seen);
  }
}

auto is_passing_trouble(const Seen& seen) -> bool {
  return !seen.answered() || seen.status() == 429 || seen.status() >= 500;
}

void judge_finds_created(const Evidence& evidence, Out& out) {
  each_own_poll(evidence, [&](const TaskHistory& task, const Seen& seen) {
    const bool seen_otherwise =
        std::any_of(task.sightings.begin(), task.sightings.end(), [](const auto& s) { return is_poll(s); });
    if (is_passing_trouble(seen) && (seen_otherwise || seen.status() == 429 || !seen.answered())) return;
    // Another's refusal is judged by auth.same-key-works.
    if (seen.status() == 401 || seen.status() == 403) return;
    out.expect(seen.succeeded(), seen,
               {.pointer = "status", .expected = "the task that create answered", .actual = describe(seen)});
  });
}

void judge_status(const Evidence& evidence, Out& out) {
  each_own_poll(evidence, [&](const TaskHistory&, const Seen& seen) {
    if (!seen.succeeded()) return;
    expect_documented_status(seen, out);
  });
}

void judge_steady(const Evidence& evidence, Out& out) {
  each_own_poll(evidence, [&](const TaskHistory&, const Seen& seen) {
    if (!seen.answered() || seen.status() == 429) return;
    const bool asks_to_wait =
        seen.status() == 503 && core::find_header(seen.raw->answer.headers, "Retry-After") != nullptr;
    if (asks_to_wait) return;
    out.expect(seen.status() < 500, seen,
               {.pointer = "status", .expected = "the task, at every poll", .actual = describe(seen)});
  });
}

const Check table[] = {
    {.id = "retrieve.finds-created",
     .title = {"A task can be retrieved by its id from the moment create has answered",
               "创建应答之后即可用其 id 查询任务"},
     .why = {"Clients take 404 for a lost job, and users submit and pay again.",
             "客户端会把 404 当作任务丢失，用户重新提交并再次付费。"},
     .fix = {"Store the task before answering create, where retrieve reads it; accept the id percent-encoded.",
             "先保存任务再应答创建，并保证查询读到同一处；接受百分号编码的 id。"},
     .conforming = "POST /videos → id · GET /videos/{id} at once → 200",
     .violating = "POST /videos → id · GET /videos/{id} at once → 404",
     .level = core::Level::must,
     .probe = "poll",
     .judge = judge_finds_created},
    {.id = "retrieve.status",
     .title = {"retrieve answers with the documented success status", "查询成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error.", "严格的客户端会把其他状态码当作错误。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "GET /videos/{id} → 200",
     .violating = "GET /videos/{id} → 202",
     .probe = "poll",
     .judge = judge_status},
    {.id = "retrieve.steady",
     .title = {"Polling a task does not meet server errors", "轮询任务时不出现服务器错误"},
     .why = {"Clients without retries give up a job that goes on and is paid for.",
             "不带重试的客户端会放弃仍在进行且已付费的任务。"},
     .fix = {"Answer the last known state when the backend does not respond.", "后端无响应时返回最近一次的状态。"},
     .conforming = "GET /videos/{id} → 200, 200, 200",
     .violating = "GET /videos/{id} → 200, 502, 200",
     .probe = "poll",
     .judge = judge_steady},
};

}  // namespace

auto retrieve() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
