#include <charconv>

#include "core/digest.h"
#include "core/headers.h"
#include "mock/state.h"

namespace vidspec::mock {

namespace {

// Seconds or milliseconds of a header, where it is a number.
auto span_in(const http::Response& response, std::string_view name, std::int64_t unit) -> std::optional<core::Millis> {
  const auto* value = core::find_header(response.headers, name);
  std::int64_t number = 0;
  if (value == nullptr || std::from_chars(value->data(), value->data() + value->size(), number).ec != std::errc{})
    return std::nullopt;
  if (number < 0 || number > 86'400'000) return std::nullopt;
  return core::Millis{number * unit};
}

// A create as its content, whatever the boundary of its form.
auto body_hash(const Passage& passage) -> std::uint64_t {
  std::string text = passage.body.value.dump(-1, ' ', false, core::Json::error_handler_t::replace);
  for (const auto& image : passage.body.images) text += "|" + std::to_string(image.size());
  return core::stable_hash(passage.operation == nullptr ? 0 : static_cast<std::uint64_t>(passage.operation->operation),
                           text);
}

auto names_of(const Passage& passage) -> std::string {
  std::string names;
  for (const auto& scenario : passage.acting) names += (names.empty() ? "" : ", ") + scenario->name;
  return names;
}

}  // namespace

void Mock::State::changed(const std::shared_ptr<Task>& task) { webhooks.look_at(task, clock.now()); }

void Mock::State::tell_webhooks(const Passage& passage) {
  if (!passage.made) return webhooks.look_at(passage.task, passage.now);
  std::optional<WebhookFaults> faults;
  for (auto scenario = passage.acting.rbegin(); scenario != passage.acting.rend(); ++scenario) {
    if ((*scenario)->webhooks) faults = (*scenario)->webhooks;
  }
  webhooks.watch(passage.task, faults, passage.now);
}

auto Mock::State::real(core::Millis span) const -> core::Millis {
  const double speed = mock_clock_ == nullptr ? 1 : mock_clock_->speed();
  if (speed == 1 || speed <= 0) return span;
  return core::Millis{static_cast<std::int64_t>(static_cast<double>(span.count()) / speed)};
}

// Only answers that take their time: all others are written at once.
void Mock::State::watch_delivery(const Passage& passage, http::Response& response) {
  const auto& delivery = response.delivery;
  const bool slow =
      delivery.delay.count() > 0 || delivery.stall.count() > 0 || delivery.bytes_per_second > 0 || response.source;
  if (!slow) return;
  const std::uint64_t hash = passage.made ? body_hash(passage) : 0;
  response.delivery.ended =
      [this, hash, number = passage.number, made = passage.made, key = passage.key, shown = passage.shown_key,
       operation = passage.operation == nullptr ? std::nullopt : std::optional(passage.operation->operation),
       task = passage.task == nullptr ? std::string() : passage.task->id](bool sent) {
        if (sent) return;
        judge.gave_up({.number = number,
                       .real = mock_clock_ == nullptr ? clock.now() : mock_clock_->real_now(),
                       .key = key,
                       .shown_key = shown,
                       .operation = operation,
                       .task = task,
                       .answer_lost = true,
                       .made = made,
                       .body_hash = hash});
      };
}

void Mock::State::observe(const Passage& passage, http::Response& response) {
  const std::optional<core::Operation> operation =
      passage.operation == nullptr ? std::nullopt : std::optional(passage.operation->operation);
  const bool makes = operation && core::makes_video(*operation);
  metrics.request(operation, response.status);
  const std::string_view task = passage.task != nullptr ? std::string_view(passage.task->id) : std::string_view();

  Observation seen{.number = passage.number,
                   .real = mock_clock_ == nullptr ? passage.now : mock_clock_->real_now(),
                   .key = passage.key,
                   .shown_key = passage.shown_key,
                   .operation = operation,
                   .task = task,
                   .status = response.status,
                   .answer_lost = response.delivery.end != http::Delivery::End::normal,
                   .made = passage.made,
                   .told_to_wait = span_in(response, "retry-after", 1000),
                   .poll_hint = span_in(response, "openai-poll-after-ms", 1)};
  if (passage.task != nullptr) seen.stage = look(*passage.task, passage.now).stage;
  std::string unknown;
  if (makes) {
    seen.body_hash = body_hash(passage);
    unknown = unknown_parameter(service.profile(), service.hints(), *passage.operation, passage.body);
    seen.unknown_parameter = unknown;
  }
  seen.host = core::header_or_empty(passage.request.headers, "host");
  seen.file_with_key = passage.file && core::find_header(passage.request.headers, "authorization") != nullptr;
  judge.observe(seen);
  if (webhooks.enabled() && passage.task != nullptr) tell_webhooks(passage);

  watch_delivery(passage, response);
  const std::string scenarios = passage.acting.empty() ? std::string() : names_of(passage);
  log.add({.number = passage.number,
           .at = passage.now,
           .key = passage.key,
           .shown_key = passage.shown_key,
           .operation = passage.file ? std::string_view("file")
                        : operation  ? core::name(*operation)
                                     : std::string_view(),
           .task = task,
           .request = passage.request,
           .response = response,
           .scenarios = scenarios,
           .faults = passage.faults});
}

}  // namespace vidspec::mock
