#include <array>

#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

using words::text;

// What a plan says that a request is, and why a dialect is none that a server speaks.
constexpr std::array plan_phrases = {
    text("GET {} is answered like a path that does not exist", "GET {} 的应答与不存在的路径相同"),
    text("no answer to any of its requests is in the evidence", "证据中没有对其任何请求的应答"),
    text("a character made from the video", "用该视频创建的角色"),
    text("a job that fails, made by --fail-prompt", "由 --fail-prompt 创建的失败任务"),
    text("a page beyond the documented maximum", "超过文档上限的一页"),
    text("a part of its video", "其视频的一部分"),
    text("a remix of the job", "该任务的混编"),
    text("a second job, in the other encoding", "第二个任务，使用另一种编码"),
    text("an edit of the job", "该任务的编辑"),
    text("an extension of the job", "该任务的延长"),
    text("an id that never existed", "从未存在的 id"),
    text("an id that never existed, with an invented key", "从未存在的 id，使用虚构的密钥"),
    text("an id that never existed, without a key", "从未存在的 id，不带密钥"),
    text("deleting it once more", "再删除一次"),
    text("deleting what this run made", "删除本次运行创建的内容"),
    text("deleting what this run made, with an invented key", "用虚构的密钥删除本次运行创建的内容"),
    text("deleting what this run made, without a key", "不带密钥删除本次运行创建的内容"),
    text("edits that must be refused", "必须被拒绝的编辑请求"),
    text("extensions that must be refused", "必须被拒绝的延长请求"),
    text("its thumbnail and spritesheet", "其缩略图和雪碧图"),
    text("its video", "其视频"),
    text("its video once more", "再次下载其视频"),
    text("its video, before the end", "结束之前请求其视频"),
    text("its video, with an invented key", "其视频，使用虚构的密钥"),
    text("its video, without a key", "其视频，不带密钥"),
    text("once more after the end", "结束之后再查询一次"),
    text("polling it to its end", "轮询直到结束"),
    text("remixes that must be refused", "必须被拒绝的混编请求"),
    text("requests that the documentation forbids", "文档禁止的请求"),
    text("seeing other jobs of this run to their end", "等待本次运行的其他任务结束"),
    text("the address that the task names", "任务给出的地址"),
    text("the deleted task, its video, the list", "已删除的任务、其视频和列表"),
    text("the headers of its video", "其视频的响应头"),
    text("the job that all checks share", "所有检查共用的任务"),
    text("the list, newest first and oldest first", "列表：从新到旧和从旧到新"),
    text("the list, one task a page", "列表：每页一个任务"),
    text("the list, with an invented key", "列表，使用虚构的密钥"),
    text("the list, without a key", "列表，不带密钥"),
    text("the task of --failed-task-id", "--failed-task-id 的任务"),
    text("the task of --task-id", "--task-id 的任务"),
    text("the task, with an invented key", "该任务，使用虚构的密钥"),
    text("the task, without a key", "该任务，不带密钥"),
    text("the video of a job that failed", "失败任务的视频"),
    text("without {} ({})", "缺少 {}（{}）"),
    text("{} of another type ({})", "{} 类型错误（{}）"),
    text("an undocumented {} ({})", "文档未列出的 {}（{}）"),
    text("{} out of its range ({})", "{} 超出范围（{}）"),
    text("a malformed body ({})", "格式错误的请求体（{}）"),
    text("a {} that does not exist ({})", "不存在的 {}（{}）"),
    text("a text file as {} ({})", "以文本文件作为 {}（{}）"),
};

}  // namespace

auto phrases_of_plans() -> std::span<const core::Text> { return plan_phrases; }

}  // namespace vidspec::reports
