#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/lifecycle.h"
#include "core/operation.h"
#include "core/time.h"

namespace vidspec::mock {

/// Something that a client did wrong, once or many times.
struct ClientVerdict {
  std::string id;   ///< "over-polling", …
  std::string key;  ///< identity
  std::string shown_key;
  std::string task;    ///< where it was first seen, or empty
  std::string detail;  ///< of the first time, one line
  std::uint64_t count = 0;
  std::uint64_t first_request = 0, last_request = 0;  ///< numbers in the request log
};

/// What one request says about its client.
struct Observation {
  std::uint64_t number = 0;  ///< in the request log
  core::Instant real;        ///< of the clock that clients live by
  std::string_view key, shown_key;
  std::optional<core::Operation> operation;  ///< nothing: a result URL, or no operation
  std::string_view task;
  std::optional<core::Stage> stage;  ///< of the task, when it was asked about
  int status = 0;
  bool answer_lost = false;                  ///< reset, closed or far too late
  bool made = false;                         ///< a task was made
  std::uint64_t body_hash = 0;               ///< of a create
  std::string_view unknown_parameter;        ///< that the request had, or empty
  std::optional<core::Millis> told_to_wait;  ///< Retry-After of the answer
  std::optional<core::Millis> poll_hint;     ///< of the answer
  std::string_view host;                     ///< that it was sent to
  bool file_with_key = false;                ///< a key came along with the request for a result URL
};

/// Judges clients by what they send, per key; knows nothing of servers. Bounded. Thread-safe.
class ClientJudge {
 public:
  void observe(const Observation& seen);
  /// An answer that the client did not wait for; of a create it is a lost one.
  void gave_up(const Observation& seen);

  /// Worst (most frequent) first.
  [[nodiscard]] auto verdicts() const -> std::vector<ClientVerdict>;
  void clear(std::string_view key = {});

  /// What an id means and what to do, one line.
  [[nodiscard]] static auto advice(std::string_view id) -> std::string_view;

 private:
  struct Polls {
    core::Instant last;
    core::Millis hint{0};
    int after_end = 0;
  };
  struct Client {
    std::string host;  // of its calls of the API
    std::unordered_map<std::string, Polls> tasks;
    std::map<int, core::Instant> wait_until;                        // by operation
    std::unordered_map<std::uint64_t, core::Instant> lost_creates;  // by body
  };
  void note(std::string_view id, const Observation& seen, std::string detail);
  void judge_polling(Client& client, const Observation& seen);
  void judge_waiting(Client& client, const Observation& seen);
  void judge_create(Client& client, const Observation& seen);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Client> clients_;
  std::map<std::pair<std::string, std::string>, ClientVerdict> found_;  // by id and key
};

}  // namespace vidspec::mock
