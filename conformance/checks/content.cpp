#include <algorithm>
#include <charconv>
#include <cmath>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::MediaFacts;
using core::Operation;

namespace {

// Nothing where the download was given up on our side: that says nothing about the target.
auto media_of(const Download& download) -> const MediaFacts* {
  const auto failure = download.last->raw->failure;
  const bool given_up = failure == core::Failure::timeout || failure == core::Failure::interrupted ||
                        failure == core::Failure::too_large || failure == core::Failure::refused;
  const auto& media = download.last->raw->answer.media;
  return download.last->succeeded() && media && !given_up ? &*media : nullptr;
}

auto has_bytes(const Download& download) -> bool {
  const auto* media = media_of(download);
  return download.last->succeeded() && (media != nullptr ? media->bytes > 0 : download.last->raw->answer.body_size > 0);
}

void each_media(const Evidence& evidence, const std::function<void(const Download&, const MediaFacts&)>& judge) {
  for (const auto& download : evidence.downloads()) {
    if (const auto* media = media_of(download); media != nullptr) judge(download, *media);
  }
}

// Same, for videos that are worth looking into.
void each_video(const Evidence& evidence, const std::function<void(const Download&, const MediaFacts&)>& judge) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    if (media.kind == "mp4" && media.ended_cleanly) judge(download, media);
  });
}

void judge_downloadable(const Evidence& evidence, Out& out) {
  const auto& ways = evidence.profile().download;
  for (const auto& task : evidence.tasks()) {
    const auto* finished = task.first_in(core::Stage::completed);
    if (finished == nullptr) continue;
    const Seen* tried = nullptr;
    bool fetched = false;
    for (const auto& download : evidence.downloads()) {
      if (download.task != &task) continue;
      tried = download.last;
      fetched = fetched || has_bytes(download);
    }
    const bool by_url_only = ways.size() == 1 && ways.front() == "result_url";
    const auto& last = task.sightings.back();
    const auto* url = evidence.profile().field(*last.task, "result_url");
    if (fetched) {
      out.subject();
    } else if (tried != nullptr) {
      out.expect(false, *tried,
                 {.pointer = "status", .expected = "the video of a completed task", .actual = describe(*tried)});
    } else if (by_url_only && text_of(url).empty() && last.stage == core::Stage::completed) {
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
      any_way = any_way || (download.by_url != first->by_url && has_bytes(download));
    }
    // Where the dialect has two ways to fetch, one is enough.
    if (first == nullptr || !first->last->answered() || (any_way && !has_bytes(*first))) continue;
    out.expect(first->last->succeeded(), *first->last,
               {.pointer = "status",
                .expected = "the video, as soon as the task is completed",
                .actual = describe(*first->last)});
  }
}

