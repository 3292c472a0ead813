#include <algorithm>

#include "conformance/selftest/bend.h"
#include "core/text.h"

namespace vidspec::conformance::selftest {

namespace {

void add(http::Response& response, std::string name, std::string value) {
  response.headers.push_back({std::move(name), std::move(value)});
}

auto is_json(const http::Response& response) -> bool {
  return core::media_type(core::header_or_empty(response.headers, "Content-Type")) == "application/json";
}

// What a gateway, a cache and a tracer leave on an answer.
void behind_gateways(http::Response& response, const Call&) {
  add(response, "Server", "cloudflare");
  add(response, "Via", "1.1 varnish, 1.1 relay");
  add(response, "Alt-Svc", "h3=\":443\"; ma=86400");
  add(response, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  add(response, "Nel", R"({"report_to":"r","max_age":604800})");
  add(response, "X-RateLimit-Remaining-Requests", "0");
  for (int i = 0; i < 60; ++i) add(response, "X-Trace-" + std::to_string(i), std::string(40, 'a'));
}

void for_browsers(http::Response& response, const Call&) {
  add(response, "Access-Control-Allow-Origin", "*");
  add(response, "Access-Control-Expose-Headers", "*");
  add(response, "Vary", "Origin, Accept-Encoding");
}

void for_caches(http::Response& response, const Call&) {
  add(response, "ETag", "W/\"5f2-18c\"");
  add(response, "Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT");
  add(response, "Cache-Control", "private, no-cache");
  add(response, "Expires", "0");
}

void in_small_letters(http::Response& response, const Call&) {
  for (auto& header : response.headers) header.name = core::lower(header.name);
}

// As PHP writes JSON: slashes and everything beyond ASCII are escaped.
void escaped(http::Response& response, const Call&) {
  if (!is_json(response)) return;
  if (const auto parsed = core::parse_json(response.body); parsed.value)
    response.body = parsed.value->dump(-1, ' ', true);
  for (auto at = response.body.find('/'); at != std::string::npos; at = response.body.find('/', at + 2))
    response.body.insert(at, 1, '\\');
}

void between_blanks(http::Response& response, const Call&) {
  if (is_json(response)) response.body = " \n\t" + response.body + "\r\n\n";
}

auto reversed(const nlohmann::ordered_json& json) -> nlohmann::ordered_json {
  if (!json.is_object()) return json;
  std::vector<std::pair<std::string, nlohmann::ordered_json>> members;
  for (const auto& [name, value] : json.items()) members.emplace_back(name, reversed(value));
  auto turned = nlohmann::ordered_json::object();
  for (auto one = members.rbegin(); one != members.rend(); ++one) turned[one->first] = std::move(one->second);
  return turned;
}

void last_first(http::Response& response, const Call&) {
  if (!is_json(response)) return;
  const auto json = nlohmann::ordered_json::parse(response.body, nullptr, false);
  if (!json.is_discarded()) response.body = reversed(json).dump();
}

void challenged(http::Response& response, const Call& call) {
  if (call.status != 401) return;
  core::set_header(response.headers, "WWW-Authenticate", R"(Bearer realm="videos", error="invalid_token")");
}

}  // namespace

auto legal_forms() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("form.gateways", "*", "", "gateways leave 66 headers", behind_gateways),
      on_reply("form.browsers", "*", "", "pages of any origin may read", for_browsers),
      on_reply("form.caches", "*", "", "answers carry validators", for_caches),
      on_reply("form.small-letters", "*", "", "header names are in small letters", in_small_letters),
      on_reply("form.quoted-charset", "*", "", "the charset is quoted and in capitals",
               [](http::Response& r, const Call&) {
                 if (is_json(r)) core::set_header(r.headers, "Content-Type", "application/json;charset=\"UTF-8\"");
               }),
      on_reply("form.capitals", "*", "", "the media type is in capitals",
               [](http::Response& r, const Call&) {
                 if (is_json(r)) core::set_header(r.headers, "Content-Type", "Application/JSON");
               }),
      on_reply("form.escaped", "*", "", "slashes and characters beyond ASCII are escaped", escaped),
      on_reply("form.blanks", "*", "", "blanks and line ends stand around JSON", between_blanks),
      on_reply("form.last-first", "*", "", "members come in the opposite order", last_first),
      on_reply("form.closing", "*", "", "every connection is closed",
               [](http::Response& r, const Call&) { core::set_header(r.headers, "Connection", "close"); }),
      on_reply("form.attachment", "*", "", "the download has a file name",
               reply_when(film(), header("Content-Disposition", "attachment; filename*=UTF-8''%E8%A7%86.mp4"))),
      on_reply("form.challenge", "*", "", "a refused key is told its realm", challenged),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
