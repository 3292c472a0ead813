#include "conformance/recorder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "conformance/evidence.h"
#include "core/digest.h"

namespace vidspec::conformance {

using core::Json;

namespace {

constexpr std::size_t most_text = 256U << 10U;
constexpr std::size_t most_json = 1U << 20U;
constexpr std::size_t most_request = 64U << 10U;
constexpr std::uint64_t most_answer = 4U << 20U;

auto is_credential(std::string_view name) -> bool {
  constexpr std::array<std::string_view, 5> names = {"authorization", "api-key", "x-api-key", "cookie",
                                                     "proxy-authorization"};
  return std::find(names.begin(), names.end(), core::lower(name)) != names.end();
}

auto is_utf8(std::string_view text) -> bool {
  try {
    (void)Json(text).dump();
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

auto declared_length(const core::Headers& headers) -> std::optional<std::uint64_t> {
  const auto text = core::header_or_empty(headers, "Content-Length");
  std::uint64_t length = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return length;
}

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

// `whole`: nothing was left out of `body` before.
void put_text(core::ReceivedAnswer& answer, std::string_view body, bool whole) {
  const auto type = core::media_type(core::header_or_empty(answer.headers, "Content-Type"));
  auto kept = body.substr(0, type.find("json") != std::string::npos ? most_json : most_text);
  if (is_utf8(kept)) {
    answer.body = kept;
  } else {
    kept = kept.substr(0, most_text * 3 / 4);
    answer.body = core::base64(kept);
    answer.body_base64 = true;
  }
  answer.body_truncated = !whole || kept.size() < body.size();
}

/// Takes a download as it streams.
struct Stream {
  core::MediaScanner scanner;
  core::Sha256 digest;
  std::string text;  // the beginning, for answers that turn out to be text
  std::string kept;
  std::uint64_t keep = 0;

  auto take(std::string_view piece) -> bool {
    scanner.feed(piece);
    digest.update(piece);
    if (text.size() < most_text) text.append(piece.substr(0, most_text - text.size()));
    if (kept.size() < keep) kept.append(piece.substr(0, static_cast<std::size_t>(keep - kept.size())));
    return true;
  }
};

auto is_text_kind(const std::string& kind) -> bool { return kind == "json" || kind == "html" || kind == "text"; }

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
  auto stream = std::make_shared<Stream>();
  stream->keep = ask.keep_bytes;
  if (ask.media) request.on_body = [stream](std::string_view piece) { return stream->take(piece); };

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

  Reply reply{exchange.number, response.status, response.failure, response.sent, response.headers, {}, {}, {}, 0};
  std::string_view text = response.body;
  if (ask.media) {
    answer.body_sha256 = stream->digest.hex();
    auto facts = stream->scanner.facts(declared_length(response.headers), response.failure == core::Failure::none);
    answer.body_size = facts.bytes;
    const bool success = reply.succeeded();
    text = !success || is_text_kind(facts.kind) ? std::string_view(stream->text) : std::string_view();
    if (success && request.method != "HEAD") answer.media = std::move(facts);
    reply.kept = std::move(stream->kept);
  } else {
    answer.body_sha256 = core::sha256_hex(response.body);
    if (answer.body_size == 0) answer.body_size = response.body.size();
  }
  reply.bytes = answer.body_size;
  reply.text = std::string(text.substr(0, most_text));
  reply.body = core::parse_json(text).value;
  const bool may_list = ask.intent.find("list") != std::string::npos || ask.intent == "after-delete";
  const auto shown = may_list ? without_others_texts(std::string(text)) : std::string(text);
  put_text(answer, shown, !ask.media || text.size() == answer.body_size);
  if (answer.media && text.empty()) answer.body_truncated = false;
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
