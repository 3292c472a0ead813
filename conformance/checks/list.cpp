#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/page.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

void judge_routed(const Evidence& evidence, Out& out) { judge_supported(evidence, Operation::list, out); }

void judge_status(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(Operation::list)) {
    const bool fair =
        seen->intent() == "list" || seen->intent() == "list-page" || (seen->intent().empty() && !seen->refused());
    if (!fair || !seen->answered() || seen->status() == 429 || says_unsupported(*seen)) continue;
    expect_documented_status(*seen, out);
  }
}

void judge_rejects_limit(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("list-invalid")) {
    if (!seen->answered() || seen->status() == 429) continue;
    out.expect(seen->refused() || says_unsupported(*seen), *seen,
               {.pointer = "status", .expected = "a refusal (limit beyond its maximum)", .actual = describe(*seen)});
  }
}

void judge_contains_created(const Evidence& evidence, Out& out) {
  each_page(evidence, [&](const Page& page) {
    const auto ids = ids_of(evidence, page);
    const auto* more = page.seen->at("/has_more");
    const bool all = page.after.empty() && ((more != nullptr && more->is_boolean() && !more->get<bool>()) ||
                                            (page.limit && ids.size() < *page.limit));
    for (const auto& task : evidence.tasks()) {
      if (task.creation == nullptr || !before(*task.creation, *page.seen)) continue;
      if (task.deletion != nullptr && !before(*page.seen, *task.deletion)) continue;
      const bool found = std::find(ids.begin(), ids.end(), task.id) != ids.end();
      if (!found && !all) continue;
      out.expect(found, *page.seen,
                 {.pointer = "/data",
                  .expected = "the task " + in_quotes(task.id),
                  .actual = std::to_string(ids.size()) + " other tasks and no more"});
    }
  });
}

auto has_list(const core::Profile& profile) -> bool { return offers(profile, Operation::list); }

const Check table[] = {
    {.id = "list.supported",
     .title = {"Tasks can be listed", "可以列出任务"},
     .why = {"Clients cannot find a job whose id they lost.", "客户端无法找回丢失 id 的任务。"},
     .fix = {"Route the documented path, or tell your users that it is missing.",
             "提供文档规定的路径，或告知用户不支持。"},
     .conforming = "GET /videos → 200",
     .violating = "GET /videos → 404 Invalid URL",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_routed},
    {.id = "list.status",
     .title = {"list answers with the documented success status", "列表成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error.", "严格的客户端会把其他状态码当作错误。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "GET /videos → 200",
     .violating = "GET /videos → 500",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_status},
    {.id = "list.rejects-limit",
     .title = {"A limit beyond the documented maximum is refused", "超过文档上限的 limit 被拒绝"},
     .why = {"Clients believe that they have seen everything.", "客户端以为已看到全部任务。"},
     .fix = {"Answer 400 and name the maximum.", "返回 400 并说明上限。"},
     .conforming = "limit=101 → 400",
     .violating = "limit=101 → 200",
     .ops = "list",
     .probe = "list-invalid",
     .applies = has_list,
     .judge = judge_rejects_limit},
    {.id = "list.contains-created",
     .title = {"A created task is in the list", "列表中包含已创建的任务"},
     .why = {"Users think that the job was lost and pay again.", "用户以为任务丢失而再次付费。"},
     .fix = {"List what create stores, with the same ids.", "列出创建时保存的任务，使用相同的 id。"},
     .conforming = R"({"data":[{"id":"video_1",…}],"has_more":false})",
     .violating = R"({"data":[],"has_more":false})",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_contains_created},
};

}  // namespace

auto list() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
