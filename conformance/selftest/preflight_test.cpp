#include <gtest/gtest.h>

#include "conformance/collect.h"
#include "conformance/judge.h"
#include "core/journal.h"
#include "core/profile.h"
#include "http/memory.h"
#include "mock/mock.h"
#include "reports/findings.h"

// What a run says of a target before it spends anything: the first thing that a new user meets.
namespace vidspec::conformance {
namespace {

using Answer = std::function<http::Response(const http::Request&)>;

auto collected(const std::string& profile_name, const std::string& base_url, const Answer& answer) -> CollectResult {
  const auto profile = core::load_profile(profile_name);
  core::VirtualClock clock;
  RunOptions options;
  options.base_url = base_url;
  options.api_key = "sk-test-0123456789";
  core::MemoryJournal journal(core::Redactor({options.api_key}));
  return collect(*profile, options, make_plan(*profile, options), http::in_memory(answer, clock), clock, journal);
}

auto against_the_mock(const std::string& profile_name, const std::string& base_url) -> CollectResult {
  core::VirtualClock clock;
  mock::Mock server(core::load_profile(profile_name), {}, clock);
  return collected(profile_name, base_url, [&](const http::Request& request) { return server.handle(request); });
}

struct Mistaken {
  const char* profile;
  const char* url;
  const char* message;
};
void PrintTo(const Mistaken& row, std::ostream* out) { *out << row.profile << ' ' << row.url; }

class BaseUrl : public ::testing::TestWithParam<Mistaken> {};

TEST_P(BaseUrl, ThatIsNearlyRightIsNamed) {
  const auto result = against_the_mock(GetParam().profile, GetParam().url);
  EXPECT_EQ(result.end, CollectEnd::unreachable);
  EXPECT_EQ(result.message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Preflight, BaseUrl,
    ::testing::Values(
        Mistaken{"openai", "http://m.example", "the base URL lacks /v1; did you mean http://m.example/v1 ?"},
        Mistaken{"openai", "http://m.example/v1/v1", "the base URL has /v1 twice; did you mean http://m.example/v1 ?"},
        Mistaken{"openai", "http://m.example/v1/videos",
                 "the base URL goes on with /videos; did you mean http://m.example/v1 ?"},
        Mistaken{"video-create", "http://m.example/v1/video/create",
                 "the base URL goes on with /video/create; did you mean http://m.example/v1 ?"},
        Mistaken{"video-generations", "http://m.example",
                 "the base URL lacks /v1; did you mean http://m.example/v1 ?"}));

TEST(Preflight, OnlyWhatTheRunWouldCoverCouldNotRun) {
  const auto profile = core::load_profile("openai");
  core::VirtualClock clock;
  RunOptions options;
  options.base_url = "http://m.example/v1";
  options.api_key = "sk-test-0123456789";
  const auto down = [](const http::Request&) { return http::Response{.failure = core::Failure::connect}; };
  core::MemoryJournal journal(core::Redactor({options.api_key}));
  const auto plan = make_plan(*profile, options);
  collect(*profile, options, plan, http::in_memory(down, clock), clock, journal);
  const auto report = judge(*profile, journal.journal());
  EXPECT_EQ(report.exit_code, 4) << report.exit_reason;
  EXPECT_TRUE(reports::nothing_judged(report));
  std::size_t hindered = 0;
  for (const auto& check : report.checks) {
    const bool remix = check.ops == "remix";
    EXPECT_EQ(check.verdict, remix ? reports::Verdict::not_applicable : check.verdict) << check.id;
    if (check.verdict == reports::Verdict::could_not_run) ++hindered;
  }
  EXPECT_EQ(hindered, plan.checks.size());
}

TEST(Preflight, WhoDropsUnknownIdsAloneIsThere) {
  const auto against = [](const std::string& profile, bool all) {
    core::VirtualClock clock;
    mock::Mock server(core::load_profile(profile), {}, clock);
    return collected(profile, "http://m.example/v1",
                     [&](const http::Request& request) {
                       auto response = server.handle(request);
                       if (all || response.status == 404) response.delivery.end = http::Delivery::End::reset;
                       return response;
                     })
        .end;
  };
  for (const auto* profile : {"openai", "sora-format"}) {
    EXPECT_EQ(against(profile, false), CollectEnd::done) << profile;
    EXPECT_EQ(against(profile, true), CollectEnd::unreachable) << profile;
  }
}

TEST(Preflight, AKeyThatIsRefusedWhereUnknownIdsAreDroppedIsSaidToBe) {
  const auto result = collected("openai", "http://m.example/v1", [](const http::Request& request) {
    http::Response response{.status = 401, .headers = {{"Content-Type", "application/json"}}, .body = "{}"};
    const bool by_id = request.method == "GET" && http::path_of(request.url) != "/v1/videos";
    if (by_id) response.delivery.end = http::Delivery::End::reset;
    return response;
  });
  EXPECT_EQ(result.end, CollectEnd::key_refused) << result.message;
}

TEST(Preflight, ARelayMayLiveUnderAPathThatLooksLikeAnEndpoint) {
  core::VirtualClock clock;
  mock::Mock server(core::load_profile("openai"), {}, clock);
  const std::string prefix = "http://m.example/videos";
  const auto result = collected("openai", prefix, [&](http::Request request) {
    if (!request.url.starts_with(prefix)) return http::Response{.status = 404};
    request.url = "http://m.example/v1" + request.url.substr(prefix.size());
    return server.handle(request);
  });
  EXPECT_EQ(result.message, "");
}

TEST(Preflight, AWebPageIsNoApi) {
  const auto result = collected("openai", "http://m.example/v1", [](const http::Request&) {
    return http::Response{.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "<!doctype html><p>Hi"};
  });
  EXPECT_EQ(result.end, CollectEnd::unreachable);
  EXPECT_NE(result.message.find("answers HTML (200) where the API answers JSON"), std::string::npos) << result.message;
}

TEST(Preflight, ARefusedKeyIsNotTheTargetsFault) {
  const auto result = collected("openai", "http://m.example/v1", [](const http::Request&) {
    return http::Response{.status = 401,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = R"({"error":{"message":"no","type":"invalid_request_error","code":"bad_key"}})"};
  });
  EXPECT_EQ(result.end, CollectEnd::key_refused);
  EXPECT_EQ(result.message, "the key was refused (401); check VIDSPEC_API_KEY and the account behind it");
}

}  // namespace
}  // namespace vidspec::conformance
