#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

namespace {

constexpr std::string_view no_key = "a refusal: no key was sent";
constexpr std::string_view wrong_key = "a refusal: the key is not one of this server's";

void judge_hidden(const Evidence& evidence, std::string_view intent, std::string_view expected, Out& out) {
  for (const auto* seen : evidence.with_intent(intent)) {
    if (!seen->answered()) continue;
    out.expect(!shows_task(evidence.profile(), *seen), *seen,
               {.pointer = "status", .expected = std::string(expected), .actual = describe(*seen)});
  }
}

void judge_no_key_task(const Evidence& evidence, Out& out) { judge_hidden(evidence, "no-key-task", no_key, out); }

void judge_wrong_key_task(const Evidence& evidence, Out& out) {
  judge_hidden(evidence, "wrong-key-task", wrong_key, out);
}

void judge_content_hidden(const Evidence& evidence, std::string_view intent, std::string_view expected, Out& out) {
  for (const auto* seen : evidence.with_intent(intent)) {
    if (!seen->answered()) continue;
    // A redirect to a signed address gives the video away as surely as its bytes do.
    const bool given = (seen->succeeded() && seen->raw->answer.body_size > 0) ||
                       (seen->redirects() && core::find_header(seen->raw->answer.headers, "Location") != nullptr);
    out.expect(!given, *seen,
               {.pointer = "status",
                .expected = std::string(expected),
                .actual = describe(*seen) + ", " + std::to_string(seen->raw->answer.body_size) + " bytes"});
  }
}

void judge_no_key_content(const Evidence& evidence, Out& out) {
  judge_content_hidden(evidence, "no-key-content", no_key, out);
}

void judge_wrong_key_content(const Evidence& evidence, Out& out) {
  judge_content_hidden(evidence, "wrong-key-content", wrong_key, out);
}

void judge_not_done(const Evidence& evidence, std::string_view intent, std::string_view expected, Out& out) {
  for (const auto* seen : evidence.with_intent(intent)) {
    // A server error is no refusal of the missing key.
    if (!seen->answered() || seen->status() >= 500) continue;
    out.expect(!seen->succeeded(), *seen,
               {.pointer = "status", .expected = std::string(expected), .actual = describe(*seen)});
  }
}

void judge_no_key_list(const Evidence& evidence, Out& out) { judge_not_done(evidence, "no-key-list", no_key, out); }
void judge_wrong_key_list(const Evidence& evidence, Out& out) {
  judge_not_done(evidence, "wrong-key-list", wrong_key, out);
}
void judge_no_key_delete(const Evidence& evidence, Out& out) { judge_not_done(evidence, "no-key-delete", no_key, out); }
void judge_wrong_key_delete(const Evidence& evidence, Out& out) {
  judge_not_done(evidence, "wrong-key-delete", wrong_key, out);
}

void judge_same_key_works(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(core::Operation::retrieve)) {
    const auto* task = evidence.task(seen->id);
    if (seen->intent() != "poll" && seen->intent() != "settled") continue;
    if (!seen->answered() || task == nullptr || task->creation == nullptr) continue;
    out.expect(seen->status() != 401 && seen->status() != 403, *seen,
               {.pointer = "status", .expected = "the task: its own creator asks", .actual = describe(*seen)});
  }
  for (const auto& download : evidence.downloads()) {
    if (download.by_url || download.task == nullptr || download.task->creation == nullptr) continue;
    const int status = download.first->status();
    out.expect(
        status != 401 && status != 403, *download.first,
        {.pointer = "status", .expected = "the video: its own creator asks", .actual = describe(*download.first)});
  }
}

auto needs_key(const core::Profile& profile) -> bool { return profile.auth.required; }
template <core::Operation operation>
auto needs_key_for(const core::Profile& profile) -> bool {
  return needs_key(profile) && offers(profile, operation);
}

