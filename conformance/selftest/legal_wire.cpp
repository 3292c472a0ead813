#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Operation;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";

}  // namespace

auto legal_wire_variations() -> const std::vector<Bend>& {
  static const auto json = [](BendReply bend) {
    return reply_when([](const Call& c) { return c.operation && !c.is(Operation::content); }, std::move(bend));
  };
  static const auto of_film = [](BendReply bend) { return reply_when(film(), std::move(bend)); };
  static const auto refused_early = [](int code) {
    return reply_when(
        [](const Call& c) {
          return c.is(Operation::content) && c.key == Call::Key::right && c.creates > 0 && c.status >= 400 &&
                 c.status != 410;
        },
        [=](http::Response& r, const Call& c) {
          if (c.status != 404 || r.body.find("not found") == std::string::npos) r.status = code;
        });
  };
  static const auto limited = [](int code) {
    return [=](http::Response& r, const Call& c) {
      answer(code, {{"error",
                     {{"message", "slow down"}, {"type", "rate_limit"}, {"param", nullptr}, {"code", nullptr}}}})(r, c);
      core::set_header(r.headers, "Retry-After", "1");
    };
  };
  static const auto once_limited = [](int code) {
    return reply_when(
        [](const Call& c) {
          return c.is(Operation::retrieve) && c.polls == 2 && c.key == Call::Key::right && c.status == 200;
        },
        limited(code));
  };
  static const std::vector<Bend> table = {
      on_reply("wire.charset", "*", "", "JSON declares utf-8",
               json(header("Content-Type", "application/json; charset=utf-8"))),
      on_reply("wire.vendor-type", "*", "", "JSON comes as a vendor type",
               json(header("Content-Type", "application/vnd.films+json"))),
      on_reply("wire.chunked", "*", "", "answers are chunked", delivery([](http::Delivery& d) { d.chunked = true; })),
      on_reply("wire.slow", "*", "", "answers take 300 ms",
               delivery([](http::Delivery& d) { d.delay = core::Millis{300}; })),
      on_reply("wire.cookies", "*", "", "answers set cookies",
               [](http::Response& r, const Call&) {
                 r.headers.push_back({"Set-Cookie", "a=1"});
                 r.headers.push_back({"Set-Cookie", "b=2"});
               }),
      on_reply("wire.indented", "*", "", "JSON is indented", json([](http::Response& r, const Call&) {
                 if (const auto p = core::parse_json(r.body); p.value) r.body = p.value->dump(2) + "\r\n";
                 core::remove_header(r.headers, "Content-Length");
               })),
      on_reply("wire.hint-garbage", "openai", "", "the poll hint is no number", header("openai-poll-after-ms", "soon")),
      on_reply("wire.retry-after", "*", "", "answers carry Retry-After", json(header("Retry-After", "1"))),
      on_reply("wire.429-at-a-poll", "*", "", "one poll is limited", once_limited(429)),
      on_reply("wire.503-at-a-poll", "*", "", "one poll is unavailable", once_limited(503)),
      on_reply("wire.429-now-and-then", "*", "", "every GET is limited at first",
               reply_when([](const Call& c) { return c.request.method == "GET" && c.nth % 2 == 1; }, limited(429))),
      on_reply("wire.head-403", "*", "", "addresses are signed for GET alone",
               reply_when([](const Call& c) { return c.request.method == "HEAD"; }, text(403, "", ""))),
      on_reply("wire.429-at-create", "*", "", "the first create is limited",
               reply_when([](const Call& c) { return c.is(Operation::create) && c.nth == 1; }, limited(429))),
      on_reply("wire.not-ready-400", videos, "", "an early download gets 400", refused_early(400)),
      on_reply("wire.not-ready-409", videos, "", "an early download gets 409", refused_early(409)),
      on_reply("wire.not-ready-425", videos, "", "an early download gets 425", refused_early(425)),
      on_reply("wire.range-ignored", "*", "", "ranges are ignored",
               delivery([](http::Delivery& d) { d.no_range = true; })),
      on_reply("wire.head-405", "*", "", "HEAD is not allowed",
               reply_when([](const Call& c) { return c.request.method == "HEAD"; }, text(405, "", ""))),
      on_reply("wire.film-with-codecs", "*", "", "the media type has parameters",
               of_film(header("Content-Type", "video/mp4; codecs=\"avc1.42C028\""))),
      on_reply("wire.film-chunked", "*", "", "the download is chunked",
               of_film(delivery([](http::Delivery& d) { d.chunked = true; }))),
      on_reply("wire.film-other-brand", "*", "", "the brand is mp42",
               reply_when(
                   [](const Call& c) {
                     return (c.is(Operation::content) || !c.operation) && c.status == 200 &&
                            c.query("variant").empty() && c.request.method == "GET";
                   },
                   bytes([](std::string all) {
                     const auto at = all.find("ftyp");
                     if (at != std::string::npos) all.replace(at + 4, 4, "mp42");
                     return all;
                   }))),
      on_reply("wire.redirect", videos, "", "content redirects within its origin",
               reply_when(
                   [](const Call& c) {
                     return c.is(Operation::content) && c.status == 200 && c.query("variant").empty() &&
                            c.query("signed").empty() && c.request.method == "GET";
                   },
                   [](http::Response& r, const Call& c) {
                     r.status = 302;
                     r.source = nullptr;
                     r.body.clear();
                     r.headers = {{"Location", std::string(http::path_of(c.request.url)) + "?signed=1"}};
                   })),
      on_reply("wire.list-404", "openai", "list.supported", "the list is not routed: one warning and nothing else",
               reply_when(both(at(Operation::list), good()), answer(404, {{"error",
                                                                           {{"message", "Invalid URL"},
                                                                            {"type", "invalid_request_error"},
                                                                            {"param", nullptr},
                                                                            {"code", nullptr}}}}))),
      on_reply("wire.delete-501", "openai", "delete.supported", "delete is not routed: one warning and nothing else",
               reply_when(at(Operation::remove), answer(501, {{"error",
                                                               {{"message", "Invalid URL"},
                                                                {"type", "invalid_request_error"},
                                                                {"param", nullptr},
                                                                {"code", nullptr}}}}))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
