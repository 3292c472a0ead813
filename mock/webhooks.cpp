#include "mock/webhooks.h"

#include <algorithm>

#include "core/digest.h"
#include "core/lifecycle.h"
#include "mock/service/ids.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

using core::Millis;

constexpr std::size_t most_deliveries = 1'000;
constexpr std::size_t most_watched = 1'000'000;
constexpr Millis first_retry{5'000};
constexpr Millis longest_retry{3'600'000};
constexpr Millis give_up_after{72LL * 3'600'000};
constexpr Millis longest_hold{60'000};
constexpr Millis attempt_timeout{5'000};

auto backoff(int attempts) -> Millis {
  Millis wait = first_retry;
  for (int i = 1; i < attempts && wait < longest_retry; ++i) wait *= 2;
  return std::min(wait, longest_retry);
}

auto request_of(const WebhookDelivery& delivery, const WebhookTarget& target, core::Instant wall) -> http::Request {
  const std::int64_t timestamp = core::unix_seconds(wall);
  const std::string signed_body = delivery.bad_signature ? delivery.body + " " : delivery.body;
  http::Request request{.method = "POST", .url = target.url};
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)"},
                     {"webhook-id", delivery.id},
                     {"webhook-timestamp", std::to_string(timestamp)},
                     {"webhook-signature", webhook_signature(target.secret, delivery.id, timestamp, signed_body)}};
  request.body = delivery.body;
  request.timeout = attempt_timeout;
  request.max_body = 1U << 20U;
  return request;
}

}  // namespace

auto webhook_signature(const std::string& secret, std::string_view id, std::int64_t timestamp, std::string_view body)
    -> std::string {
  constexpr std::string_view prefix = "whsec_";
  std::string key = secret;
  if (secret.starts_with(prefix) && !core::base64_decode(std::string_view(secret).substr(prefix.size()), key))
    key = secret;
  const std::string text = std::string(id) + "." + std::to_string(timestamp) + "." + std::string(body);
  return "v1," + core::base64(core::hmac_sha256(key, text));
}

void Webhooks::set_target(WebhookTarget target) {
  const std::lock_guard lock(mutex_);
  target_ = std::move(target);
  enabled_.store(!target_.url.empty(), std::memory_order_release);
}

auto Webhooks::target() const -> WebhookTarget {
  const std::lock_guard lock(mutex_);
  return target_;
}

void Webhooks::watch(const std::shared_ptr<Task>& task, std::optional<WebhookFaults> faults, core::Instant now) {
  const std::lock_guard lock(mutex_);
  if (watched_.size() >= most_watched) return;
  watched_.emplace(task->id, Watched{task, faults});
  if (task->course.drive == core::Drive::time && !task->course.stuck_in) {
    ends_.emplace(task->created + task->course.queued + (task->course.skip_running ? Millis{0} : task->course.running),
                  task->id);
  }
  notice(task->id, now);
}

void Webhooks::look_at(const std::shared_ptr<Task>& task, core::Instant now) {
  const std::lock_guard lock(mutex_);
  notice(task->id, now);
}

void Webhooks::notice(const std::string& id, core::Instant now) {
  const auto found = watched_.find(id);
  if (found == watched_.end()) return;
  const auto task = found->second.task.lock();
  const auto stage = task == nullptr ? core::Stage::failed : look(*task, now).stage;
  if (!core::is_terminal(stage)) return;
  const WebhookFaults faults = found->second.faults.value_or(WebhookFaults{});
  watched_.erase(found);
  if (task != nullptr)
    enqueue(*task, faults, stage == core::Stage::completed ? "video.completed" : "video.failed", now);
}

