#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/time.h"
#include "http/message.h"

namespace vidspec::mock {

/// One request and its answer, as the mock remembers them. Keys are shortened, bodies cut.
struct LoggedRequest {
  std::uint64_t number = 0;  ///< from 1
  core::Instant at;
  std::string key;  ///< identity, empty: none or refused
  std::string shown_key;
  std::string method, target;
  std::string operation;  ///< empty: none of the dialect
  std::string task;       ///< id that it was about, or made
  std::string headers;    ///< "Name: value" lines, credentials cut
  std::string body;       ///< first 4 KiB, printable
  std::uint64_t body_size = 0;
  int status = 0;
  std::string answer_headers;
  std::string answer;  ///< first 4 KiB, printable
  std::uint64_t answer_size = 0;
  std::string scenarios;  ///< that acted, joined by ", "
  std::string faults;     ///< that were applied, likewise
};

/// What logged requests are asked for; what is empty matches anything. `*` matches any text.
struct LogQuery {
  std::string key;  ///< identity
  std::string method, target, operation, task, body;
  std::string header;  ///< pattern over one "name: value" line
  std::optional<int> status;
  std::uint64_t after = 0;  ///< only later numbers
  std::size_t limit = 100;  ///< the latest so many
};

/// A request that nearly matched, and why it did not.
struct NearMiss {
  LoggedRequest request;
  std::vector<std::string> differences;  ///< "operation: wanted create, was retrieve"
};

/// The last requests, bounded in number and bytes. Thread-safe; memory of entries is used again.
class RequestLog {
 public:
  explicit RequestLog(std::size_t most) : ring_(most) {}

  /// What fills an entry; everything is copied, cut and made printable.
  struct Entry {
    std::uint64_t number;  ///< counted by the caller, from 1
    core::Instant at;
    std::string_view key, shown_key, operation, task;
    const http::Request& request;
    const http::Response& response;
    std::string_view scenarios, faults;
  };
  void add(const Entry& entry);

  /// Oldest first.
  [[nodiscard]] auto find(const LogQuery& query) const -> std::vector<LoggedRequest>;
  /// How many match, the limit apart.
  [[nodiscard]] auto count(const LogQuery& query) const -> std::size_t;
  /// The requests that differ from the query in the fewest things, best first.
  [[nodiscard]] auto near_misses(const LogQuery& query, std::size_t most) const -> std::vector<NearMiss>;

  [[nodiscard]] auto total() const -> std::uint64_t;
  [[nodiscard]] auto kept() const -> std::size_t;
  [[nodiscard]] auto capacity() const -> std::size_t { return ring_.size(); }
  void clear();

 private:
  template <typename Visit>
  void each(const Visit& visit) const;  // with mutex_ held, oldest first

  mutable std::mutex mutex_;
  std::vector<LoggedRequest> ring_;
  std::uint64_t next_ = 1;
  std::uint64_t first_ = 1;  // oldest number that is kept
};

/// The entry as the control API shows it.
auto to_json(const LoggedRequest& request) -> core::Json;

}  // namespace vidspec::mock
