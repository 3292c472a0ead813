#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "conformance/plan.h"
#include "conformance/testing.h"
#include "core/journal.h"
#include "core/profile.h"
#include "http/memory.h"
#include "mock/mock.h"

// Whole runs against servers that are wrong at random, from a seed: whatever comes, a run ends, keeps its budget, and
// every check has a verdict that is not a mistake of ours.
namespace vidspec::conformance {
namespace {

using core::Json;
using End = http::Delivery::End;

class Chaos {
 public:
  explicit Chaos(std::uint32_t seed) : random_(seed) {}

  auto draw(std::size_t below) -> std::size_t { return random_() % below; }

  /// The answer, or in one of five cases something else.
  auto bend(http::Response answer) -> http::Response {
    if (draw(5) != 0) return answer;
    switch (draw(8)) {
      case 0:
        answer.status = 200 + static_cast<int>(draw(800));
        break;
      case 1:
        answer.headers.clear();
        break;
      case 2:
        answer.headers.push_back({word(), word()});
        break;
      case 3:
        answer.delivery.end = draw(2) == 0 ? End::reset : End::close;
        break;
      case 4:
        answer.body = answer.body.substr(0, draw(answer.body.size() + 1));
        break;
      case 5:
        answer.body = value().dump(-1, ' ', false, Json::error_handler_t::replace);
        break;
      default:
        change_json(answer.body);
        break;
    }
    return answer;
  }

 private:
  auto word() -> std::string {
    static const std::vector<std::string> words = {"",
                                                   "id",
                                                   "status",
                                                   "completed",
                                                   "queued",
                                                   "failed",
                                                   "error",
                                                   "Content-Type",
                                                   "Location",
                                                   "Retry-After",
                                                   "../..",
                                                   "\x1b[2J",
                                                   "a\0b",
                                                   "视频",
                                                   "-1",
                                                   "999999999999",
                                                   "Content-Range",
                                                   "video/mp4",
                                                   "2026-01-01",
                                                   "deleted",
                                                   "[]",
                                                   "{}",
                                                   "0",
                                                   "http://x/",
                                                   "openai-poll-after-ms",
                                                   "1e999"};
    return words[draw(words.size())];
  }

  auto value() -> Json {
    switch (draw(9)) {
      case 0:
        return nullptr;
      case 1:
        return static_cast<std::int64_t>(std::uint64_t{random_()} * random_());
      case 2:
        return -1.5e300;
      case 3:
        return word();
      case 4:
        return std::string(draw(5000), 'x');
      case 5:
        return draw(2) == 0;
      case 6:
        return Json::array({value(), word()});
      case 7:
        return Json{{word(), value()}};
      default:
        return Json::parse(std::string(50, '[') + std::string(50, ']'));
    }
  }

  // Some value somewhere in the document becomes another, or goes.
  void change_json(std::string& body) {
    auto document = Json::parse(body, nullptr, false);
    if (!document.is_structured() || document.empty()) return;
    auto flat = document.flatten();
    auto place = flat.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(draw(flat.size())));
    const Json::json_pointer pointer(place.key());
    if (draw(4) == 0 && document[pointer.parent_pointer()].is_object()) {
      document[pointer.parent_pointer()].erase(pointer.back());
    } else {
      document[pointer] = value();
    }
    body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  std::mt19937 random_;
};

class Hostile : public ::testing::TestWithParam<const char*> {};

TEST_P(Hostile, ARunEndsAndEveryCheckHasAVerdict) {
  const auto profile = testing::profile(GetParam());
  RunOptions options;
  options.base_url = "http://target.test" + profile->base_path;
  options.api_key = "sk-hostile";
  options.seed = 7;
  const auto plan = make_plan(*profile, options);
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    core::VirtualClock clock;
    Chaos chaos(seed);
    mock::Mock server(profile, {}, clock);
    int requests = 0;
    int maybe_billed = 0;
    const auto target = http::in_memory(
        [&](const http::Request& request) {
          ++requests;
          auto answer = chaos.bend(server.handle(request));
          const bool refused = answer.status >= 300 && answer.status < 500 && answer.delivery.end == End::normal;
          if (request.method == "POST" && !refused) ++maybe_billed;
          return answer;
        },
        clock);
    core::MemoryJournal journal(core::Redactor({options.api_key}), false);
    const auto begin = clock.now();
    collect(*profile, options, plan, target, clock, journal);
    EXPECT_LE(clock.now() - begin, options.deadline + 2 * options.request_timeout);
    EXPECT_LT(requests, 3000);
    const auto report = judge(*profile, journal.journal());
    EXPECT_LE(maybe_billed, options.max_videos);
    for (const auto& check : report.checks)
      EXPECT_NE(check.verdict, reports::Verdict::error) << check.id << ": " << check.reason;
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, Hostile, ::testing::Values("openai", "video-create", "sora-format"));

}  // namespace
}  // namespace vidspec::conformance
