#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/journal.h"
#include "http/memory.h"
#include "mock/mock.h"

namespace vidspec::conformance {

inline constexpr std::string_view spending_key = "sk-spending-0123456789";
inline const core::Json spending_error = {
    {"error", {{"message", "no"}, {"type", "x"}, {"param", nullptr}, {"code", nullptr}}}};

/// A clock whose owner presses Ctrl-C at its n-th wait.
class ImpatientClock : public core::VirtualClock {
 public:
  explicit ImpatientClock(int patience) : patience_(patience) {}
  auto wait_until(core::Instant when) -> bool override { return patience_-- > 0 && VirtualClock::wait_until(when); }

 private:
  int patience_;
};

using Bend = std::function<void(const http::Request&, http::Response&, int posts)>;

// A request that makes a video.
inline auto is_create(const http::Request& request) -> bool {
  return request.method == "POST" && request.url.find("/characters") == std::string::npos;
}

inline void answer(http::Response& response, int status, const core::Json& body = spending_error) {
  response = {};
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = body.dump();
}

/// A run against the mock whose answers are bent after it has acted on the request.
struct Trial {
  RunOptions options;
  Bend bend = {};
  mock::Settings settings = {};
  int patience = 1'000'000;

  std::vector<http::Request> sent = {};
  core::Journal journal = {};
  reports::Report report = {};
  CollectResult end = {};

  auto go() -> Trial& {
    const auto profile = testing::profile("openai");
    ImpatientClock clock(patience);
    mock::Mock server(profile, settings, clock);
    const auto bent = [&](const http::Request& request) {
      auto response = server.handle(request);
      if (bend) bend(request, response, posts());
      return response;
    };
    const auto wire = http::in_memory(bent, clock);
    const auto target = [&](const http::Request& request) {
      sent.push_back(request);
      return wire(request);
    };
    options.base_url = "http://mock.example/v1";
    options.api_key = spending_key;
    core::MemoryJournal sink(core::Redactor({options.api_key}));
    end = collect(*profile, options, make_plan(*profile, options), target, clock, sink);
    journal = sink.journal();
    report = judge(*profile, journal);
    return *this;
  }

  [[nodiscard]] auto posts() const -> int {
    return static_cast<int>(std::count_if(sent.begin(), sent.end(), is_create));
  }
  [[nodiscard]] auto with_intent(std::string_view intent) const -> int {
    return static_cast<int>(std::count_if(journal.exchanges.begin(), journal.exchanges.end(),
                                          [&](const core::Exchange& one) { return one.intent == intent; }));
  }
  [[nodiscard]] auto has_gap(std::string_view intent, std::string_view reason) const -> bool {
    return std::any_of(journal.gaps.begin(), journal.gaps.end(),
                       [&](const core::Gap& gap) { return gap.intent == intent && gap.reason == reason; });
  }
  [[nodiscard]] auto first(const std::function<bool(const http::Request&)>& match) const -> std::size_t {
    return static_cast<std::size_t>(std::find_if(sent.begin(), sent.end(), match) - sent.begin());
  }
};

inline auto allowing(int videos, std::vector<std::string> ops = {"all"}) -> RunOptions {
  RunOptions options;
  options.max_videos = videos;
  options.ops = std::move(ops);
  options.fail_prompt = "a boat that sinks @scenario:fails-halfway";
  options.max_accepted_negatives = 100;
  return options;
}

}  // namespace vidspec::conformance
