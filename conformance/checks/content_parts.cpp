#include <algorithm>
#include <charconv>

#include "conformance/checks/common.h"
#include "conformance/checks/downloads.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

void judge_repeatable(const Evidence& evidence, Out& out) {
  for (const auto* again : evidence.with_intent("content-again")) {
    const auto same_task = [&](const Download& download) {
      return download.first->number() < again->number() && download.task != nullptr &&
             download.task == evidence.task(again->raw->task) && has_video(download);
    };
    const auto& downloads = evidence.downloads();
    const auto first = std::find_if(downloads.begin(), downloads.end(), same_task);
    if (first == downloads.end() || !again->answered()) continue;
    const Seen* last = again;
    while (const auto* next = evidence.followed(*last)) last = next;
    const auto& before = first->last->raw->answer.body_sha256;
    const auto& now = last->raw->answer.body_sha256;
    out.expect(last->succeeded() && before == now, *last,
               {.pointer = "body",
                .expected = "the same bytes as in #" + std::to_string(first->last->number()),
                .actual = last->succeeded() ? "other bytes" : describe(*last)});
  }
}

struct ContentRange {
  std::uint64_t first = 0, last = 0, total = 0;
};

auto parse_content_range(std::string_view text) -> std::optional<ContentRange> {
  constexpr std::string_view unit = "bytes ";
  if (text.substr(0, unit.size()) != unit) return std::nullopt;
  const auto rest = std::string(text.substr(unit.size()));
  ContentRange range;
  const char* end = rest.data() + rest.size();
  auto step = std::from_chars(rest.data(), end, range.first);
  if (step.ec != std::errc() || step.ptr == end || *step.ptr != '-') return std::nullopt;
  step = std::from_chars(step.ptr + 1, end, range.last);
  if (step.ec != std::errc() || step.ptr == end || *step.ptr != '/') return std::nullopt;
  if (std::string_view(step.ptr + 1) == "*") return range;
  step = std::from_chars(step.ptr + 1, end, range.total);
  if (step.ec != std::errc() || step.ptr != end) return std::nullopt;
  return range;
}

// The bytes that were asked for ("bytes=0-1023").
auto asked_range(const Seen& seen) -> std::optional<ContentRange> {
  const auto header = std::string(core::header_or_empty(seen.raw->request.headers, "Range"));
  constexpr std::string_view unit = "bytes=";
  if (header.compare(0, unit.size(), unit) != 0) return std::nullopt;
  return parse_content_range("bytes " + header.substr(unit.size()) + "/*");
}

// The task that a download is about: by its path, or as the sender recorded it.
auto task_of(const Evidence& evidence, const Seen& seen) -> const TaskHistory* {
  return evidence.task(seen.is(Operation::content) ? seen.id : seen.raw->task);
}

// A complete download of the same task, or nullptr.
auto whole_of(const Evidence& evidence, const Seen& part) -> const Download* {
  const auto* task = task_of(evidence, part);
  for (const auto& download : evidence.downloads()) {
    const auto& media = download.last->raw->answer.media;
    if (task != nullptr && download.task == task && has_video(download) && media && media->ended_cleanly) {
      return &download;
    }
  }
  return nullptr;
}

auto partial_problem(const Seen& seen, const ContentRange& asked) -> std::string {
  const auto header = std::string(core::header_or_empty(seen.raw->answer.headers, "Content-Range"));
  const auto range = parse_content_range(header);
  if (!range) return header.empty() ? "206 without Content-Range" : "Content-Range: " + header;
  const bool to_the_end = range->total != 0 && range->last + 1 == range->total && range->last < asked.last;
  if (range->first != asked.first || (range->last != asked.last && !to_the_end)) return "Content-Range: " + header;
  if (seen.raw->answer.body_size != range->last - range->first + 1) {
    return std::to_string(seen.raw->answer.body_size) + " bytes under Content-Range: " + header;
  }
  return {};
}

auto range_problem(const Seen& seen, const ContentRange& asked, const Download* whole) -> std::string {
  const auto* full = whole == nullptr ? nullptr : &*whole->last->raw->answer.media;
  if (seen.status() == 200) {
    const bool part = full != nullptr && seen.raw->answer.body_size != full->bytes;
    const auto& media = seen.raw->answer.media;
    if (full != nullptr && !part && media && media->head != full->head) return "other bytes than in the whole download";
    return part ? "200 with " + std::to_string(seen.raw->answer.body_size) + " of " + std::to_string(full->bytes) +
                      " bytes"
                : std::string();
  }
  if (seen.status() != 206) return describe(seen);
  auto problem = partial_problem(seen, asked);
  const auto& media = seen.raw->answer.media;
  if (!problem.empty() || full == nullptr) return problem;
  const auto header = std::string(core::header_or_empty(seen.raw->answer.headers, "Content-Range"));
  const auto range = parse_content_range(header);
  if (range && range->total != 0 && range->total != full->bytes) return "Content-Range: " + header;
  if (!media || asked.first >= full->head.size()) return problem;
  const auto common = std::min(media->head.size(), full->head.size() - asked.first);
  return media->head.compare(0, common, full->head, asked.first, common) == 0
             ? std::string()
             : "other bytes than in the whole download";
}

