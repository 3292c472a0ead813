#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/clock.h"
#include "mock/control/metrics.h"
#include "mock/mock.h"
#include "mock/request_log.h"
#include "mock/scenario/director.h"
#include "mock/scenario/library.h"
#include "mock/scenario/passage.h"
#include "mock/service.h"
#include "mock/service/auth.h"
#include "mock/service/route.h"
#include "mock/verdicts.h"
#include "mock/webhooks.h"

namespace vidspec::mock {

/// What a mock is made of, and a request's way through it: route, scenario, key, body, operation, faults, headers. The
/// control API looks at it too.
struct Mock::State {
  State(std::shared_ptr<const core::Profile> dialect, Settings given, core::Clock& time);

  auto answer(const http::Request& request) -> http::Response;

  const Settings settings;
  core::Clock& clock;
  Service service;
  const Router router;
  Library library;
  Director director;
  RequestLog log;
  ClientJudge judge;
  Metrics metrics;
  Webhooks webhooks;

  /// To be told of a task that moved otherwise than by time.
  void changed(const std::shared_ptr<Task>& task);

  /// A span of the mock's clock as clients live through it.
  [[nodiscard]] auto real(core::Millis span) const -> core::Millis;

 private:
  auto answer_call(const http::Request& request, const Route& route) -> http::Response;
  auto answer_file(const http::Request& request) -> http::Response;
  auto answer_nowhere(const http::Request& request, const Route& route) -> http::Response;
  auto preflight() const -> http::Response;
  auto unauthorised(ApiError error) -> http::Response;
  auto choose(Passage& passage) -> std::optional<ApiError>;
  auto run(Passage& passage) -> http::Response;
  auto operate(Passage& passage) -> http::Response;
  auto life_of(const Passage& passage) -> Life;
  void read_request(Passage& passage);
  static auto is_open(const Passage& passage) -> bool;
  auto owner_of(const core::OperationSpec& operation, std::string_view key) -> std::uint32_t;
  auto origin_of(const http::Request& request) const -> std::string;
  void add_headers(http::Response& response, const Passage& passage);
  void observe(const Passage& passage, http::Response& response);
  void watch_delivery(const Passage& passage, http::Response& response);
  void tell_webhooks(const Passage& passage);
  auto next_number() -> std::uint64_t { return requests_.fetch_add(1, std::memory_order_relaxed) + 1; }

  MockClock* const mock_clock_;  // nullptr: a clock that runs as clients' do
  std::atomic<std::uint64_t> requests_{0};
};

}  // namespace vidspec::mock
