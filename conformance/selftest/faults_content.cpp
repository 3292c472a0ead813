#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

auto of_film(BendReply bend) -> BendReply { return reply_when(film(), std::move(bend)); }

auto first_film(BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (film()(call) && call.films == 1) bend(response, call);
  };
}

// A second whole download, however often ranges and variants came in between.
auto later_film(BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (film()(call) && call.films > 1) bend(response, call);
  };
}

// The boxes of an MP4 but one.
auto without_box(std::string type) -> std::function<std::string(std::string)> {
  return [=](std::string all) {
    std::string kept;
    for (std::size_t at = 0; at + 8 <= all.size();) {
      std::size_t size = 0;
      for (std::size_t i = 0; i < 4; ++i) size = size << 8U | static_cast<unsigned char>(all[at + i]);
      if (size < 8 || size > all.size() - at) size = all.size() - at;
      if (all.compare(at + 4, 4, type) != 0) kept += all.substr(at, size);
      at += size;
    }
    return kept;
  };
}

// Big-endian words patched into the n-th bytes of a box that is there once.
auto patched(std::string box, std::size_t offset, std::vector<std::uint32_t> words)
    -> std::function<std::string(std::string)> {
  return [=](std::string all) {
    const auto at = all.find(box);
    if (at == std::string::npos || at + 4 + offset + words.size() * 4 > all.size()) return all;
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::size_t b = 0; b < 4; ++b) {
        all[at + 4 + offset + i * 4 + b] = static_cast<char>(words[i] >> (24 - 8 * b));
      }
    }
    return all;
  };
}
constexpr std::size_t tkhd_size = 76;       // after version, times, id, duration, layer, matrix
constexpr std::size_t mvhd_timescale = 12;  // after version and times

}  // namespace

auto content_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("film.json", "*", "content.is-mp4", "the download is a JSON text",
               of_film(answer(200, {{"url", "https://cdn.example/a.mp4"}}))),
      on_reply("film.html", "*", "content.is-mp4", "the download is a web page", of_film(html(200))),
      on_reply("film.empty", "*", "content.is-mp4", "the download is empty", of_film(text(200, "", "video/mp4"))),
      on_reply("film.webm", "*", "content.is-mp4", "the download is a WebM file",
               of_film(text(200, "\x1a\x45\xdf\xa3" + std::string(4000, 'w'), "video/mp4"))),
      on_reply("film.noise", "*", "content.is-mp4", "the download is noise",
               of_film(text(200, std::string(5000, '\x93'), "video/mp4"))),
      on_reply("film.half", "*", "content.is-mp4", "half of the file is there, under its own length",
               of_film(bytes([](std::string all) { return all.substr(0, all.size() / 2); }))),
      on_reply("film.no-movie-box", "*", "content.is-mp4", "the movie box is missing",
               of_film(bytes(without_box("moov")))),
      on_reply("film.no-media-data", "*", "content.is-mp4", "the media data are missing",
               of_film(bytes(without_box("mdat")))),
      on_reply("film.garbage-after", "*", "content.is-mp4", "garbage follows the file",
               of_film(bytes([](std::string all) { return all + std::string(100, 'x'); }))),
      on_reply("film.cut", "*", "content.complete", "the connection ends in the middle",
               of_film(delivery([](http::Delivery& d) {
                 d.stop_after = 1500;
                 d.end = http::Delivery::End::close;
               }))),
      on_reply("film.reset", "*", "content.complete", "the connection is reset in the middle",
               of_film(delivery([](http::Delivery& d) {
                 d.stop_after = 1500;
                 d.end = http::Delivery::End::reset;
               }))),
      on_reply("film.stalls", "*", "content.complete", "the download stops in the middle and stays open",
               of_film(delivery([](http::Delivery& d) {
                 d.stop_after = 1500;
                 d.stall = core::Millis{1'000'000};
               }))),
      on_reply("film.long-length", "*", "content.complete", "Content-Length is larger than the file",
               of_film([](http::Response& r, const Call&) { r.delivery.declared_length = bytes_of(r).size() + 5000; })),
      on_reply("film.octet-stream", "*", "content.type", "the media type is application/octet-stream",
               of_film(header("Content-Type", "application/octet-stream"))),
      on_reply("film.no-type", "*", "content.type", "there is no media type", of_film(without_header("Content-Type"))),
      on_reply("film.404", "*", "content.downloadable", "there is nothing to download",
               of_film(answer(404, some_error))),
      on_reply("film.500", "*", "content.downloadable", "the download is broken", of_film(answer(500, some_error))),
      on_reply("film.204", "*", "content.downloadable", "the download is No Content", of_film(text(204, "", ""))),
      on_reply("film.206", "*", "content.status", "the whole download comes as 206", of_film(status(206))),
      on_reply("film.201", "*", "content.status", "the whole download comes as 201", of_film(status(201))),
      on_reply("film.late", "openai video-generations sora-format official-format", "content.at-once",
               "the first download after the end is too early", first_film(answer(503, some_error))),
      on_reply("film.once-only", "*", "content.repeatable", "a video can be fetched once",
               later_film(answer(404, some_error))),
      on_reply("film.other-bytes", "*", "content.repeatable", "a second download has other bytes",
               later_film(bytes([](std::string all) {
                 return all + std::string(
                                  "\0\0\0\x0c"
                                  "free1234",
                                  12);
               }))),
      on_reply("film.redirect-abroad", videos, "content.redirect-origin", "content redirects to another host",
               of_film([](http::Response& r, const Call&) {
                 r.status = 302;
                 r.body.clear();
                 r.source = nullptr;
                 r.headers = {{"Location", "https://bucket.example/a.mp4?sig=1"}};
               })),
      on_reply("film.lying", "openai openai-format video-generations video-create official-format",
               "content.orientation", "the video lies instead of standing",
               of_film(bytes(patched("tkhd", tkhd_size, {1280U << 16U, 720U << 16U})))),
      on_reply("film.standing", "sora-format", "content.orientation", "the video stands instead of lying",
               of_film(bytes(patched("tkhd", tkhd_size, {720U << 16U, 1280U << 16U})))),
      on_reply("film.small", "openai video-generations sora-format official-format", "content.size",
               "the video is smaller than asked for",
               of_film(bytes(patched("tkhd", tkhd_size, {480U << 16U, 480U << 16U})))),
      on_reply("film.short", "*", "content.duration", "the video lasts one second",
               of_film(bytes(patched("mvhd", mvhd_timescale, {1000, 1000})))),
      on_reply("film.long", "*", "content.duration", "the video lasts a minute",
               of_film(bytes(patched("mvhd", mvhd_timescale, {1000, 60'000})))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