void judge_range(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    const auto asked = asked_range(seen);
    const bool ours = seen.intent() == "content-range";
    if (!asked || !seen.answered() || seen.put_off ||
        (!ours && !(seen.intent().empty() && seen.is(Operation::content))))
      continue;
    if (!ours && !seen.succeeded()) continue;
    const auto* whole = whole_of(evidence, seen);
    // Where the whole is behind a redirect, so is each part.
    if (seen.redirects() && (whole == nullptr || whole->first->redirects())) continue;
    if (whole == nullptr && seen.status() == 200) continue;  // nothing to compare it with
    const auto problem = range_problem(seen, *asked, whole);
    out.expect(problem.empty(), seen,
               {.pointer = "header:Content-Range",
                .expected = "206 with the bytes asked for, or 200 with all of them",
                .actual = problem});
  }
}

// An address that was signed for GET answers 403.
auto has_no_head(const Seen& seen) -> bool {
  return seen.status() == 403 || seen.status() == 404 || seen.status() == 405 || seen.status() == 501;
}

void judge_head(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("content-head")) {
    if (!seen->answered() || whole_of(evidence, *seen) == nullptr) continue;
    out.expect(
        !has_no_head(*seen), *seen,
        {.pointer = "status", .expected = "the headers of the download", .actual = std::to_string(seen->status())});
  }
}

void judge_head_matches(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("content-head")) {
    if (!seen->answered() || has_no_head(*seen) || seen->redirects()) continue;
    const auto* whole = whole_of(evidence, *seen);
    if (whole == nullptr) continue;
    std::string problem;
    if (!seen->succeeded()) {
      problem = "status " + std::to_string(seen->status());
    } else {
      const auto length = core::header_or_empty(seen->raw->answer.headers, "Content-Length");
      const auto bytes = std::to_string(whole->last->raw->answer.media->bytes);
      if (!length.empty() && length != bytes)
        problem = "Content-Length: " + std::string(length) + " for " + bytes + " bytes";
      if (!seen->answer_type.empty() && seen->answer_type != whole->last->answer_type)
        problem = "Content-Type: " + seen->answer_type;
    }
    out.expect(problem.empty(), *seen, {.pointer = "body", .expected = "what GET answers", .actual = problem});
  }
}

void judge_not_early(const Evidence& evidence, Out& out) {
  each_without_video(evidence, [&](const Seen& seen) {
    out.expect(!seen.succeeded() && !seen.redirects(), seen,
               {.pointer = "status", .expected = "no download before the job is completed", .actual = describe(seen)});
  });
}

auto has_content(const core::Profile& profile) -> bool { return offers(profile, Operation::content); }
auto has_download(const core::Profile& profile) -> bool {
  return has_content(profile) || profile.fields.count("result_url") != 0;
}

const Check table[] = {
    {.id = "content.repeatable",
     .title = {"A video can be downloaded again and is the same", "视频可重复下载且内容一致"},
     .why = {"A broken download cannot be repeated.", "下载中断后无法重试。"},
     .fix = {"Keep the file until it expires; do not bind the address to one use.",
             "在过期前保留文件，地址不要一次性失效。"},
     .conforming = "GET …/content twice → 200 and the same SHA-256",
     .violating = "GET …/content → 200, again → 404",
     .probe = "content-again",
     .judge = judge_repeatable},
    {.id = "content.range",
     .title = {"A request for a range is answered with that range or with everything", "范围请求返回该范围或全部内容"},
     .why = {"Players seek to the wrong place, resumed downloads are corrupt.", "播放器跳转错位，断点续传的文件损坏。"},
     .fix = {"Send 206 with a true Content-Range, or ignore Range and send 200.",
             "返回 206 和正确的 Content-Range，或忽略 Range 返回 200。"},
     .conforming = "Range: bytes=0-1023 → 206, Content-Range: bytes 0-1023/1400000",
     .violating = "Range: bytes=0-1023 → 416",
     .probe = "content-range",
     .applies = has_download,
     .judge = judge_range},
    {.id = "content.head",
     .title = {"HEAD of a video answers its headers", "对视频的 HEAD 请求返回其响应头"},
     .why = {"Clients that ask for the length first cannot.", "需要先询问大小的客户端无法工作。"},
     .fix = {"Answer HEAD like GET, without the body.", "HEAD 与 GET 应答一致，只是没有正文。"},
     .conforming = "HEAD …/content → 200",
     .violating = "HEAD …/content → 405",
     .level = core::Level::may,
     .probe = "content-head",
     .applies = has_download,
     .judge = judge_head},
    {.id = "content.head-matches",
     .title = {"HEAD of a video says what GET says", "HEAD 的响应头与 GET 一致"},
     .why = {"Clients reserve the wrong space or take a good file for a broken one.",
             "客户端分配错误的空间，或把好文件当作损坏。"},
     .fix = {"Answer HEAD from the same code as GET.", "HEAD 与 GET 使用同一段代码应答。"},
     .conforming = "HEAD …/content → 200, Content-Length: 1400000",
     .violating = "HEAD …/content → 200, Content-Length: 77",
     .probe = "content-head",
     .applies = has_download,
     .judge = judge_head_matches},
    {.id = "content.not-early",
     .title = {"A video is served only when its job is completed", "任务完成之前不提供视频"},
     .why = {"Clients save a half-written file or a JSON text as the video.",
             "客户端会把写了一半的文件或 JSON 存成视频。"},
     .fix = {"Answer a 4xx until the job is completed, and for jobs that failed.", "任务完成前以及失败后返回 4xx。"},
     .conforming = "in_progress · GET …/content → 404",
     .violating = "in_progress · GET …/content → 200",
     .probe = "content-early content-failed",
     .applies = has_content,
     .judge = judge_not_early},
};

}  // namespace

auto content_parts() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