void judge_is_mp4(const Evidence& evidence, Out& out) {
  each_media(evidence, [&](const Download& download, const MediaFacts& media) {
    // What was cut short is judged as such.
    if (!media.ended_cleanly && media.kind == "mp4") return;
    std::string problem;
    if (media.kind != "mp4") {
      problem = media.bytes == 0 ? "no bytes" : "bytes of kind " + media.kind;
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
    if (media.kind != "mp4" || download.by_url) return;
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

struct Size {
  int width = 0;
  int height = 0;
};

auto parse_size(const std::optional<std::string>& text) -> std::optional<Size> {
  if (!text) return std::nullopt;
  Size size;
  const char* end = text->data() + text->size();
  const auto width = std::from_chars(text->data(), end, size.width);
  if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return std::nullopt;
  const auto height = std::from_chars(width.ptr + 1, end, size.height);
  if (height.ec != std::errc() || height.ptr != end || size.width <= 0 || size.height <= 0) return std::nullopt;
  return size;
}

auto in_words(const Size& size) -> std::string {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

void each_sized(const Evidence& evidence, const std::function<void(const Download&, Size asked, Size got)>& judge) {
  each_video(evidence, [&](const Download& download, const MediaFacts& media) {
    const auto asked = parse_size(download.task == nullptr ? std::nullopt : download.task->asked.size);
    if (asked && media.width && media.height) judge(download, *asked, Size{*media.width, *media.height});
  });
}

void judge_size(const Evidence& evidence, Out& out) {
  each_sized(evidence, [&](const Download& download, Size asked, Size got) {
    const Json value = in_words(got);
    out.expect(
        asked.width == got.width && asked.height == got.height, *download.last,
        {.pointer = "body", .expected = in_words(asked) + " as requested", .actual = in_words(got), .value = &value});
  });
}

void judge_orientation(const Evidence& evidence, Out& out) {
  each_sized(evidence, [&](const Download& download, Size asked, Size got) {
    const auto turn = [](Size size) { return (size.width > size.height) - (size.width < size.height); };
    out.expect(turn(asked) * turn(got) >= 0, *download.last,
               {.pointer = "body",
                .expected = turn(asked) > 0 ? "a landscape video as requested" : "a portrait video as requested",
                .actual = in_words(got)});
  });
}

void judge_duration(const Evidence& evidence, Out& out) {
  each_video(evidence, [&](const Download& download, const MediaFacts& media) {
    const auto& text = download.task == nullptr ? std::optional<std::string>() : download.task->asked.seconds;
    if (!text || !media.duration_seconds) return;
    const double asked = std::strtod(text->c_str(), nullptr);
    const bool stitched = download.task->creation != nullptr && download.task->creation->is(Operation::extend);
    if (asked <= 0 || stitched) return;
    // Encoders round to whole frames and groups of pictures.
    const double slack = std::max(0.75, asked * 0.1);
    const Json value = *media.duration_seconds;
    out.expect(std::abs(*media.duration_seconds - asked) <= slack, *download.last,
               {.pointer = "body",
                .expected = *text + " s as requested",
                .actual = core::show(Json(std::round(*media.duration_seconds * 100) / 100)) + " s",
                .value = &value});
  });
}

auto has_asked_size(const core::Profile& profile) -> bool {
  return !profile.create_fields.size.empty() || !profile.create_fields.width.empty();
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
             "客户端看到终态词就下载,会把错误信息存成视频。"},
     .fix = {"Move the file into place first, then report completion.", "先放好文件,再返回完成。"},
     .conforming = "completed · GET …/content → 200",
     .violating = "completed · GET …/content → 503 · again 2 s later → 200",
     .probe = "content result-url",
     .judge = judge_at_once},
    {.id = "content.is-mp4",
     .title = {"A download is a playable MP4", "下载内容是可播放的 MP4"},
     .why = {"Players refuse the file, or an error message is saved as a video.",
             "播放器无法打开,或错误信息被存成视频。"},
     .fix = {"Serve the bytes of the finished file; answer errors with an error status.",
             "返回成品文件的字节;出错时返回错误状态码。"},
     .conforming = "200 · ftyp, moov, mdat",
     .violating = R"(200 · {"error":"…"} or HTML)",
     .level = core::Level::must,
     .probe = "content result-url",
     .judge = judge_is_mp4},
    {.id = "content.complete",
     .title = {"A download arrives in full", "下载内容完整"},
     .why = {"The file is cut off and the status was 200: nobody notices until it is played.",
             "文件被截断但状态码是 200,播放时才会发现。"},
     .fix = {"Do not limit the time of a whole download; send the true Content-Length.",
             "不要限制整个下载的时间;返回真实的 Content-Length。"},
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
     .probe = "content",
     .applies = [](const core::Profile& profile) { return offers(profile, Operation::content); },
     .judge = judge_type},
    {.id = "content.size",
     .title = {"The video has the size that was asked for", "视频尺寸与请求一致"},
     .why = {"Layouts break, and users pay for another resolution.", "布局错乱,用户为别的分辨率付费。"},
     .fix = {"Render at the requested size or refuse it.", "按请求尺寸生成,否则拒绝。"},
     .conforming = "size=720x1280 · track header 720x1280",
     .violating = "size=720x1280 · track header 480x854",
     .probe = "content result-url",
     .applies = has_asked_size,
     .judge = judge_size},
    {.id = "content.orientation",
     .title = {"The video is upright or wide as asked for", "视频横竖方向与请求一致"},
     .why = {"A portrait video in a landscape place is unusable.", "竖屏视频放进横屏位置无法使用。"},
     .fix = {"Keep width and height in the order of the request.", "宽高顺序与请求保持一致。"},
     .conforming = "size=720x1280 · 704x1280",
     .violating = "size=720x1280 · 1280x720",
     .probe = "content result-url",
     .applies = has_asked_size,
     .judge = judge_orientation},
    {.id = "content.duration",
     .title = {"The video is as long as asked for", "视频时长与请求一致"},
     .why = {"Users pay by the second.", "用户按秒付费。"},
     .fix = {"Render the requested length or refuse it.", "按请求时长生成,否则拒绝。"},
     .conforming = "seconds=4 · 4.0 s",
     .violating = "seconds=8 · 4.0 s",
     .probe = "content result-url",
     .judge = judge_duration},
};

}  // namespace

auto content() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
