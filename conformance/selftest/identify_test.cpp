#include "conformance/identify.h"

#include <gtest/gtest.h>

#include "conformance/testing.h"
#include "http/memory.h"
#include "mock/mock.h"
#include "reports/phrasebook.h"

namespace vidspec::conformance {
namespace {

using Profiles = std::vector<std::shared_ptr<const core::Profile>>;

auto all_profiles() -> const Profiles& {
  static const auto all = [] {
    Profiles profiles;
    for (const auto& name : core::builtin_profiles()) profiles.push_back(testing::profile(name));
    return profiles;
  }();
  return all;
}

/// A mock, what was sent to it, and the evidence that was kept.
class Identify : public ::testing::TestWithParam<std::string> {
 protected:
  auto ask(const std::string& dialect, int max_videos,
           const std::function<void(const http::Request&, http::Response&)>& bend = {}) -> Identification {
    mock::Mock server(testing::profile(dialect), {}, clock_);
    const auto memory = http::in_memory([&](const http::Request& request) { return server.handle(request); }, clock_);
    const auto target = [&](const http::Request& request) {
      if (request.method == "POST" && request.url.ends_with("/v1/videos")) ++creates_;
      ++requests_;
      auto response = memory(request);
      if (bend) bend(request, response);
      return response;
    };
    RunOptions options;
    options.base_url = "http://mock.example/v1";
    options.api_key = api_key_;
    options.max_videos = max_videos;
    return identify(all_profiles(), options, target, clock_, [&](const std::string& name) {
      names_.push_back(name);
      return std::make_unique<core::MemoryJournal>(core::Redactor({options.api_key}));
    });
  }

  static auto standing(const Identification& result, const std::string& id) -> std::string {
    for (const auto& candidate : result.candidates) {
      if (candidate.profile->id == id) return std::string(name(candidate.standing));
    }
    return "missing";
  }

  core::VirtualClock clock_;
  std::string api_key_ = "sk-identify-1234";
  int creates_ = 0;
  int requests_ = 0;
  std::vector<std::string> names_;
};

TEST_P(Identify, FreeEvidenceDoesNotRuleOutTheDialectThatIsSpoken) {
  const auto result = ask(GetParam(), 0);
  EXPECT_EQ(standing(result, GetParam()), "possible");
  EXPECT_EQ(creates_, 0);
  EXPECT_EQ(result.spend.videos, 0);
  EXPECT_EQ(result.candidates.size(), all_profiles().size());
  const bool query = GetParam() == "video-create";
  EXPECT_EQ(standing(result, query ? "openai" : "video-create"), "no") << "its paths are not there";
}

TEST_P(Identify, OneVideoFindsTheDialectThatIsSpoken) {
  const auto result = ask(GetParam(), 1);
  EXPECT_EQ(standing(result, GetParam()), "speaks");
  EXPECT_EQ(result.candidates.front().profile->id, GetParam());
  EXPECT_EQ(result.spend.videos, 1);
  for (const auto& candidate : result.candidates) {
    for (const auto& reason : candidate.reasons)
      EXPECT_TRUE(reports::is_told(reason.expected) && reports::is_told(reason.actual)) << reason.expected;
  }
}

INSTANTIATE_TEST_SUITE_P(Builtin, Identify, ::testing::ValuesIn(core::builtin_profiles()), [](const auto& row) {
  auto name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST_F(Identify, SaysByWhichRuleADialectIsRuledOut) {
  const auto result = ask("openai", 1);
  for (const auto& candidate : result.candidates) {
    if (candidate.profile->id != "video-generations") continue;
    EXPECT_EQ(candidate.standing, Standing::no);
    const auto found = std::find_if(candidate.reasons.begin(), candidate.reasons.end(),
                                    [](const Reason& reason) { return reason.check == "task.status.enum"; });
    ASSERT_NE(found, candidate.reasons.end());
    EXPECT_GT(found->evidence, 0);
    EXPECT_EQ(found->journal, "openai-create");
    EXPECT_NE(found->actual.find("queued"), std::string::npos) << found->actual;
  }
}

TEST_F(Identify, AsksTheSameThingOnlyOnce) {
  ask("openai", 0);
  const int together = requests_;
  EXPECT_LT(together, 30) << "five dialects share their paths";
  EXPECT_EQ(names_.size(), all_profiles().size());
}

TEST_F(Identify, StopsAfterACreateWhoseAnswerWasLost) {
  const auto result = ask("openai", 1, [](const http::Request& request, http::Response& response) {
    if (request.method != "POST") return;
    response = {};
    response.failure = core::Failure::reset;
    response.sent = true;
  });
  EXPECT_EQ(creates_, 1);
  EXPECT_EQ(result.spend.ambiguous, 1);
}

TEST_F(Identify, GoesOnAfterARefusedCreateAndFindsNothing) {
  const auto result = ask("openai", 1, [](const http::Request& request, http::Response& response) {
    if (request.method != "POST") return;
    response.status = 400;
    response.body = R"({"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}})";
  });
  EXPECT_EQ(result.spend.videos, 0);
  EXPECT_GT(creates_, 1) << "each dialect that remains has its try";
  EXPECT_EQ(standing(result, "openai"), "no");
}

TEST_F(Identify, WorksWithoutAKey) {
  api_key_.clear();
  const auto result = ask("openai", 1);
  EXPECT_TRUE(result.unreachable.empty()) << result.unreachable;
  EXPECT_EQ(standing(result, "openai"), "possible");
  EXPECT_EQ(creates_, 0) << "nothing is bought without a key where one is wanted";
}

TEST_F(Identify, AServerThatAnswersNothingIsUnreachable) {
  const auto result = ask("openai", 1, [](const http::Request&, http::Response& response) {
    response = {};
    response.failure = core::Failure::connect;
  });
  EXPECT_NE(result.unreachable.find("does not take connections"), std::string::npos) << result.unreachable;
  EXPECT_EQ(creates_, 0);
}

TEST(Compare, EvidenceWithoutItsRequestsRulesADialectOut) {
  core::Journal journal;
  journal.header.profile = "openai";
  journal.header.base_url = "https://api.example/v1";
  const auto candidate = compare(testing::profile("openai"), journal, "j");
  EXPECT_EQ(candidate.standing, Standing::no);
  ASSERT_EQ(candidate.reasons.size(), 1U);
  EXPECT_TRUE(reports::is_told(candidate.reasons.front().expected));
}

}  // namespace
}  // namespace vidspec::conformance
