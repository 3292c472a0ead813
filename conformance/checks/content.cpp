#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/downloads.h"
#include "conformance/checks/tables.h"
#include "conformance/requests.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::MediaFacts;
using core::Operation;

namespace {

void judge_downloadable(const Evidence& evidence, Out& out) {
  const auto& ways = evidence.profile().download;
  for (const auto& task : evidence.tasks()) {
    const auto* finished = task.first_in(core::Stage::completed);
    if (finished == nullptr) continue;
    const Seen* tried = nullptr;
    bool fetched = false;
    for (const auto& download : evidence.downloads()) {
      if (download.task != &task) continue;
      fetched = fetched || has_video(download);
      if (!given_up(*download.last)) tried = download.last;
    }
    const bool by_url_only = ways.size() == 1 && ways.front() == "result_url";
    const auto& last = task.sightings.back();
    const auto* url = evidence.profile().field(*last.task, "result_url");
    if (fetched) {
      out.subject();
    } else if (tried != nullptr) {
      out.expect(false, *tried,
                 {.pointer = "status", .expected = "the video of a completed task", .actual = describe(*tried)});
    } else if (by_url_only && last.stage == core::Stage::completed &&
               address_of(evidence.journal().header.base_url, text_of(url)).empty()) {
      out.expect(false, *last.seen,
                 {.pointer = field_pointer(evidence, last, "result_url"),
                  .expected = "the address of the video of a completed task",
                  .actual = url == nullptr ? "missing" : core::show(*url),
                  .value = url});
    }
  }
}

void judge_at_once(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const Download* first = nullptr;
    bool any_way = false;
    for (const auto& download : evidence.downloads()) {
      if (download.task != &task) continue;
      if (first == nullptr) first = &download;
      any_way = any_way || (download.by_url != first->by_url && has_video(download));
    }
    // Where the dialect has two ways to fetch, one is enough.
    if (first == nullptr || given_up(*first->last) || (any_way && !has_video(*first))) continue;
    out.expect(has_video(*first), *first->last,
               {.pointer = "status",
                .expected = "the video, as soon as the task is completed",
                .actual = describe(*first->last)});
  }
}

void judge_status(const Evidence& evidence, Out& out) {
  for (const auto& download : evidence.downloads()) {
    if (!has_video(download)) continue;
    const Json value = download.last->status();
    out.expect(
        download.last->status() == 200, *download.last,
        {.pointer = "status", .expected = "200: the whole was asked for", .actual = value.dump(), .value = &value});
  }
}

constexpr std::uint64_t empty_box = 8;  // bytes: a head and nothing in it

auto has_empty_media_data(const MediaFacts& media) -> bool {
  bool met = false;
  for (const auto& box : media.boxes) {
    if (box.type != "mdat") continue;
    met = true;
    if (box.size > empty_box) return false;
  }
  return met;
}

void judge_is_mp4(const Evidence& evidence, Out& out) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    // What was cut short is judged as such.
    if (!media.ended_cleanly && media.kind == "mp4") return;
    std::string problem;
    if (media.kind != "mp4") {
      problem = media.bytes == 0 ? "no bytes" : "bytes of kind " + media.kind;
    } else if (has_empty_media_data(media)) {
      problem = "an MP4 without any media data";
    } else if (!media.structure_ok || !media.has_video_track) {
      problem = media.problem.empty() ? "an MP4 without a video track" : media.problem;
    }
    const Json kind = media.kind;
    out.expect(problem.empty(), *download.last,
               {.pointer = "body", .expected = "a playable MP4", .actual = problem, .value = &kind});
  });
}

void judge_complete(const Evidence& evidence, Out& out) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    if (media.ended_cleanly && is_text(media)) return;  // no video at all: judged by content.is-mp4
    const bool short_of = media.declared_length && *media.declared_length != media.bytes;
    const auto declared = media.declared_length ? " of " + std::to_string(*media.declared_length) : std::string();
    out.expect(media.ended_cleanly && !short_of, *download.last,
               {.pointer = "body",
                .expected = "every byte that was declared",
                .actual = std::to_string(media.bytes) + declared + " bytes, then " +
                          (media.ended_cleanly ? "the end" : std::string(core::name(download.last->raw->failure)))});
  });
}

