#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/downloads.h"
#include "conformance/checks/tables.h"
#include "http/message.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

void judge_cache(const Evidence& evidence, Out& out) {
  for (const auto& download : evidence.downloads()) {
    if (!has_video(download) || download.by_url || download.last != download.first) continue;
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
    out.expect(problem.empty(), *last,
               {.pointer = "body", .expected = "an image under its media type", .actual = problem});
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
             "客户端可能把密钥带到别的主机，或因两种凭证冲突而失败。"},
     .fix = {"Stream the bytes, or redirect to an address of your own.", "直接返回字节，或重定向到自己的地址。"},
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
     .title = {"The address of a video is an absolute URL and nothing else", "视频地址是完整的绝对 URL，不含其他字符"},
     .why = {"Clients pass it on as it stands and fail on blanks, quotes or a missing host.",
             "客户端会原样使用，空格、引号或缺少主机都会失败。"},
     .fix = {"Trim it, unescape it once, and put scheme and host in front.",
             "去掉空白，只反转义一次，并补上协议和主机。"},
     .conforming = R"({"video_url":"https://cdn.example/a.mp4"})",
     .violating = R"({"video_url":" `https://cdn.example/a.mp4` "})",
     .probe = "poll",
     .applies = has_result_url,
     .judge = judge_url_usable},
};

}  // namespace

auto content_extras() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
