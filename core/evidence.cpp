#include "core/evidence.h"

#include <array>

#include "core/json_exact.h"

namespace vidspec::core {

namespace {

constexpr std::array<std::string_view, 11> failure_names = {"none",      "resolve", "connect",    "tls",
                                                            "timeout",   "reset",   "truncated",  "protocol",
                                                            "too_large", "refused", "interrupted"};

// Members that hold their default are left out, so that a line of the journal stays readable.
template <typename T>
void put(Json& json, const char* key, const T& value, const T& usual = T{}) {
  if (!(value == usual)) json[key] = value;
}

template <typename T>
void take_optional(const Json& json, const char* key, std::optional<T>& value) {
  if (const auto found = json.find(key); found != json.end() && !found->is_null())
    read_exactly(*found, value.emplace());
}

auto headers_json(const Headers& headers) -> Json {
  Json lines = Json::array();
  for (const auto& [name, value] : headers) lines.push_back({name, value});
  return lines;
}

void take_headers(const Json& json, Headers& headers) {
  const auto found = json.find("headers");
  if (found == json.end()) return;
  for (const auto& line : *found) headers.push_back({line.at(0).get<std::string>(), line.at(1).get<std::string>()});
}

auto media_json(const MediaFacts& facts) -> Json {
  Json json = {
      {"bytes", facts.bytes}, {"ended_cleanly", facts.ended_cleanly}, {"sha256", facts.sha256}, {"kind", facts.kind}};
  if (facts.declared_length) json["declared_length"] = *facts.declared_length;
  std::string encoded = facts.head;
  json["head_hex"] = [&] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : encoded) {
      text += digits[static_cast<unsigned char>(c) >> 4U];
      text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
  }();
  Json boxes = Json::array();
  for (const auto& box : facts.boxes)
    boxes.push_back({{"type", box.type}, {"offset", box.offset}, {"size", box.size}, {"complete", box.complete}});
  put(json, "boxes", boxes, Json::array());
  put(json, "brand", facts.brand);
  if (facts.duration_seconds) json["duration_seconds"] = *facts.duration_seconds;
  if (facts.width) json["width"] = *facts.width;
  if (facts.height) json["height"] = *facts.height;
  put(json, "fragmented", facts.fragmented);
  put(json, "has_video_track", facts.has_video_track);
  put(json, "structure_ok", facts.structure_ok);
  put(json, "problem", facts.problem);
  return json;
}

auto media_from(const Json& json) -> MediaFacts {
  MediaFacts facts;
  take(json, "bytes", facts.bytes);
  take_optional(json, "declared_length", facts.declared_length);
  take(json, "ended_cleanly", facts.ended_cleanly);
  take(json, "sha256", facts.sha256);
  take(json, "kind", facts.kind);
  std::string hex;
  take(json, "head_hex", hex);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    facts.head += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  if (const auto boxes = json.find("boxes"); boxes != json.end()) {
    for (const auto& item : *boxes) {
      MediaBox box;
      take(item, "type", box.type);
      take(item, "offset", box.offset);
      take(item, "size", box.size);
      take(item, "complete", box.complete);
      facts.boxes.push_back(box);
    }
  }
  take(json, "brand", facts.brand);
  take_optional(json, "duration_seconds", facts.duration_seconds);
  take_optional(json, "width", facts.width);
  take_optional(json, "height", facts.height);
  take(json, "fragmented", facts.fragmented);
  take(json, "has_video_track", facts.has_video_track);
  take(json, "structure_ok", facts.structure_ok);
  take(json, "problem", facts.problem);
  return facts;
}

auto request_json(const SentRequest& request) -> Json {
  Json json = {{"method", request.method}, {"url", request.url}, {"headers", headers_json(request.headers)}};
  put(json, "body", request.body);
  Json parts = Json::array();
  for (const auto& part : request.parts) {
    Json item = {{"name", part.name}, {"size", part.size}};
    put(item, "value", part.value);
    put(item, "filename", part.filename);
    put(item, "content_type", part.content_type);
    put(item, "sha256", part.sha256);
    put(item, "file", part.file);
    parts.push_back(std::move(item));
  }
  put(json, "parts", parts, Json::array());
  put(json, "body_size", request.body_size);
  put(json, "body_truncated", request.body_truncated);
  put(json, "key_sent", request.key_sent);
  return json;
}

auto request_from(const Json& json) -> SentRequest {
  SentRequest request;
  json.at("method").get_to(request.method);
  json.at("url").get_to(request.url);
  take_headers(json, request.headers);
  take(json, "body", request.body);
  if (const auto parts = json.find("parts"); parts != json.end()) {
    for (const auto& item : *parts) {
      SentPart part;
      take(item, "name", part.name);
      take(item, "value", part.value);
      take(item, "filename", part.filename);
      take(item, "content_type", part.content_type);
      take(item, "size", part.size);
      take(item, "sha256", part.sha256);
      take(item, "file", part.file);
      request.parts.push_back(std::move(part));
    }
  }
  take(json, "body_size", request.body_size);
  take(json, "body_truncated", request.body_truncated);
  take(json, "key_sent", request.key_sent);
  return request;
}

auto answer_json(const ReceivedAnswer& answer) -> Json {
  Json json = {{"status", answer.status}, {"headers", headers_json(answer.headers)}};
  put(json, "http_version", answer.http_version);
  put(json, "headers_left_out", answer.headers_left_out);
  put(json, "interim", answer.interim);
  put(json, "body", answer.body);
  put(json, "body_base64", answer.body_base64);
  put(json, "body_size", answer.body_size);
  put(json, "body_sha256", answer.body_sha256);
  put(json, "body_truncated", answer.body_truncated);
  if (answer.media) json["media"] = media_json(*answer.media);
  return json;
}

auto answer_from(const Json& json) -> ReceivedAnswer {
  ReceivedAnswer answer;
  read_exactly(json.at("status"), answer.status);
  take_headers(json, answer.headers);
  take(json, "headers_left_out", answer.headers_left_out);
  take(json, "http_version", answer.http_version);
  take(json, "interim", answer.interim);
  take(json, "body", answer.body);
  take(json, "body_base64", answer.body_base64);
  take(json, "body_size", answer.body_size);
  take(json, "body_sha256", answer.body_sha256);
  take(json, "body_truncated", answer.body_truncated);
  if (const auto media = json.find("media"); media != json.end()) answer.media = media_from(*media);
  return answer;
}

}  // namespace

