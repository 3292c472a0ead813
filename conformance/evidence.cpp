#include "conformance/evidence.h"

#include <algorithm>
#include <array>

#include "conformance/kept.h"
#include "core/text.h"
#include "http/message.h"

namespace vidspec::conformance {

using core::Json;

namespace {

auto is_json_type(std::string_view type) -> bool {
  return type == "application/json" || (type.size() > 5 && type.substr(type.size() - 5) == "+json");
}

// A multipart field for a JSON pointer: "/video/id" is "video[id]".
auto field_name(std::string_view pointer) -> std::string {
  std::string name;
  for (std::size_t at = 1; at <= pointer.size();) {
    const auto end = std::min(pointer.find('/', at), pointer.size());
    const std::string step(pointer.substr(at, end - at));
    name += name.empty() ? step : "[" + step + "]";
    at = end + 1;
  }
  return name;
}

/// "Use what you have": an answer to what a browser asked on its own behalf. We never ask so.
auto is_revalidation(const core::Exchange& exchange) -> bool {
  return exchange.intent.empty() && exchange.answer.status == 304;
}

// Whether a text that may be there in part only is JSON; a page of HTML needs no end to be one.
auto begins_as_json(const core::ReceivedAnswer& answer, std::string_view type) -> bool {
  if (is_json_type(type)) return true;
  const auto text = core::trim(answer.body);
  return !text.empty() && (text.front() == '{' || text.front() == '[');
}

// Why an answer cannot be judged, or empty.
auto why_unread(const Seen& seen) -> std::string {
  const auto& answer = seen.raw->answer;
  const auto which = "the answer to #" + std::to_string(seen.number());
  if (answer.headers_left_out > 0) {
    return "of " + which + ", " + std::to_string(answer.headers_left_out) +
           " bytes of headers are not in the evidence; send fewer of them";
  }
  if (seen.spec == nullptr || answer.media || !seen.answered() || !begins_as_json(answer, seen.answer_type)) return {};
  const auto coding = core::header_or_empty(answer.headers, "Content-Encoding");
  if (seen.raw->failure == core::Failure::too_large) {
    return which + " was not read to its end: " + seen.raw->failure_detail +
           "; leave out of it what is no part of it, or page the list";
  }
  const bool whole = !answer.body_truncated && answer.body.size() <= most_json;
  // What somebody else did not save at all is nothing to be judged, which checks know.
  if (whole || answer.body.empty() || seen.raw->failure != core::Failure::none) return {};
  if (answer.body_size > most_json) {
    return which + " has " + std::to_string(answer.body_size) + " bytes of JSON, and at most " +
           std::to_string(most_json) + " are judged; leave out of it what is no part of it, or page the list";
  }
  if (seen.intent().empty() && !coding.empty() && !core::iequals(coding, "identity")) {
    return which + " is compressed (" + core::elide(coding, 40) +
           "), and recorded bytes are not decoded; let the client send Accept-Encoding: identity";
  }
  return "of " + which + ", only a part of its " + std::to_string(answer.body_size) +
         " bytes is in the evidence; record it as a whole, or make large answers smaller";
}

auto asked_value(const core::SentRequest& request, const Json* body, const std::string& pointer)
    -> std::optional<std::string> {
  if (pointer.empty()) return std::nullopt;
  if (body != nullptr) return scalar_text(core::find_pointer(*body, pointer));
  const auto name = field_name(pointer);
  for (const auto& part : request.parts) {
    if (part.name == name && !part.file) return part.value;
  }
  return std::nullopt;
}

}  // namespace

auto is_refused_download(std::string_view intent) -> bool {
  constexpr std::array<std::string_view, 4> intents = {"content-early", "content-failed", "no-key-content",
                                                       "wrong-key-content"};
  return std::find(intents.begin(), intents.end(), intent) != intents.end();
}

auto text_of(const Json* value) -> std::string {
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

auto scalar_text(const Json* value) -> std::optional<std::string> {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  if (value->is_number()) return value->dump();
  return std::nullopt;
}

auto plain_text(std::string_view text) -> std::string {
  std::string result;
  for (const char c : core::trim(text)) {
    if (c != '\r') result += c;
  }
  return result;
}

auto asked_of(const core::Profile& profile, const core::SentRequest& request) -> Asked {
  core::JsonResult body;
  if (request.parts.empty() && !request.body_truncated) {
    const auto type = core::media_type(core::header_or_empty(request.headers, "Content-Type"));
    if (is_json_type(type)) body = core::parse_json(request.body);
  }
  const auto& fields = profile.create_fields;
  const auto get = [&](const std::string& pointer) { return asked_value(request, body.value.get(), pointer); };
  Asked asked{get(fields.model), get(fields.prompt), get(fields.seconds), get(fields.size), get("/orientation")};
  if (!asked.size) {
    const auto width = get(fields.width);
    const auto height = get(fields.height);
    if (width && height) asked.size = *width + "x" + *height;
  }
  return asked;
}

auto Seen::redirects() const -> bool {
  constexpr std::array<int, 5> statuses = {301, 302, 303, 307, 308};
  return std::find(statuses.begin(), statuses.end(), status()) != statuses.end();
}

auto Seen::at(std::string_view pointer) const -> const Json* {
  return body == nullptr ? nullptr : core::find_pointer(*body, pointer);
}

auto Seen::fact(std::string_view name) const -> std::string {
  const auto& facts = raw->intent_facts;
  if (!facts.is_object() || !facts.contains(name)) return {};
  return text_of(&facts.at(std::string(name)));
}

auto before(const Seen& earlier, const Seen& later) -> bool {
  return earlier.number() < later.number() && earlier.end_ms() <= later.raw->t_ms;
}

auto TaskHistory::first_in(core::Stage stage) const -> const TaskSighting* {
  for (const auto& sighting : sightings) {
    if (sighting.stage == stage) return &sighting;
  }
  return nullptr;
}

auto TaskHistory::terminal() const -> const TaskSighting* {
  for (const auto& sighting : sightings) {
    if (sighting.stage && core::is_terminal(*sighting.stage)) return &sighting;
  }
  return nullptr;
}

Evidence::Evidence(const core::Profile& profile, const core::Journal& journal) : profile_(profile), journal_(journal) {
  const Router router(profile, journal.header.base_url);
  origin_ = http::origin_of(journal.header.base_url);
  seen_.reserve(journal.exchanges.size());
  for (const auto& exchange : journal.exchanges) {
    if (exchange.intent != "preflight" && !is_revalidation(exchange)) understand(exchange, router);
  }
  std::stable_sort(seen_.begin(), seen_.end(), [](const Seen& a, const Seen& b) { return a.raw->t_ms < b.raw->t_ms; });
  find_put_off();
  index();
  find_tasks();
  find_downloads();
  find_objects();
}

void Evidence::understand(const core::Exchange& exchange, const Router& router) {
  Seen seen;
  seen.raw = &exchange;
  const auto route = router.match(exchange.request.method, exchange.request.url);
  seen.spec = route.spec;
  seen.id = route.id;
  const auto& answer = exchange.answer;
  seen.answer_type = core::media_type(core::header_or_empty(answer.headers, "Content-Type"));
  if (auto reason = why_unread(seen); !reason.empty()) {
    unread_.push_back({exchange.number, exchange.intent, std::move(reason)});
    return;
  }
  if (answer.body_base64) {
    seen.body_problem = "the body is not UTF-8";
  } else if (!answer.body.empty() && !answer.body_truncated) {
    auto parsed = core::parse_json(answer.body);
    seen.body = std::move(parsed.value);
    seen.body_problem = std::move(parsed.error);
    seen.duplicate_keys = std::move(parsed.duplicate_keys);
  }
  seen_.push_back(std::move(seen));
}

void Evidence::find_put_off() {
  for (std::size_t i = 0; i + 1 < seen_.size(); ++i) {
    const auto& now = *seen_[i].raw;
    const auto& next = *seen_[i + 1].raw;
    seen_[i].put_off = now.answer.status == 429 && now.intent == next.intent &&
                       now.request.method == next.request.method && now.request.url == next.request.url;
  }
}

void Evidence::index() {
  for (const auto& seen : seen_) {
    if (seen.spec != nullptr) {
      if (origin_.empty()) origin_ = http::origin_of(seen.raw->request.url);
      by_operation_[seen.spec->operation].push_back(&seen);
    }
    if (!seen.intent().empty() && !seen.put_off) by_intent_[seen.intent()].push_back(&seen);
    if (seen.raw->redirected_from != 0) redirect_targets_.emplace(seen.raw->redirected_from, &seen);
  }
}

}  // namespace vidspec::conformance
