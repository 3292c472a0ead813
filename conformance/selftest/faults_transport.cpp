#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

auto json_answer(const Call& call) -> bool {
  return call.operation && call.status == 200 && !call.is(Operation::content) && call.request.method != "HEAD";
}
auto poll_answer(const Call& call) -> bool {
  return json_answer(call) && call.is(Operation::retrieve) && call.key == Call::Key::right;
}
auto third_poll(const Call& call) -> bool { return poll_answer(call) && call.polls == 3; }

auto polls(BendReply bend) -> BendReply { return reply_when(poll_answer, std::move(bend)); }
auto once(BendReply bend) -> BendReply { return reply_when(third_poll, std::move(bend)); }
auto everywhere(BendReply bend) -> BendReply { return reply_when(json_answer, std::move(bend)); }

}  // namespace

auto transport_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("json.as-html", "*", "transport.content-type", "JSON comes as text/html",
               everywhere(header("Content-Type", "text/html"))),
      on_reply("json.as-text", "*", "transport.content-type", "JSON comes as text/plain",
               everywhere(header("Content-Type", "text/plain"))),
      on_reply("json.without-type", "*", "transport.content-type", "JSON comes without a type",
               everywhere(without_header("Content-Type"))),
      on_reply("json.latin-1-charset", "*", "transport.charset", "JSON declares iso-8859-1",
               everywhere(header("Content-Type", "application/json; charset=iso-8859-1"))),
      on_reply("json.truncated", "*", "transport.json", "polls are cut JSON",
               once(edit_text([](std::string t) { return t.substr(0, t.size() / 2); }))),
      on_reply("json.followed-by-text", "*", "transport.json", "text follows the JSON",
               polls(edit_text([](std::string t) { return t + " -- node 7"; })), "short"),
      on_reply("json.not-utf8", "*", "transport.json", "JSON is not UTF-8",
               once(edit_text([](std::string t) { return t.substr(0, t.size() - 1) + ",\"note\":\"caf\xe9\"}"; }))),
      on_reply("json.twice", "*", "transport.unique-keys", "a member occurs twice",
               polls(edit_text([](std::string t) { return "{\"status\":\"queued\"," + t.substr(1); }))),
      on_reply("json.as-string", "*", "task.type", "JSON is packed into a JSON text",
               once(edit_text([](std::string t) { return Json(t).dump(); }))),
      on_reply("poll.html", "*", "transport.json", "one poll is a web page with 200", once(html(200))),
      on_reply("poll.empty", "*", "transport.json", "one poll is empty", once(text(200, "", "application/json"))),
      on_reply("poll.redirect", "*", "transport.redirects", "one poll redirects",
               once([](http::Response& r, const Call& c) {
                 r.status = 301;
                 r.headers = {{"Location", c.request.url + "/"}};
                 r.body.clear();
               })),
      on_reply("poll.long-length", "*", "transport.framing", "Content-Length is too large",
               once([](http::Response& r, const Call&) { r.delivery.declared_length = r.body.size() + 40; })),
      on_reply("poll.bad-chunk", "*", "transport.framing", "a chunk is malformed", once(delivery([](http::Delivery& d) {
                 d.chunked = true;
                 d.bad_chunk = true;
               }))),
      on_reply("json.byte-order-mark", "*", "transport.json", "a byte order mark stands before the JSON",
               polls(edit_text([](const std::string& text) { return "\xEF\xBB\xBF" + text; }))),
      on_reply("poll.reset", "*", "transport.steady", "one poll is reset",
               once(delivery([](http::Delivery& d) { d.end = http::Delivery::End::reset; }))),
      on_reply("poll.closed", "*", "transport.steady", "one poll gets no answer",
               once(delivery([](http::Delivery& d) { d.end = http::Delivery::End::close; }))),
      on_reply("poll.gzip", "*", "transport.encoding", "answers claim to be compressed",
               polls(header("Content-Encoding", "gzip"))),
      on_reply("key.in-a-header", "*", "transport.key-echo", "every answer repeats the key in a header",
               [](http::Response& r, const Call& c) {
                 const auto* key = core::find_header(c.request.headers, "Authorization");
                 if (key != nullptr && c.key == Call::Key::right) r.headers.push_back({"X-Debug-Key", *key});
               }),
      on_reply("key.echoed", "*", "transport.key-echo", "polls repeat the key",
               polls([](http::Response& r, const Call& c) {
                 auto json = Json::parse(r.body);
                 json["debug"] = std::string(core::header_or_empty(c.request.headers, "Authorization"));
                 r.body = json.dump();
                 core::remove_header(r.headers, "Content-Length");
               })),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
