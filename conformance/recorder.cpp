#include "conformance/recorder.h"

#include <algorithm>

#include "conformance/evidence.h"
#include "core/digest.h"

namespace vidspec::conformance {

using core::Json;

namespace {

constexpr core::Millis longest_silence{30'000};  // within a download
constexpr std::size_t most_values = 600'000;     // more than any JSON has that is judged

auto sent_of(const http::Request& request, bool key_sent) -> core::SentRequest {
  core::SentRequest sent;
  sent.method = request.method;
  sent.url = request.url;
  sent.headers = request.headers;
  sent.key_sent = key_sent;
  sent.body_size = request.body.size();
  sent.body = request.body.substr(0, most_request);
  sent.body_truncated = request.body.size() > most_request;
  for (const auto& part : request.parts) {
    core::SentPart kept;
    kept.name = part.name;
    kept.content_type = part.content_type;
    kept.size = part.content.size();
    kept.file = part.file;
    if (part.file) {
      kept.filename = part.filename;
      kept.sha256 = core::sha256_hex(part.content);
    } else {
      kept.value = part.content.substr(0, most_request);
    }
    sent.body_size += part.content.size();
    sent.parts.push_back(std::move(kept));
  }
  return sent;
}

}  // namespace

Recorder::Recorder(const core::Profile& profile, const RunOptions& options, const http::Exchange& target,
                   core::Clock& clock, core::JournalSink& sink)
    : profile_(profile), options_(options), target_(target), clock_(clock), sink_(sink), started_(clock.now()) {}

void Recorder::add_headers(const Ask& ask, http::Request& request) const {
  core::set_header(request.headers, "Accept", ask.media ? "*/*" : "application/json");
  if (ask.api) {
    for (const auto& header : options_.extra_headers) {
      if (ask.key == Key::own || !is_credential(header.name)) request.headers.push_back(header);
    }
  }
  if (ask.key == Key::own && !options_.api_key.empty()) {
    core::set_header(request.headers, "Authorization", "Bearer " + options_.api_key);
  } else if (ask.key == Key::wrong) {
    core::set_header(request.headers, "Authorization",
                     "Bearer sk-invalid-" + core::sha256_hex(std::to_string(options_.seed)).substr(0, 24));
  }
}

auto Recorder::send(Ask ask, core::Millis timeout) -> Reply {
  auto& request = ask.request;
  add_headers(ask, request);
  request.timeout = timeout;
  request.max_body = ask.media ? options_.max_body : most_answer;
  DownloadTap tap(ask.keep_bytes);
  if (ask.media) {
    request.silence = std::min(options_.request_timeout, longest_silence);
    request.on_body = [&tap](std::string_view piece) {
      tap.take(piece);
      return true;
    };
  }

  core::Exchange exchange;
  exchange.number = next_++;
  exchange.t_ms = (clock_.now() - started_).count();
  exchange.intent = ask.intent;
  exchange.intent_facts = ask.facts;
  exchange.task = ask.task;
  exchange.redirected_from = ask.redirected_from;
  const bool key_sent = std::any_of(request.headers.begin(), request.headers.end(),
                                    [](const core::Header& header) { return is_credential(header.name); });
  exchange.request = sent_of(request, key_sent);

  const auto response = target_(request);

  exchange.duration_ms = (clock_.now() - started_).count() - exchange.t_ms;
  exchange.first_byte_ms = std::min<std::int64_t>(response.first_byte.count(), exchange.duration_ms);
  exchange.failure = response.failure;
  exchange.failure_detail = response.failure_detail;
  auto& answer = exchange.answer;
  answer.status = response.status;
  answer.http_version = response.http_version;
  answer.interim = response.interim;
  answer.headers = response.headers;
  answer.body_size = response.received;

  Reply reply;
  reply.number = exchange.number;
  reply.status = response.status;
  reply.failure = response.failure;
  reply.problem = response.failure_detail;
  reply.sent = response.sent;
  reply.headers = response.headers;
  std::string_view text = response.body;
  if (ask.media) {
    tap.finish(answer, response.failure == core::Failure::none, request.method == "HEAD", room_);
    text = tap.text();
    reply.kept = std::move(tap.kept());
  } else {
    answer.body_sha256 = core::sha256_hex(response.body);
    if (answer.body_size == 0) answer.body_size = response.body.size();
    const bool may_list = ask.intent.find("list") != std::string::npos || ask.intent == "after-delete";
    keep_text(answer, may_list ? without_others_texts(response.body) : response.body, true, room_);
  }
  keep_head(answer, room_);
  reply.bytes = answer.body_size;
  reply.text = std::string(text.substr(0, most_text));
  reply.body = core::parse_json(text, {.max_bytes = most_answer, .max_values = most_values}).value;
  sink_.add(exchange);
  return reply;
}

void Recorder::refuse_redirect(const Ask& ask, std::string reason) {
  core::Exchange exchange;
  exchange.number = next_++;
  exchange.t_ms = (clock_.now() - started_).count();
  exchange.intent = ask.intent;
  exchange.task = ask.task;
  exchange.redirected_from = ask.redirected_from;
  exchange.request = sent_of(ask.request, false);
  exchange.failure = core::Failure::refused;
  exchange.failure_detail = std::move(reason);
  sink_.add(exchange);
}

void Recorder::own_prompt(const std::string& prompt) { own_prompts_.push_back(plain_text(prompt)); }

auto Recorder::is_own_prompt(const std::string& prompt) const -> bool {
  return std::find(own_prompts_.begin(), own_prompts_.end(), plain_text(prompt)) != own_prompts_.end();
}

auto Recorder::without_others_texts(const std::string& body) const -> std::string {
  const auto parsed = core::parse_json(body);
  if (parsed.value == nullptr || !parsed.value->is_object() || !parsed.value->contains("data")) return body;
  Json list = *parsed.value;
  if (!list.at("data").is_array()) return body;
  bool changed = false;
  for (auto& item : list.at("data")) {
    if (!item.is_object()) continue;
    const auto* prompt = profile_.field(item, "prompt");
    const bool ours = prompt != nullptr && prompt->is_string() && is_own_prompt(prompt->get<std::string>());
    if (ours) continue;
    for (const auto* field : {"prompt", "result_url"}) {
      const auto* value = profile_.field(item, field);
      if (value == nullptr || !value->is_string()) continue;
      // Of the same shape, so that it can still be judged for that.
      const bool is_url = std::string_view(field) == "result_url";
      item[Json::json_pointer(profile_.fields.at(field))] =
          is_url ? "https://not-kept.invalid/" : "(not ours: not kept)";
      changed = true;
    }
  }
  return changed ? list.dump(-1, ' ', false, Json::error_handler_t::replace) : body;
}

}  // namespace vidspec::conformance