void Webhooks::enqueue(Task& task, const WebhookFaults& faults, std::string_view type, core::Instant now) {
  if (faults.never || target_.url.empty()) return;
  const core::Instant ended = look(task, now).completed_at.value_or(now);
  WebhookDelivery delivery{.type = std::string(type),
                           .task = task.id,
                           .first = ended + faults.delay,
                           .due = ended + faults.delay,
                           .bad_signature = faults.bad_signature};
  const IdSeed seed{.seed = seed_ + 0x77, .key = task.id, .number = 1, .created = ended};
  delivery.id = make_id("wh_{hex32}", seed);
  delivery.body = "{\"id\":" + json_string(make_id("evt_{hex32}", seed)) +
                  ",\"object\":\"event\",\"created_at\":" + std::to_string(core::unix_seconds(ended)) +
                  ",\"type\":" + json_string(delivery.type) + ",\"data\":{\"id\":" + json_string(delivery.task) + "}}";
  const auto push = [&](WebhookDelivery one) {
    one.number = next_++;
    deliveries_.push_back(std::move(one));
    if (deliveries_.size() > most_deliveries) deliveries_.pop_front();
  };
  if (faults.reversed && !held_) {
    held_ = std::move(delivery);
    held_->due = now + longest_hold;
    return;
  }
  push(delivery);
  if (faults.twice) push(delivery);
  if (held_) {
    held_->due = delivery.due + Millis{1};
    push(std::move(*held_));
    held_.reset();
  }
}

auto Webhooks::take_due(core::Instant now) -> std::optional<WebhookDelivery> {
  if (held_ && held_->due <= now) {
    held_->number = next_++;
    deliveries_.push_back(std::move(*held_));
    held_.reset();
  }
  WebhookDelivery* earliest = nullptr;
  for (auto& delivery : deliveries_) {
    if (delivery.state != WebhookDelivery::State::waiting || delivery.due > now) continue;
    if (earliest == nullptr || delivery.due < earliest->due) earliest = &delivery;
  }
  return earliest == nullptr ? std::nullopt : std::optional(*earliest);
}

void Webhooks::settle(const WebhookDelivery& sent, const http::Response& answer, core::Instant now) {
  const auto found =
      std::find_if(deliveries_.begin(), deliveries_.end(), [&](const auto& one) { return one.number == sent.number; });
  if (found == deliveries_.end()) return;
  ++found->attempts;
  found->status = answer.status;
  const bool answered = answer.failure == core::Failure::none;
  found->problem = answered ? "" : answer.failure_detail;
  if (answered && answer.status >= 200 && answer.status < 300) {
    found->state = WebhookDelivery::State::delivered;
  } else {
    found->due = now + backoff(found->attempts);
    if (found->due - found->first > give_up_after) found->state = WebhookDelivery::State::given_up;
  }
}

void Webhooks::run(core::Instant now, core::Instant wall, const http::Exchange& send) {
  std::unique_lock lock(mutex_);
  while (!ends_.empty() && ends_.begin()->first <= now) {
    const std::string id = ends_.begin()->second;
    ends_.erase(ends_.begin());
    notice(id, now);
  }
  while (const auto delivery = take_due(now)) {
    const auto request = request_of(*delivery, target_, wall);
    lock.unlock();
    const auto answer = send(request);
    lock.lock();
    settle(*delivery, answer, now);
  }
}

auto Webhooks::redeliver(std::uint64_t number, core::Instant now) -> bool {
  const std::lock_guard lock(mutex_);
  for (auto& delivery : deliveries_) {
    if (delivery.number != number) continue;
    delivery.state = WebhookDelivery::State::waiting;
    delivery.first = delivery.due = now;
    return true;
  }
  return false;
}

auto Webhooks::deliveries() const -> std::vector<WebhookDelivery> {
  const std::lock_guard lock(mutex_);
  return {deliveries_.begin(), deliveries_.end()};
}

void Webhooks::clear() {
  const std::lock_guard lock(mutex_);
  watched_.clear();
  ends_.clear();
  deliveries_.clear();
  held_.reset();
}

}  // namespace vidspec::mock