const Check table[] = {
    {.id = "auth.no-key-task",
     .title = {"A task is not shown without a key", "未带密钥时不返回任务"},
     .why = {"Whoever guesses or sees an id reads other people's prompts and links.",
             "任何人猜到或看到 id 就能读取他人的提示词和链接。"},
     .fix = {"Check the key before looking the task up.", "先校验密钥，再查询任务。"},
     .conforming = "GET /videos/{id} without Authorization → 401",
     .violating = "GET /videos/{id} without Authorization → 200 with the task",
     .level = core::Level::must,
     .probe = "no-key-task",
     .applies = needs_key,
     .judge = judge_no_key_task},
    {.id = "auth.wrong-key-task",
     .title = {"A task is not shown to a key that the server does not know", "密钥无效时不返回任务"},
     .why = {"A key that is not checked protects nothing and bills nobody.", "不校验密钥等于没有保护，也无法计费。"},
     .fix = {"Look the key up on every request, not only on create.", "每个请求都校验密钥，而不只是创建时。"},
     .conforming = "GET /videos/{id} with an invented key → 401",
     .violating = "GET /videos/{id} with an invented key → 200 with the task",
     .level = core::Level::must,
     .probe = "wrong-key-task",
     .applies = needs_key,
     .judge = judge_wrong_key_task},
    {.id = "auth.no-key-content",
     .title = {"A video is not served without a key", "未带密钥时不提供视频内容"},
     .why = {"Private videos can be fetched by anybody who has the id.", "只要有 id，任何人都能下载私有视频。"},
     .fix = {"Check the key on the content route too.", "内容接口同样校验密钥。"},
     .conforming = "GET /videos/{id}/content without Authorization → 401",
     .violating = "GET /videos/{id}/content without Authorization → 200 video/mp4",
     .level = core::Level::must,
     .probe = "no-key-content",
     .applies = needs_key_for<core::Operation::content>,
     .judge = judge_no_key_content},
    {.id = "auth.wrong-key-content",
     .title = {"A video is not served to a key that the server does not know", "密钥无效时不提供视频内容"},
     .why = {"A key that is not checked protects nothing.", "不校验密钥等于没有保护。"},
     .fix = {"Look the key up on the content route too.", "内容接口同样查验密钥。"},
     .conforming = "GET /videos/{id}/content with an invented key → 401",
     .violating = "GET /videos/{id}/content with an invented key → 200 video/mp4",
     .level = core::Level::must,
     .probe = "wrong-key-content",
     .applies = needs_key_for<core::Operation::content>,
     .judge = judge_wrong_key_content},
    {.id = "auth.no-key-list",
     .title = {"Tasks are not listed without a key", "未带密钥时不列出任务"},
     .why = {"Everybody reads everybody's prompts.", "任何人都能读到所有人的提示词。"},
     .fix = {"Check the key on the list route too.", "列表接口同样校验密钥。"},
     .conforming = "GET /videos without Authorization → 401",
     .violating = "GET /videos without Authorization → 200 with tasks",
     .level = core::Level::must,
     .ops = "list",
     .probe = "no-key-list",
     .applies = needs_key_for<core::Operation::list>,
     .judge = judge_no_key_list},
    {.id = "auth.wrong-key-list",
     .title = {"Tasks are not listed for a key that the server does not know", "密钥无效时不列出任务"},
     .why = {"A key that is not checked protects nothing.", "不校验密钥等于没有保护。"},
     .fix = {"Look the key up on the list route too.", "列表接口同样查验密钥。"},
     .conforming = "GET /videos with an invented key → 401",
     .violating = "GET /videos with an invented key → 200 with tasks",
     .level = core::Level::must,
     .ops = "list",
     .probe = "wrong-key-list",
     .applies = needs_key_for<core::Operation::list>,
     .judge = judge_wrong_key_list},
    {.id = "auth.no-key-delete",
     .title = {"A task is not deleted without a key", "未带密钥时不能删除任务"},
     .why = {"Everybody can delete everybody's videos.", "任何人都能删除他人的视频。"},
     .fix = {"Check the key on the delete route too.", "删除接口同样校验密钥。"},
     .conforming = "DELETE /videos/{id} without Authorization → 401",
     .violating = "DELETE /videos/{id} without Authorization → 200",
     .level = core::Level::must,
     .ops = "delete",
     .probe = "no-key-delete",
     .applies = needs_key_for<core::Operation::remove>,
     .judge = judge_no_key_delete},
    {.id = "auth.wrong-key-delete",
     .title = {"A task is not deleted for a key that the server does not know", "密钥无效时不能删除任务"},
     .why = {"A key that is not checked protects nothing.", "不校验密钥等于没有保护。"},
     .fix = {"Look the key up on the delete route too.", "删除接口同样查验密钥。"},
     .conforming = "DELETE /videos/{id} with an invented key → 401",
     .violating = "DELETE /videos/{id} with an invented key → 200",
     .level = core::Level::must,
     .ops = "delete",
     .probe = "wrong-key-delete",
     .applies = needs_key_for<core::Operation::remove>,
     .judge = judge_wrong_key_delete},
    {.id = "auth.same-key-works",
     .title = {"The key that created a task may retrieve and download it", "创建任务的密钥可以查询并下载该任务"},
     .why = {"The video is paid for and cannot be reached.", "已付费的视频无法取得。"},
     .fix = {"Route retrieve and content with the account that the create used.",
             "查询和下载使用与创建时相同的账号路由。"},
     .conforming = "POST /videos → 200 · GET /videos/{id} with the same key → 200",
     .violating = "POST /videos → 200 · GET /videos/{id} with the same key → 401",
     .level = core::Level::must,
     .probe = "poll",
     .judge = judge_same_key_works},
};

}  // namespace

auto auth() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
