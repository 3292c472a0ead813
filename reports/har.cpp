#include "reports/har.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/headers.h"
#include "core/journal_line.h"
#include "core/text.h"
#include "core/time.h"
#include "core/utf8.h"
#include "core/version.h"

namespace vidspec::reports {

namespace {

using OrderedJson = nlohmann::ordered_json;

auto pairs(const core::Headers& headers) -> OrderedJson {
  auto list = OrderedJson::array();
  for (const auto& header : headers) list.push_back({{"name", header.name}, {"value", header.value}});
  return list;
}

/// Our mask has brackets, and HAR asks for a URI; the journal's own text is in `_vidspec`.
auto as_uri(std::string_view url) -> std::string {
  constexpr std::string_view allowed = "!#$%&'()*+,-./:;=?@_~";
  const auto authority = std::min(url.find("://") + 3, url.size());
  const auto path = std::min(url.find_first_of("/?#", authority), url.size());
  std::string result(url.substr(0, path));  // brackets there are those of an IPv6 address
  for (const char c : url.substr(path)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       allowed.find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : core::percent_encode(std::string_view(&c, 1));
  }
  return result;
}

auto query_pairs(std::string_view url) -> OrderedJson {
  auto list = OrderedJson::array();
  const auto begin = url.find('?');
  if (begin == std::string_view::npos) return list;
  auto query = url.substr(begin + 1);
  query = query.substr(0, query.find('#'));
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto member = query.substr(0, end);
    const auto equals = std::min(member.find('='), member.size());
    if (!member.empty()) {
      list.push_back({{"name", core::percent_decode(member.substr(0, equals))},
                      {"value", core::percent_decode(member.substr(std::min(equals + 1, member.size())))}});
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return list;
}

auto post_data(const core::SentRequest& request) -> OrderedJson {
  // Our client makes the Content-Type of multipart itself, with its boundary, so it is not among the headers.
  const auto type = core::header_or_empty(request.headers, "Content-Type");
  OrderedJson data = {{"mimeType", type.empty() && !request.parts.empty() ? "multipart/form-data" : type}};
  if (request.parts.empty()) {
    data["text"] = request.body;
    return data;
  }
  data["params"] = OrderedJson::array();
  for (const auto& part : request.parts) {
    OrderedJson param = {{"name", part.name}};
    if (part.file) {
      param["fileName"] = part.filename;
      param["_size"] = part.size;
      param["_sha256"] = part.sha256;
    } else {
      param["value"] = part.value;
    }
    if (!part.content_type.empty()) param["contentType"] = part.content_type;
    data["params"].push_back(std::move(param));
  }
  return data;
}

auto http_version(const std::string& version) -> std::string { return version.empty() ? "" : "HTTP/" + version; }

auto request_json(const core::Exchange& exchange) -> OrderedJson {
  const auto& request = exchange.request;
  OrderedJson json = {{"method", request.method},
                      {"url", as_uri(request.url)},
                      {"httpVersion", http_version(exchange.answer.http_version)},
                      {"cookies", OrderedJson::array()},
                      {"headers", pairs(request.headers)},
                      {"queryString", query_pairs(request.url)},
                      {"headersSize", -1},
                      {"bodySize", request.body_size}};
  if (!request.body.empty() || !request.parts.empty()) json["postData"] = post_data(request);
  return json;
}

auto response_json(const core::Exchange& exchange) -> OrderedJson {
  const auto& answer = exchange.answer;
  OrderedJson content = {{"size", answer.body_size},
                         {"mimeType", core::header_or_empty(answer.headers, "Content-Type")}};
  if (!answer.body.empty()) content["text"] = answer.body;
  if (answer.body_base64) content["encoding"] = "base64";
  if (answer.body_truncated) content["comment"] = "truncated";
  OrderedJson json = {{"status", answer.status},
                      {"statusText", ""},
                      {"httpVersion", http_version(answer.http_version)},
                      {"cookies", OrderedJson::array()},
                      {"headers", pairs(answer.headers)},
                      {"content", std::move(content)},
                      {"redirectURL", core::header_or_empty(answer.headers, "Location")},
                      {"headersSize", -1},
                      {"bodySize", answer.body_size}};
  if (exchange.failure != core::Failure::none)
    json["_error"] = std::string(core::name(exchange.failure)) + ": " + exchange.failure_detail;
  return json;
}

/// The exchange as the journal has it, without what stands in the entry already.
auto own_part(const core::Exchange& exchange) -> OrderedJson {
  auto copy = exchange;
  copy.request.headers.clear();
  copy.request.body.clear();
  copy.request.parts.clear();
  copy.answer.headers.clear();
  copy.answer.body.clear();
  return OrderedJson::parse(core::line_of(core::exchange_line(copy)));
}

auto entry(const core::Exchange& exchange, core::Instant start) -> OrderedJson {
  const auto wait = std::min(exchange.first_byte_ms, exchange.duration_ms);
  return {{"startedDateTime", core::rfc3339(start + core::Millis(exchange.t_ms))},
          {"time", exchange.duration_ms},
          {"request", request_json(exchange)},
          {"response", response_json(exchange)},
          {"cache", OrderedJson::object()},
          {"timings", {{"send", 0}, {"wait", wait}, {"receive", exchange.duration_ms - wait}}},
          {"comment", exchange.intent},
          {"_vidspec", own_part(exchange)}};
}

/// The text of a value that stands so many levels deep.
auto indented(const OrderedJson& json, std::size_t depth) -> std::string {
  const auto text = core::escape_json_controls(json.dump(1, ' ', false, OrderedJson::error_handler_t::replace));
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') result.append(depth, ' ');
  }
  return result;
}

auto own_log(const core::Journal& journal) -> OrderedJson {
  OrderedJson own = {{"header", OrderedJson::parse(core::line_of(core::header_line(journal.header)))},
                     {"gaps", OrderedJson::array()},
                     {"footer", nullptr}};
  for (const auto& gap : journal.gaps) own["gaps"].push_back(OrderedJson::parse(core::line_of(core::gap_line(gap))));
  if (!journal.finished.empty()) own["footer"] = OrderedJson::parse(core::line_of(core::footer_line(journal, 0)));
  return own;
}

}  // namespace

void write_har(const core::Journal& journal, const std::function<void(std::string_view)>& put) {
  const auto start = core::parse_rfc3339(journal.header.started).value_or(core::Instant{});
  const OrderedJson creator = {{"name", "vidspec"}, {"version", core::version()}};
  put("{\n \"log\": {\n  \"version\": \"1.2\",\n  \"creator\": " + indented(creator, 2) + ",\n  \"entries\": [");
  std::string_view before = "\n   ";
  for (const auto& exchange : journal.exchanges) {
    put(before);
    put(indented(entry(exchange, start), 3));
    before = ",\n   ";
  }
  put(journal.exchanges.empty() ? "]" : "\n  ]");
  put(",\n  \"_vidspec\": " + indented(own_log(journal), 2) + "\n }\n}\n");
}

auto write_har(const core::Journal& journal) -> std::string {
  std::string text;
  write_har(journal, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace vidspec::reports
