#include <algorithm>
#include <charconv>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"
#include "http/message.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Operation;

namespace {

void judge_repeatable(const Evidence& evidence, Out& out) {
  for (const auto* again : evidence.with_intent("content-again")) {
    const auto same_task = [&](const Download& download) {
      return download.first->number() < again->number() && download.task != nullptr &&
             download.task == evidence.task(again->raw->task) && download.last->succeeded();
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

auto range_problem(const Seen& seen, const ContentRange& asked) -> std::string {
  if (seen.status() == 200) return {};
  if (seen.status() != 206) return describe(seen);
  const auto header = std::string(core::header_or_empty(seen.raw->answer.headers, "Content-Range"));
  const auto range = parse_content_range(header);
  if (!range) return header.empty() ? "206 without Content-Range" : "Content-Range: " + header;
  const bool whole = range->total != 0 && range->last + 1 == range->total && range->last < asked.last;
  if (range->first != asked.first || (range->last != asked.last && !whole)) return "Content-Range: " + header;
  const auto wanted = range->last - range->first + 1;
  if (seen.raw->answer.body_size != wanted) {
    return std::to_string(seen.raw->answer.body_size) + " bytes under Content-Range: " + header;
  }
  return {};
}

// The first bytes of a complete download of the same task, for comparing a range with.
auto head_of(const Evidence& evidence, const Seen& ranged) -> const std::string* {
  for (const auto& download : evidence.downloads()) {
    const auto& media = download.last->raw->answer.media;
    if (download.task == evidence.task(ranged.id) && download.task != nullptr && download.last->succeeded() && media) {
      return &media->head;
    }
  }
  return nullptr;
}

void judge_range(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.of(Operation::content)) {
    const auto asked = asked_range(*seen);
    if (!asked || seen->intent() == "no-key-content" || !seen->answered()) continue;
    if (seen->intent().empty() && !seen->succeeded()) continue;
    auto problem = range_problem(*seen, *asked);
    const auto* head = head_of(evidence, *seen);
    const auto& media = seen->raw->answer.media;
    if (problem.empty() && seen->status() == 206 && head != nullptr && media && asked->first < head->size()) {
      const auto common = std::min(media->head.size(), head->size() - asked->first);
      if (media->head.compare(0, common, *head, asked->first, common) != 0)
        problem = "other bytes than in the full download";
    }
    out.expect(problem.empty(), *seen,
               {.pointer = "header:Content-Range",
                .expected = "206 with the bytes asked for, or 200 with all of them",
                .actual = problem});
  }
}

void judge_head(const Evidence& evidence, Out& out) {
  for (const auto* seen : evidence.with_intent("content-head")) {
    if (!seen->answered()) continue;
    out.expect(
        seen->succeeded() || seen->redirects(), *seen,
        {.pointer = "status", .expected = "the headers of the download", .actual = std::to_string(seen->status())});
  }
}

void judge_cache(const Evidence& evidence, Out& out) {
  for (const auto& download : evidence.downloads()) {
    if (!download.last->succeeded() || download.by_url || download.last != download.first) continue;
    const auto& header = core::header_or_empty(download.last->raw->answer.headers, "Cache-Control");
    const auto text = core::lower(header);
    out.expect(text.find("public") == std::string::npos, *download.last,
               {.pointer = "header:Cache-Control",
                .expected = "nothing that lets shared caches keep it",
                .actual = std::string(header)});
  }
}

void judge_redirect_origin(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (!seen.is(Operation::content) || !seen.redirects() || seen.intent() == "no-key-content") continue;
    const auto location = std::string(core::header_or_empty(seen.raw->answer.headers, "Location"));
    const auto target = http::resolve_url(seen.raw->request.url, location);
    out.expect(!target.empty() && http::origin_of(target) == http::origin_of(seen.raw->request.url), seen,
               {.pointer = "header:Location",
                .expected = "an address of the same origin",
                .actual = location.empty() ? "no Location" : core::elide(location, 120)});
  }
}

// The kind of bytes that a variant must be.
void judge_variant(const Evidence& evidence, std::string_view variant, Out& out) {
  for (const auto* seen : evidence.with_intent("content-variant")) {
    if (seen->fact("variant") != variant) continue;
    const Seen* last = seen;
    while (const auto* next = evidence.followed(*last)) last = next;
    if (!last->answered()) continue;
    const auto& media = last->raw->answer.media;
    const std::string kind = media ? media->kind : "";
    const bool image = kind == "webp" || kind == "jpeg" || kind == "png";
    std::string problem;
    if (!last->succeeded()) {
      problem = describe(*last);
    } else if (!image) {
      problem = kind.empty() ? describe(*last) : "bytes of kind " + kind;
    } else if (last->answer_type != "image/" + kind) {
      problem = kind + " bytes under " + (last->answer_type.empty() ? "no Content-Type" : last->answer_type);
    }
    const Json value = last->answer_type;
    out.expect(problem.empty(), *last,
               {.pointer = "body", .expected = "an image under its media type", .actual = problem, .value = &value});
  }
}

void judge_thumbnail(const Evidence& evidence, Out& out) { judge_variant(evidence, "thumbnail", out); }
void judge_spritesheet(const Evidence& evidence, Out& out) { judge_variant(evidence, "spritesheet", out); }

// What keeps a client from using a result URL as it stands, or empty.
auto url_problem(const std::string& url) -> std::string {
  if (http::origin_of(url).empty()) {
    const auto first = url.find_first_not_of(" \t\r\n`\"'<");
    if (first != 0 && first != std::string::npos) return "characters before the address";
    return "not an absolute http(s) URL";
  }
  if (url.find_first_of(" \t\r\n`\"<>\\") != std::string::npos) return "characters that do not belong into a URL";
  return {};
}

void judge_url_usable(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    if (object.object != "task" || !object.value->is_object() || object.foreign) continue;
    const auto url = text_of(evidence.profile().field(*object.value, "result_url"));
    if (url.empty()) continue;
    const auto problem = url_problem(url);
    out.expect(problem.empty(), *object.seen,
               {.pointer = object.pointer + evidence.profile().fields.at("result_url"),
                .expected = "an absolute URL and nothing else",
                .actual = problem + ": " + in_quotes(core::elide(url, 100))});
  }
}

auto has_content(const core::Profile& profile) -> bool { return offers(profile, Operation::content); }
auto has_result_url(const core::Profile& profile) -> bool { return profile.fields.count("result_url") != 0; }
auto has_variant(const core::Profile& profile, std::string_view variant) -> bool {
  const auto* content = profile.operation(Operation::content);
  return content != nullptr &&
         std::find(content->variants.begin(), content->variants.end(), variant) != content->variants.end();
}
auto has_thumbnail(const core::Profile& profile) -> bool { return has_variant(profile, "thumbnail"); }
auto has_spritesheet(const core::Profile& profile) -> bool { return has_variant(profile, "spritesheet"); }

const Check table[] = {
    {.id = "content.repeatable",
     .title = {"A video can be downloaded again and is the same", "视频可重复下载且内容一致"},
     .why = {"A broken download cannot be repeated.", "下载中断后无法重试。"},
     .fix = {"Keep the file until it expires; do not bind the address to one use.",
             "在过期前保留文件,地址不要一次性失效。"},
     .conforming = "GET …/content twice → 200 and the same SHA-256",
     .violating = "GET …/content → 200, again → 404",
     .probe = "content-again",
     .judge = judge_repeatable},
    {.id = "content.range",
     .title = {"A request for a range is answered with that range or with everything", "范围请求返回该范围或全部内容"},
     .why = {"Players seek to the wrong place, resumed downloads are corrupt.", "播放器跳转错位,断点续传的文件损坏。"},
     .fix = {"Send 206 with a true Content-Range, or ignore Range and send 200.",
             "返回 206 和正确的 Content-Range,或忽略 Range 返回 200。"},
     .conforming = "Range: bytes=0-1023 → 206, Content-Range: bytes 0-1023/1400000",
     .violating = "Range: bytes=0-1023 → 416",
     .probe = "content-range",
     .applies = has_content,
     .judge = judge_range},
    {.id = "content.head",
     .title = {"HEAD of a video answers its headers", "对视频的 HEAD 请求返回其响应头"},
     .why = {"Clients that ask for the length first cannot.", "需要先询问大小的客户端无法工作。"},
     .fix = {"Answer HEAD like GET, without the body.", "HEAD 与 GET 应答一致,只是没有正文。"},
     .conforming = "HEAD …/content → 200",
     .violating = "HEAD …/content → 405",
     .level = core::Level::may,
     .probe = "content-head",
     .applies = has_content,
     .judge = judge_head},
    {.id = "content.cache",
     .title = {"A private video is not offered to shared caches", "私有视频不允许共享缓存保存"},
     .why = {"A cache in between gives the video to people without the key.", "中间缓存会把视频给到没有密钥的人。"},
     .fix = {"Send Cache-Control: private or no-store.", "返回 Cache-Control: private 或 no-store。"},
     .conforming = "Cache-Control: private",
     .violating = "Cache-Control: public, max-age=86400",
     .level = core::Level::may,
     .probe = "content",
     .applies = has_content,
     .judge = judge_cache},
    {.id = "content.redirect-origin",
     .title = {"content redirects within its own origin only", "content 只在同源内重定向"},
     .why = {"Clients send the key along to another host, or fail because two credentials meet there.",
             "客户端可能把密钥带到别的主机,或因两种凭证冲突而失败。"},
     .fix = {"Stream the bytes, or redirect to an address of your own.", "直接返回字节,或重定向到自己的地址。"},
     .conforming = "302 Location: /files/video_1.mp4",
     .violating = "302 Location: https://bucket.example/video_1.mp4?sig=…",
     .probe = "content",
     .applies = has_content,
     .judge = judge_redirect_origin},
    {.id = "content.thumbnail",
     .title = {"variant=thumbnail is an image under its media type", "variant=thumbnail 是带正确媒体类型的图片"},
     .why = {"Previews stay empty.", "预览图为空。"},
     .fix = {"Serve the documented variants, or refuse the request.", "提供文档列出的 variant。"},
     .conforming = "?variant=thumbnail → 200 image/webp",
     .violating = "?variant=thumbnail → 200 video/mp4",
     .probe = "content-variant",
     .applies = has_thumbnail,
     .judge = judge_thumbnail},
    {.id = "content.spritesheet",
     .title = {"variant=spritesheet is an image under its media type", "variant=spritesheet 是带正确媒体类型的图片"},
     .why = {"Scrubbing previews stay empty.", "拖动预览为空。"},
     .fix = {"Serve the documented variants, or refuse the request.", "提供文档列出的 variant。"},
     .conforming = "?variant=spritesheet → 200 image/jpeg",
     .violating = "?variant=spritesheet → 501",
     .probe = "content-variant",
     .applies = has_spritesheet,
     .judge = judge_spritesheet},
    {.id = "content.url-usable",
     .title = {"The address of a video is an absolute URL and nothing else", "视频地址是完整的绝对 URL,不含其他字符"},
     .why = {"Clients pass it on as it stands and fail on blanks, quotes or a missing host.",
             "客户端会原样使用,空格、引号或缺少主机都会失败。"},
     .fix = {"Trim it, unescape it once, and put scheme and host in front.",
             "去掉空白,只反转义一次,并补上协议和主机。"},
     .conforming = R"({"video_url":"https://cdn.example/a.mp4"})",
     .violating = R"({"video_url":" `https://cdn.example/a.mp4` "})",
     .probe = "poll",
     .applies = has_result_url,
     .judge = judge_url_usable},
};

}  // namespace

auto content_extras() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
