#include <algorithm>
#include <map>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

// The list answer that shows a task made from that prompt although its create was not answered with one.
auto listed_with_prompt(const Evidence& evidence, const Seen& create, const std::string& prompt) -> const Seen* {
  for (const auto& object : evidence.objects()) {
    if (object.object != "task" || !object.seen->is(Operation::list) || !object.value->is_object()) continue;
    if (!before(create, *object.seen)) continue;
    if (text_of(evidence.profile().field(*object.value, "prompt")) == prompt) return object.seen;
  }
  return nullptr;
}

auto listed_later(const Evidence& evidence, const Seen& create) -> bool {
  const auto& lists = evidence.of(Operation::list);
  return std::any_of(lists.begin(), lists.end(),
                     [&](const Seen* seen) { return seen->succeeded() && before(create, *seen); });
}

auto makes_video(const Seen& seen) -> bool { return seen.spec != nullptr && core::makes_video(seen.spec->operation); }

// How often each prompt was sent: a listed task of a prompt that went out twice may be the other request's.
auto prompts_sent(const Evidence& evidence) -> std::map<std::string, int> {
  std::map<std::string, int> counts;
  for (const auto& seen : evidence.all()) {
    if (makes_video(seen)) ++counts[asked_of(evidence.profile(), seen.raw->request).prompt.value_or("")];
  }
  return counts;
}

void judge_unanswered(const Evidence& evidence, const std::function<bool(const Seen&)>& select,
                      std::string_view expected, Out& out) {
  const auto sent = prompts_sent(evidence);
  for (const auto& request : evidence.all()) {
    const auto* seen = &request;
    if (!makes_video(request) || !select(request)) continue;
    const bool task_shaped = seen->body != nullptr && seen->body->is_object() &&
                             !text_of(evidence.profile().field(*seen->body, "id")).empty() &&
                             !text_of(evidence.profile().field(*seen->body, "status")).empty();
    const auto prompt = asked_of(evidence.profile(), seen->raw->request).prompt;
    const bool comparable = prompt && !prompt->empty() && listed_later(evidence, *seen) && sent.at(*prompt) == 1;
    const Seen* list = comparable ? listed_with_prompt(evidence, *seen, *prompt) : nullptr;
    const bool started = task_shaped || list != nullptr;
    if (!started && !comparable) continue;
    out.expect(!started, *seen,
               {.pointer = "status",
                .expected = std::string(expected),
                .actual = list != nullptr ? describe(*seen) + ", and a task with its prompt is listed in #" +
                                                std::to_string(list->number())
                                          : describe(*seen)});
  }
}

void judge_error_after_acceptance(const Evidence& evidence, Out& out) {
  judge_unanswered(
      evidence, [](const Seen& seen) { return !seen.answered() || seen.status() >= 500; },
      "no job behind a server error or a lost answer", out);
}

void judge_refused_not_run(const Evidence& evidence, Out& out) {
  judge_unanswered(
      evidence, [](const Seen& seen) { return seen.refused(); }, "no job behind a refusal", out);
}

const Check table[] = {
    {.id = "spending.error-after-acceptance",
     .title = {"A create that ends in a server error has started no job", "以服务器错误结束的创建没有启动任务"},
     .why = {"Stock clients send the create again after a 5xx: two bills, one video.",
             "官方客户端遇到 5xx 会重发创建：两份账单，一个视频。"},
     .fix = {"Answer with the id as soon as the backend has accepted, whatever happens to the rest.",
             "后端一旦接受就返回 id，无论之后发生什么。"},
     .conforming = "POST /videos → 500 · the list shows no such task",
     .violating = "POST /videos → 500 · the list shows a task with that prompt",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_error_after_acceptance},
    {.id = "spending.refused-not-run",
     .title = {"A create that was refused has started no job", "被拒绝的创建没有启动任务"},
     .why = {"Users correct the request and pay twice.", "用户修正请求后被重复计费。"},
     .fix = {"Validate before the job is queued.", "先校验，再入队。"},
     .conforming = "POST /videos → 400 · the list shows no such task",
     .violating = "POST /videos → 400 · the list shows a task with that prompt",
     .level = core::Level::must,
     .probe = "negative",
     .judge = judge_refused_not_run},
};

}  // namespace

auto spending() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
