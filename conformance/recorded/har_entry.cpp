#include "conformance/recorded/har_entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/digest.h"
#include "core/headers.h"
#include "core/media.h"
#include "core/text.h"
#include "core/time.h"
#include "core/utf8.h"
#include "http/message.h"

namespace vidspec::conformance {

namespace {

using core::Exchange;
using core::Json;

constexpr std::size_t max_request_body = 64U << 10U;
constexpr std::size_t max_text_body = 1U << 20U;
constexpr std::size_t max_headers = 1000;

auto text_of(const Json& json, const char* name) -> std::string {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

auto number_of(const Json& json, const char* name) -> double {
  const auto found = json.find(name);
  const double value = found != json.end() && found->is_number() ? found->get<double>() : 0;
  return std::isfinite(value) ? std::clamp(value, -1.0, 1e15) : 0;
}

auto object_of(const Json& json, const char* name) -> const Json& {
  const auto& value = json.at(name);
  if (!value.is_object()) throw std::runtime_error(std::string("\"") + name + "\" must be an object");
  return value;
}

auto headers_of(const Json& json) -> core::Headers {
  core::Headers headers;
  const auto found = json.find("headers");
  if (found == json.end() || !found->is_array()) return headers;
  for (const auto& item : *found) {
    const auto name = text_of(item, "name");
    const bool pseudo = name.empty() || name.front() == ':';
    if (!pseudo && headers.size() < max_headers) headers.push_back({name, text_of(item, "value")});
  }
  return headers;
}

auto has_credential(const core::Headers& headers) -> bool {
  constexpr std::array<std::string_view, 3> names = {"Authorization", "api-key", "x-api-key"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return core::find_header(headers, name) != nullptr; });
}

auto part_of(const http::Part& part) -> core::SentPart {
  core::SentPart sent{part.name, {}, part.filename, part.content_type, part.content.size(), {}, part.file};
  if (part.file) {
    sent.sha256 = core::sha256_hex(part.content);
  } else {
    sent.value = part.content.substr(0, max_request_body);
  }
  return sent;
}

auto part_of(const Json& param) -> core::SentPart {
  core::SentPart part;
  part.name = text_of(param, "name");
  part.filename = text_of(param, "fileName");
  part.content_type = text_of(param, "contentType");
  part.file = param.contains("fileName");
  if (!part.file) part.value = text_of(param, "value").substr(0, max_request_body);
  part.size = part.file ? static_cast<std::uint64_t>(std::max(number_of(param, "_size"), 0.0)) : part.value.size();
  part.sha256 = text_of(param, "_sha256");
  return part;
}

/// The type with its boundary: some tools write it without parameters beside the body.
auto type_of(const Json& data, const core::SentRequest& request) -> std::string {
  const auto noted = text_of(data, "mimeType");
  const auto sent = std::string(core::header_or_empty(request.headers, "Content-Type"));
  return noted.empty() || (noted.find(';') == std::string::npos && sent.starts_with(noted)) ? sent : noted;
}

/// Tools give a multipart body as parameters, as text, or both; the text of browsers lacks the files' bytes.
void take_post_data(const Json& data, core::SentRequest& request) {
  const auto text = text_of(data, "text");
  const auto mime_type = type_of(data, request);
  request.body_size = std::max<std::uint64_t>(request.body_size, text.size());
  if (core::media_type(mime_type) != "multipart/form-data") {
    request.body = text.substr(0, max_request_body);
    request.body_truncated = text.size() > max_request_body;
    return;
  }
  const auto params = data.find("params");
  if (params != data.end() && params->is_array() && !params->empty()) {
    for (const auto& param : *params) request.parts.push_back(part_of(param));
    return;
  }
  for (const auto& part : http::parse_multipart(mime_type, text).parts) request.parts.push_back(part_of(part));
}

auto request_of(const Json& json) -> core::SentRequest {
  core::SentRequest request;
  request.method = json.at("method").get<std::string>();
  request.url = json.at("url").get<std::string>();
  request.headers = headers_of(json);
  request.key_sent = has_credential(request.headers);
  request.body_size = static_cast<std::uint64_t>(std::max(number_of(json, "bodySize"), 0.0));
  if (const auto data = json.find("postData"); data != json.end() && data->is_object()) take_post_data(*data, request);
  return request;
}

auto is_media(const std::string& type) -> bool {
  return type.starts_with("video/") || type.starts_with("image/") || type.starts_with("audio/") ||
         type == "application/octet-stream" || type == "application/mp4";
}

/// The Content-Length, where it counts the bytes of the body itself: tools save what was compressed as plain bytes.
auto declared_length(const core::ReceivedAnswer& answer) -> std::optional<std::uint64_t> {
  const auto* length = core::find_header(answer.headers, "Content-Length");
  if (length == nullptr || core::find_header(answer.headers, "Content-Encoding") != nullptr) return std::nullopt;
  std::uint64_t value = 0;
  const auto end = std::from_chars(length->data(), length->data() + length->size(), value);
  return end.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

/// Facts only from a body that is there as a whole: a part of a video says nothing about the rest.
void take_media(const std::string& bytes, core::ReceivedAnswer& answer) {
  core::MediaScanner scanner;
  scanner.feed(bytes);
  answer.media = scanner.facts(declared_length(answer), true);
}

/// How large a body was that was not saved, from whatever the tool tells: nothing where it does not.
auto told_size(const Json& response, const Json& content, const core::ReceivedAnswer& answer)
    -> std::optional<std::uint64_t> {
  auto size = declared_length(answer);
  for (const auto& [json, name] : {std::pair(&content, "size"), std::pair(&response, "bodySize")}) {
    const auto told = json->find(name);
    if (told == json->end() || !told->is_number() || number_of(*json, name) < 0) continue;
    size = std::max(size.value_or(0), static_cast<std::uint64_t>(number_of(*json, name)));
  }
  return size;
}

auto decoded(const Json& content) -> std::string {
  auto text = text_of(content, "text");
  if (text_of(content, "encoding") != "base64") return text;
  std::string bytes;
  if (!core::base64_decode(text, bytes)) throw std::runtime_error("\"content\" says base64 and is none");
  return bytes;
}

/// Whether the tool saved the whole body. `size` counts it decoded; mitmproxy counts what came over the wire there.
auto is_whole(const Json& content, std::size_t saved) -> bool {
  const auto size = number_of(content, "size");
  const auto bytes = static_cast<double>(saved);
  return bytes >= size || bytes == size + number_of(content, "compression");
}

void take_content(const Json& response, const Json& content, core::ReceivedAnswer& answer) {
  const auto bytes = decoded(content);
  if (bytes.empty()) {
    const auto size = told_size(response, content, answer);
    answer.body_size = size.value_or(0);
    const auto text = content.find("text");
    const bool streamed = text != content.end() && text->is_null();  // passed on by mitmproxy without keeping it
    answer.body_truncated = streamed || size != 0U;
    return;
  }
  answer.body_truncated = !is_whole(content, bytes.size());
  answer.body_size = answer.body_truncated ? static_cast<std::uint64_t>(number_of(content, "size")) : bytes.size();
  if (!answer.body_truncated) answer.body_sha256 = core::sha256_hex(bytes);
  const auto type = core::media_type(text_of(content, "mimeType"));
  const bool encoded = text_of(content, "encoding") == "base64";
  if (is_media(type) && encoded && !answer.body_truncated) {
    take_media(bytes, answer);
  } else if (core::is_utf8(bytes)) {
    answer.body = bytes.substr(0, max_text_body);
    answer.body_truncated = answer.body_truncated || bytes.size() > max_text_body;
  } else {
    answer.body = core::base64(std::string_view(bytes).substr(0, max_request_body));
    answer.body_base64 = true;
    answer.body_truncated = answer.body_truncated || bytes.size() > max_request_body;
  }
}

auto version_of(const std::string& text) -> std::string {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return text == "h2" ? "2" : text == "h3" ? "3" : std::string();
  const auto number = text.substr(slash + 1, 3);
  return number.substr(0, number.find_first_not_of("0123456789."));
}

/// What a browser's word for an ended request says of the server. What it does not know is taken for the user's doing:
/// pages are left, extensions block, and that is nobody's fault.
auto failure_of(const std::string& error) -> core::Failure {
  using core::Failure;
  constexpr std::array<std::pair<std::string_view, Failure>, 15> words = {{
      {"NAME_NOT_RESOLVED", Failure::resolve},
      {"UNKNOWN_HOST", Failure::resolve},
      {"CONNECTION_REFUSED", Failure::connect},
      {"ADDRESS_UNREACHABLE", Failure::connect},
      {"CONNECTION_TIMED_OUT", Failure::connect},
      {"ERR_CERT", Failure::tls},
      {"ERR_SSL", Failure::tls},
      {"TIMED_OUT", Failure::timeout},
      {"NET_TIMEOUT", Failure::timeout},
      {"CONTENT_LENGTH_MISMATCH", Failure::truncated},
      {"INCOMPLETE_CHUNKED", Failure::truncated},
      {"CONNECTION_RESET", Failure::reset},
      {"CONNECTION_CLOSED", Failure::reset},
      {"EMPTY_RESPONSE", Failure::reset},
      {"server closed connection", Failure::reset},
  }};
  const auto word =
      std::find_if(words.begin(), words.end(), [&](const auto& one) { return error.find(one.first) != error.npos; });
  return word == words.end() ? Failure::interrupted : word->second;
}

auto answer_of(const Json& json, Exchange& exchange) -> core::ReceivedAnswer {
  core::ReceivedAnswer answer;
  answer.status = static_cast<int>(std::clamp(number_of(json, "status"), 0.0, 999.0));
  if (answer.status == 0) {
    const auto error = text_of(json, "_error");
    exchange.failure = failure_of(error);
    exchange.failure_detail = core::elide(error, 200);
    return answer;
  }
  answer.http_version = version_of(text_of(json, "httpVersion"));
  answer.headers = headers_of(json);
  const auto found = json.find("content");
  const auto content = found != json.end() && found->is_object() ? *found : Json::object();
  const auto type = text_of(content, "mimeType");
  if (answer.headers.empty() && type.find('/') != std::string::npos) answer.headers = {{"Content-Type", type}};
  if (exchange.request.method != "HEAD") take_content(json, content, answer);
  return answer;
}

/// What we wrote beside the standard members: it replaces what HAR cannot say, not what it says.
auto with_own(const Json& own, const Exchange& standard) -> Exchange {
  auto exchange = own.get<Exchange>();
  exchange.request.headers = standard.request.headers;
  exchange.request.body = standard.request.body;
  exchange.request.parts = standard.request.parts;
  exchange.answer.headers = standard.answer.headers;
  exchange.answer.body = standard.answer.body;
  return exchange;
}

}  // namespace

auto exchange_of_entry(const Json& entry, bool ours) -> Exchange {
  Exchange exchange;
  exchange.request = request_of(object_of(entry, "request"));
  const auto response = entry.find("response");  // a request that was still under way has none
  if (response != entry.end() && !response->is_null()) {
    exchange.answer = answer_of(object_of(entry, "response"), exchange);
  } else {
    exchange.failure = core::Failure::interrupted;
  }
  exchange.duration_ms = static_cast<std::int64_t>(std::max(number_of(entry, "time"), 0.0));
  const auto started = core::parse_rfc3339(entry.at("startedDateTime").get<std::string>());
  if (!started) throw std::runtime_error("\"startedDateTime\" must be an ISO 8601 date and time");
  exchange.t_ms = core::unix_millis(*started);
  if (const auto timings = entry.find("timings"); timings != entry.end() && timings->is_object()) {
    double until_answer = 0;
    for (const char* phase : {"blocked", "dns", "connect", "send", "wait"})
      until_answer += std::max(number_of(*timings, phase), 0.0);
    exchange.first_byte_ms = std::min(static_cast<std::int64_t>(until_answer), exchange.duration_ms);
  }
  const auto own = entry.find("_vidspec");
  return ours && own != entry.end() ? with_own(*own, exchange) : exchange;
}

}  // namespace vidspec::conformance