auto name(Failure failure) -> std::string_view { return failure_names[static_cast<std::size_t>(failure)]; }

auto parse_failure(std::string_view text) -> std::optional<Failure> {
  for (std::size_t i = 0; i < failure_names.size(); ++i) {
    if (failure_names[i] == text) return static_cast<Failure>(i);
  }
  return std::nullopt;
}

void to_json(Json& json, const Exchange& exchange) {
  json = {{"number", exchange.number},
          {"t_ms", exchange.t_ms},
          {"duration_ms", exchange.duration_ms},
          {"request", request_json(exchange.request)},
          {"answer", answer_json(exchange.answer)}};
  put(json, "first_byte_ms", exchange.first_byte_ms);
  put(json, "intent", exchange.intent);
  put(json, "intent_facts", exchange.intent_facts);
  put(json, "task", exchange.task);
  if (exchange.failure != Failure::none) json["failure"] = name(exchange.failure);
  put(json, "failure_detail", exchange.failure_detail);
  put(json, "redirected_from", exchange.redirected_from);
}

void from_json(const Json& json, Exchange& exchange) {
  exchange = {};
  read_exactly(json.at("number"), exchange.number);
  take(json, "t_ms", exchange.t_ms);
  take(json, "duration_ms", exchange.duration_ms);
  take(json, "first_byte_ms", exchange.first_byte_ms);
  take(json, "intent", exchange.intent);
  take(json, "intent_facts", exchange.intent_facts);
  take(json, "task", exchange.task);
  exchange.request = request_from(json.at("request"));
  exchange.answer = answer_from(json.at("answer"));
  if (const auto failure = json.find("failure"); failure != json.end()) {
    exchange.failure = parse_failure(failure->get<std::string>()).value_or(Failure::protocol);
  }
  take(json, "failure_detail", exchange.failure_detail);
  take(json, "redirected_from", exchange.redirected_from);
}

}  // namespace vidspec::core