void judge_type(const Evidence& evidence, Out& out) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    if (media.kind != "mp4") return;
    const auto* spec = evidence.profile().operation(Operation::content);
    const std::vector<std::string> documented =
        spec == nullptr || spec->media_types.empty() ? std::vector<std::string>{"video/mp4"} : spec->media_types;
    const auto& type = download.last->answer_type;
    const Json value = type;
    out.expect(std::find(documented.begin(), documented.end(), type) != documented.end(), *download.last,
               {.pointer = "header:Content-Type",
                .expected = documented.front(),
                .actual = type.empty() ? "no Content-Type" : type,
                .value = &value});
  });
}

const Check table[] = {
    {.id = "content.downloadable",
     .title = {"The video of a completed job can be downloaded", "已完成任务的视频可以下载"},
     .why = {"The job is paid for and there is no video.", "已付费却没有视频。"},
     .fix = {"Report completion only when the video is where the dialect says it is.",
             "视频在文档规定的位置可取之后再返回完成。"},
     .conforming = R"({"status":"completed"} · GET …/content → 200, video bytes)",
     .violating = R"({"status":"completed"} · GET …/content → 404)",
     .level = core::Level::must,
     .probe = "content result-url",
     .judge = judge_downloadable},
    {.id = "content.at-once",
     .title = {"The download works as soon as the job is completed", "任务完成后立即可以下载"},
     .why = {"Clients download right after the terminal word and save an error as a video.",
             "客户端看到终态词就下载，会把错误信息存成视频。"},
     .fix = {"Move the file into place first, then report completion.", "先放好文件，再返回完成。"},
     .conforming = "completed · GET …/content → 200",
     .violating = "completed · GET …/content → 503 · again 2 s later → 200",
     .probe = "content result-url",
     .judge = judge_at_once},
    {.id = "content.status",
     .title = {"A whole download comes with status 200", "完整下载的状态码为 200"},
     .why = {"Clients take 206 for a part, and anything else for an answer that is no file.",
             "客户端会把 206 当作部分内容，把其他状态码当作没有文件。"},
     .fix = {"Answer 200 where no range was asked for.", "未请求范围时返回 200。"},
     .conforming = "GET …/content → 200",
     .violating = "GET …/content without Range → 206",
     .probe = "content result-url",
     .judge = judge_status},
    {.id = "content.is-mp4",
     .title = {"A download is a playable MP4", "下载内容是可播放的 MP4"},
     .why = {"Players refuse the file, or an error message is saved as a video.",
             "播放器无法打开，或错误信息被存成视频。"},
     .fix = {"Serve the bytes of the finished file; answer errors with an error status.",
             "返回成品文件的字节；出错时返回错误状态码。"},
     .conforming = "200 · ftyp, moov, mdat",
     .violating = R"(200 · {"error":"…"} or HTML)",
     .level = core::Level::must,
     .probe = "content result-url",
     .judge = judge_is_mp4},
    {.id = "content.complete",
     .title = {"A download arrives in full", "下载内容完整"},
     .why = {"The file is cut off and the status was 200: nobody notices until it is played.",
             "文件被截断但状态码是 200，播放时才会发现。"},
     .fix = {"Do not limit the time of a whole download; send the true Content-Length.",
             "不要限制整个下载的时间；返回真实的 Content-Length。"},
     .conforming = "Content-Length: 1400000 · 1400000 bytes",
     .violating = "Content-Length: 1400000 · 65536 bytes, then the connection is closed",
     .level = core::Level::must,
     .probe = "content result-url",
     .judge = judge_complete},
    {.id = "content.type",
     .title = {"A download has the documented media type", "下载内容的媒体类型与文档一致"},
     .why = {"Browsers download instead of playing, or refuse to play.", "浏览器会改为下载或拒绝播放。"},
     .fix = {"Send Content-Type: video/mp4.", "返回 Content-Type: video/mp4。"},
     .conforming = "Content-Type: video/mp4",
     .violating = "Content-Type: application/octet-stream",
     .probe = "content result-url",
     .applies =
         [](const core::Profile& profile) {
           return offers(profile, Operation::content) || profile.fields.count("result_url") != 0;
         },
     .judge = judge_type},
};

}  // namespace

auto content() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
