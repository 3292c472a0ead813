#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "http/message.h"
#include "mock/scenario.h"
#include "mock/task.h"

namespace vidspec::mock {

/// Where events go, and the secret that signs them ("whsec_" and base64, or any text). An empty URL sends none.
struct WebhookTarget {
  std::string url;
  std::string secret;
};

/// One event on its way.
struct WebhookDelivery {
  enum class State { waiting, delivered, given_up };
  std::uint64_t number = 0;
  std::string id;    ///< "wh_…", the same in every attempt
  std::string type;  ///< "video.completed" or "video.failed"
  std::string task;
  std::string body;
  State state = State::waiting;
  int attempts = 0;
  int status = 0;       ///< of the last attempt; 0: no answer
  std::string problem;  ///< of the last attempt, or empty
  core::Instant first, due;
  bool bad_signature = false;
};

/// Sends `video.completed` and `video.failed` when tasks end, signed per Standard Webhooks, with retries that back off
/// on the mock's clock for 72 hours. Nothing happens by itself: run() does what is due. Thread-safe; run() by one
/// thread at a time.
class Webhooks {
 public:
  explicit Webhooks(std::uint64_t seed) : seed_(seed) {}

  void set_target(WebhookTarget target);
  [[nodiscard]] auto target() const -> WebhookTarget;
  /// Told without a lock.
  [[nodiscard]] auto enabled() const -> bool { return enabled_.load(std::memory_order_acquire); }

  /// A task that was made; its end is awaited.
  void watch(const std::shared_ptr<Task>& task, std::optional<WebhookFaults> faults, core::Instant now);
  /// The task may have ended otherwise than by time.
  void look_at(const std::shared_ptr<Task>& task, core::Instant now);

  /// Notices ends and sends what is due. `wall` is the time that goes into signatures.
  void run(core::Instant now, core::Instant wall, const http::Exchange& send);

  /// Sends an event again, whatever became of it; false when there is none of that number.
  auto redeliver(std::uint64_t number, core::Instant now) -> bool;

  /// The last 1,000, oldest first.
  [[nodiscard]] auto deliveries() const -> std::vector<WebhookDelivery>;
  void clear();

 private:
  struct Watched {
    std::weak_ptr<Task> task;  // a deleted one tells nobody
    std::optional<WebhookFaults> faults;
  };
  void notice(const std::string& id, core::Instant now);  // with mutex_ held, as all below
  void enqueue(Task& task, const WebhookFaults& faults, std::string_view type, core::Instant now);
  auto take_due(core::Instant now) -> std::optional<WebhookDelivery>;
  void settle(const WebhookDelivery& sent, const http::Response& answer, core::Instant now);

  const std::uint64_t seed_;
  std::atomic<bool> enabled_{false};
  mutable std::mutex mutex_;
  WebhookTarget target_;
  std::map<std::string, Watched> watched_;          // by task id
  std::multimap<core::Instant, std::string> ends_;  // predicted
  std::deque<WebhookDelivery> deliveries_;
  std::optional<WebhookDelivery> held_;  // until the next one was sent
  std::uint64_t next_ = 1;
};

/// The value of the header webhook-signature: `v1,` and base64 of HMAC-SHA-256 over "id.timestamp.body".
auto webhook_signature(const std::string& secret, std::string_view id, std::int64_t timestamp, std::string_view body)
    -> std::string;

}  // namespace vidspec::mock
