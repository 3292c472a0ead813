#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;
using core::Stage;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";
constexpr std::string_view keyed = "openai video-generations sora-format";

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

auto ranged(BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (core::find_header(call.request.headers, "Range") != nullptr && call.status < 300) bend(response, call);
  };
}

auto head(BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (call.request.method == "HEAD" && call.status < 300) bend(response, call);
  };
}

// Content refused as too early, or of a job that failed.
auto early(BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (call.is(Operation::content) && call.key == Call::Key::right && call.status >= 400 && call.creates > 0)
      bend(response, call);
  };
}

auto keyless(Call::Key key, BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (call.is(Operation::content) && call.key == key && call.creates > 0) bend(response, call);
  };
}

}  // namespace

auto part_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("range.416", "*", "content.range", "a valid range is refused", ranged(answer(416, some_error))),
      on_reply("range.no-content-range", "*", "content.range", "a part comes without Content-Range",
               ranged([](http::Response& r, const Call&) {
                 r.status = 206;
                 r.body = bytes_of(r).substr(16, 1024);
                 r.source = nullptr;
                 core::remove_header(r.headers, "Content-Range");
               })),
      on_reply("range.other-part", "*", "content.range", "another part comes than was asked for",
               ranged([](http::Response& r, const Call&) {
                 r.status = 206;
                 r.body = bytes_of(r).substr(0, 1024);
                 r.source = nullptr;
                 core::set_header(r.headers, "Content-Range", "bytes 16-1039/999999");
               })),
      on_reply("range.other-total", "*", "content.range", "a part belongs to a longer video",
               ranged([](http::Response& r, const Call&) {
                 r.status = 206;
                 r.body = bytes_of(r).substr(16, 1024);
                 r.source = nullptr;
                 core::set_header(r.headers, "Content-Range", "bytes 16-1039/999999");
               })),
      on_reply("range.another-whole", "*", "content.range", "another video of the same length comes as a whole",
               ranged([](http::Response& r, const Call&) {
                 r.body = bytes_of(r);
                 r.body[r.body.size() / 2] = static_cast<char>(~r.body[r.body.size() / 2]);
                 r.body[20] = static_cast<char>(~r.body[20]);
                 r.source = nullptr;
                 r.status = 200;
                 r.delivery.no_range = true;
               })),
      on_reply("range.part-as-whole", "*", "content.range", "a part comes as 200",
               ranged([](http::Response& r, const Call&) {
                 r.body = bytes_of(r).substr(16, 1024);
                 r.source = nullptr;
                 r.status = 200;
                 core::remove_header(r.headers, "Content-Range");
               })),
      on_reply("head.length", "*", "content.head-matches", "HEAD tells another length",
               head([](http::Response& r, const Call&) {
                 r.source = nullptr;
                 r.body = std::string(77, 'x');
               })),
      on_reply("head.500", "*", "content.head-matches", "HEAD is broken", head(text(500, "", ""))),
      on_reply("thumbnail.film", "openai", "content.thumbnail", "the thumbnail is JSON",
               reply_when(variant("thumbnail"), answer(200, {{"url", "x"}}))),
      on_reply("thumbnail.500", "openai", "content.thumbnail", "the thumbnail is broken",
               reply_when(variant("thumbnail"), answer(500, some_error))),
      on_reply("thumbnail.mislabelled", "openai", "content.thumbnail", "the thumbnail is called a video",
               reply_when(variant("thumbnail"), header("Content-Type", "video/mp4"))),
      on_reply("spritesheet.text", "openai", "content.spritesheet", "the spritesheet is a text",
               reply_when(variant("spritesheet"), text(200, "sprites", "text/plain"))),
      on_reply("spritesheet.empty", "openai", "content.spritesheet", "the spritesheet has no bytes",
               reply_when(variant("spritesheet"), text(200, "", "image/jpeg"))),
      on_reply("spritesheet.501", "openai", "content.spritesheet", "the spritesheet is not implemented",
               reply_when(variant("spritesheet"), answer(501, some_error))),
      on_reply("early.film", videos, "content.not-early", "something is served before the end",
               early(text(200, "half a film", "video/mp4"))),
      on_reply("early.json", videos, "errors.not-ready.status", "200 with a status is served before the end",
               early(answer(200, {{"status", "queued"}}))),
      on_reply("early.500", videos, "errors.not-ready.status", "a download before the end is a server error",
               early(answer(500, some_error))),
      on_reply("early.reset", videos, "transport.steady", "a download before the end is not answered",
               early(delivery([](http::Delivery& d) { d.end = http::Delivery::End::reset; }))),
      on_reply("early.hangs", videos, "transport.steady", "a download before the end is answered after ten minutes",
               early(delivery([](http::Delivery& d) { d.delay = core::Millis{600'000}; }))),
      on_reply("early.detail", videos, "errors.not-ready.envelope", "a download before the end is refused with detail",
               early(answer(409, {{"detail", "not yet"}}))),
      on_reply("early.redirect", videos, "content.not-early", "a download before the end redirects",
               early([](http::Response& r, const Call&) {
                 r.status = 302;
                 r.headers = {{"Location", "/v1/videos"}};
                 r.body.clear();
               })),
      on_reply("failed.film", videos, "content.not-early", "a failed job has a video",
               reply_when([](const Call& c) { return c.is(Operation::content) && c.creates > 1 && c.status >= 400; },
                          text(200, "something", "video/mp4")),
               "fail"),
      on_reply("open.no-key", keyed, "auth.no-key-content", "content needs no key",
               keyless(Call::Key::none, text(200, "a film", "video/mp4"))),
      on_reply("open.signed-redirect", keyed, "auth.no-key-content",
               "content without a key redirects to a signed address",
               keyless(Call::Key::none,
                       [](http::Response& r, const Call&) {
                         r.status = 302;
                         r.headers = {{"Location", "/files/x.mp4?sig=1"}};
                         r.body.clear();
                       })),
      on_reply("open.any-key", keyed, "auth.wrong-key-content", "content takes any key",
               keyless(Call::Key::wrong, text(200, "a film", "video/mp4"))),
      on_task("url.missing", "video-create", "content.downloadable", "a completed task has no video_url",
              when(in_stage(Stage::completed), drop("result_url"))),
      on_task("url.null", "video-create", "content.downloadable", "a completed task has video_url null",
              when(in_stage(Stage::completed), put("result_url", nullptr))),
      on_task("url.empty", "video-create", "content.downloadable", "a completed task has an empty video_url",
              when(in_stage(Stage::completed), put("result_url", ""))),
      on_task("url.back-ticks", "video-create", "content.url-usable", "video_url is wrapped in back-ticks",
              when(in_stage(Stage::completed), change("result_url",
                                                      [](const Json& v, const Call&) {
                                                        return v.is_string() ? Json(" `" + v.get<std::string>() + "` ")
                                                                             : v;
                                                      }))),
      on_task("url.relative", "video-create", "content.url-usable", "video_url is a path",
              when(in_stage(Stage::completed),
                   change("result_url",
                          [](const Json& v, const Call&) {
                            return v.is_string() ? Json(std::string(http::path_of(v.get<std::string>()))) : v;
                          }))),
      on_task("url.nowhere", "video-create", "content.downloadable", "video_url leads nowhere",
              when(in_stage(Stage::completed), put("result_url", "http://mock.example/v1/nothing-here.mp4"))),
      on_task("url.file", "video-create", "content.url-usable", "video_url is a file URL",
              when(in_stage(Stage::completed), put("result_url", "file:///etc/hostname"))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
