#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Operation;

namespace {

void judge_routed(const Evidence& evidence, Out& out) { judge_supported(evidence, Operation::remove, out); }

void each_accepted(const Evidence& evidence, const std::function<void(const Seen&)>& judge) {
  for (const auto& task : evidence.tasks()) {
    if (task.deletion != nullptr) judge(*task.deletion);
  }
}

void judge_accepted(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(Operation::remove)) {
    const auto* task = evidence.task(seen->id);
    const bool fair = seen->intent() == "delete" || seen->intent() == "cleanup" || seen->intent().empty();
    if (!fair || task == nullptr || task->terminal() == nullptr || !seen->answered()) continue;
    if (seen->status() == 404 || seen->status() == 405 || seen->status() == 501 || seen->status() == 429) continue;
    out.expect(seen->succeeded(), *seen,
               {.pointer = "status", .expected = "a finished task is deleted", .actual = describe(*seen)});
  }
}

void judge_status(const Evidence& evidence, Out& out) {
  each_accepted(evidence, [&](const Seen& seen) { expect_documented_status(seen, out); });
}

void judge_same_id(const Evidence& evidence, Out& out) {
  each_accepted(evidence, [&](const Seen& seen) {
    const auto* id = seen.at("/id");
    out.expect(text_of(id) == seen.id, seen,
               {.pointer = "/id",
                .expected = in_quotes(seen.id),
                .actual = id == nullptr ? describe(seen) : core::show(*id),
                .value = id});
  });
}

void judge_again(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("delete-unknown")) {
    const auto* task = evidence.task(seen->id);
    if (task == nullptr || task->deletion == nullptr || !seen->answered() || seen->status() == 429) continue;
    const Json value = seen->status();
    out.expect(
        seen->status() == 404 || seen->status() == 410, *seen,
        {.pointer = "status", .expected = "404 for a task that is gone", .actual = describe(*seen), .value = &value});
  }
}

void judge_effective(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("after-delete")) {
    const auto* task = evidence.task(seen->id);
    if (task == nullptr || task->deletion == nullptr || !seen->answered() || seen->status() == 429) continue;
    const bool gone = seen->status() == 404 || seen->status() == 410;
    const Json value = seen->status();
    out.expect(gone, *seen,
               {.pointer = "status", .expected = "404 for a deleted task", .actual = describe(*seen), .value = &value});
  }
}

void judge_leaves_list(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(Operation::list)) {
    const auto* items = seen->succeeded() ? seen->at("/data") : nullptr;
    if (items == nullptr || !items->is_array()) continue;
    for (const auto& task : evidence.tasks()) {
      if (task.deletion == nullptr || !before(*task.deletion, *seen)) continue;
      const bool shown = std::any_of(items->begin(), items->end(), [&](const Json& item) {
        return item.is_object() && text_of(evidence.profile().field(item, "id")) == task.id;
      });
      out.expect(
          !shown, *seen,
          {.pointer = "/data", .expected = "no deleted task", .actual = "the deleted task " + in_quotes(task.id)});
    }
  }
}

auto has_delete(const core::Profile& profile) -> bool { return offers(profile, Operation::remove); }
auto names_deleted(const core::Profile& profile) -> bool {
  const auto answer = profile.schemas.find("deleted");
  return has_delete(profile) && answer != profile.schemas.end() &&
         answer->second.contains("/properties/id"_json_pointer);
}
auto has_both(const core::Profile& profile) -> bool { return has_delete(profile) && offers(profile, Operation::list); }

const Check table[] = {
    {.id = "delete.supported",
     .title = {"Tasks can be deleted", "可以删除任务"},
     .why = {"Users cannot take their videos away from the server.", "用户无法把视频从服务器上删除。"},
     .fix = {"Route DELETE, or tell your users that it is missing.", "提供 DELETE，或告知用户不支持。"},
     .conforming = "DELETE /videos/{id} → 200",
     .violating = "DELETE /videos/{id} → 405",
     .ops = "delete",
     .probe = "delete",
     .applies = has_delete,
     .judge = judge_routed},
    {.id = "delete.accepted",
     .title = {"A finished task can be deleted by its creator", "创建者可以删除已结束的任务"},
     .why = {"Storage fills up with videos that nobody can remove.", "存储中堆积无法删除的视频。"},
     .fix = {"Delete completed and failed tasks.", "允许删除已完成和已失败的任务。"},
     .conforming = "completed · DELETE /videos/{id} → 200",
     .violating = "completed · DELETE /videos/{id} → 409",
     .ops = "delete",
     .probe = "delete",
     .applies = has_delete,
     .judge = judge_accepted},
    {.id = "delete.status",
     .title = {"delete answers with the documented success status", "删除成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error.", "严格的客户端会把其他状态码当作错误。"},
     .fix = {"Answer 200 with the documented object.", "返回 200 及文档规定的对象。"},
     .conforming = "DELETE /videos/{id} → 200",
     .violating = "DELETE /videos/{id} → 204",
     .ops = "delete",
     .probe = "delete",
     .applies = has_delete,
     .judge = judge_status},
    {.id = "delete.same-id",
     .title = {"The answer to delete names the task that was deleted", "删除应答中的 id 是被删除任务的 id"},
     .why = {"Clients take another task off their list.", "客户端会从列表中移除别的任务。"},
     .fix = {"Answer the id of the path.", "返回路径中的 id。"},
     .conforming = R"(DELETE /videos/a → {"id":"a","deleted":true})",
     .violating = R"(DELETE /videos/a → {"id":"b","deleted":true})",
     .ops = "delete",
     .probe = "delete",
     .applies = names_deleted,
     .judge = judge_same_id},
    {.id = "delete.again",
     .title = {"Deleting a deleted task is refused", "再次删除已删除的任务会被拒绝"},
     .why = {"Clients cannot tell whether there was anything to delete.", "客户端无法判断是否真的删除了什么。"},
     .fix = {"Answer 404 for a task that is not there.", "任务不存在时返回 404。"},
     .conforming = "DELETE → 200 · DELETE → 404",
     .violating = "DELETE → 200 · DELETE → 200",
     .ops = "delete",
     .probe = "delete-unknown",
     .applies = has_delete,
     .judge = judge_again},
    {.id = "delete.effective",
     .title = {"A deleted task is gone", "删除后任务不存在"},
     .why = {"Users believe that a private video is gone while it is still served.",
             "用户以为私有视频已删除，实际仍可访问。"},
     .fix = {"Answer 404 for the task and its content from then on.", "此后对任务及其内容都返回 404。"},
     .conforming = "DELETE → 200 · GET → 404",
     .violating = "DELETE → 200 · GET → 200",
     .ops = "delete",
     .probe = "after-delete",
     .applies = has_delete,
     .judge = judge_effective},
    {.id = "delete.leaves-list",
     .title = {"A deleted task is no longer listed", "删除后任务不再出现在列表中"},
     .why = {"Users see videos that they deleted.", "用户会看到已删除的视频。"},
     .fix = {"Leave deleted tasks out of the list.", "列表中去掉已删除的任务。"},
     .conforming = "DELETE → 200 · GET /videos without it",
     .violating = "DELETE → 200 · GET /videos with it",
     .ops = "delete",
     .probe = "after-delete",
     .applies = has_both,
     .judge = judge_leaves_list},
};

}  // namespace

auto remove() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
