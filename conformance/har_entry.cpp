#include "conformance/har_entry.h"

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

/// Tools give a multipart body as parameters, as text, or both; the text of browsers lacks the files' bytes.
void take_post_data(const Json& data, core::SentRequest& request) {
  const auto text = text_of(data, "text");
  const auto mime_type = text_of(data, "mimeType");
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

/// Facts only from a body that is there as a whole: a part of a video says nothing about the rest.
void take_media(const std::string& bytes, core::ReceivedAnswer& answer) {
  core::MediaScanner scanner;
  scanner.feed(bytes);
  std::optional<std::uint64_t> declared;
  if (const auto* length = core::find_header(answer.headers, "Content-Length")) {
    std::uint64_t value = 0;
    if (std::from_chars(length->data(), length->data() + length->size(), value).ec == std::errc{}) declared = value;
  }
  answer.media = scanner.facts(declared, true);
}

void take_content(const Json& content, core::ReceivedAnswer& answer) {
  const auto declared_size = static_cast<std::uint64_t>(std::max(number_of(content, "size"), 0.0));
  auto bytes = text_of(content, "text");
  const bool encoded = text_of(content, "encoding") == "base64";
  if (encoded) {
    std::string decoded;
    if (!core::base64_decode(bytes, decoded)) throw std::runtime_error("\"content\" says base64 and is none");
    bytes = std::move(decoded);
  }
  answer.body_size = std::max<std::uint64_t>(declared_size, bytes.size());
  answer.body_truncated = bytes.size() < declared_size;
  if (bytes.empty()) return;
  if (!answer.body_truncated) answer.body_sha256 = core::sha256_hex(bytes);
  const auto type = core::media_type(text_of(content, "mimeType"));
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
  if (slash != std::string::npos) return text.substr(slash + 1, 3);
  return text == "h2" ? "2" : text == "h3" ? "3" : std::string();
}

auto answer_of(const Json& json, Exchange& exchange) -> core::ReceivedAnswer {
  core::ReceivedAnswer answer;
  answer.status = static_cast<int>(std::clamp(number_of(json, "status"), 0.0, 999.0));
  answer.http_version = version_of(text_of(json, "httpVersion"));
  answer.headers = headers_of(json);
  if (const auto content = json.find("content"); content != json.end() && content->is_object())
    take_content(*content, answer);
  if (answer.status == 0) {
    exchange.failure = core::Failure::reset;
    exchange.failure_detail = core::elide(text_of(json, "_error"), 200);
  }
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
  exchange.answer = answer_of(object_of(entry, "response"), exchange);
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
