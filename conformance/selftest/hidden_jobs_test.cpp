#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/collect.h"
#include "core/headers.h"
#include "core/journal.h"
#include "core/profile.h"
#include "core/text.h"
#include "http/memory.h"
#include "mock/mock.h"

// A server that refuses a create and makes the video all the same: the list shows it, and it counts as spent.
namespace vidspec::conformance {
namespace {

auto prompt_of(const http::Request& request) -> std::string {
  const auto body = core::Json::parse(request.body, nullptr, false);
  if (body.is_object() && body.contains("prompt") && body["prompt"].is_string()) return body["prompt"];
  const auto form = http::parse_multipart(core::header_or_empty(request.headers, "Content-Type"), request.body);
  for (const auto& part : form.parts) {
    if (part.name == "prompt") return part.content;
  }
  return {};
}

TEST(HiddenJobs, CountAsSpentAndAreLeftNamed) {
  const auto profile = core::load_profile("openai");
  core::VirtualClock clock;
  mock::Mock server(profile, {}, clock);
  std::string hidden;
  const auto target = [&](const http::Request& request) {
    auto answer = server.handle(request);
    const auto prompt = prompt_of(request);
    if (request.method == "POST" && answer.status == 400 && !prompt.empty() && hidden.empty()) {
      auto accepted = request;
      accepted.body = core::Json{{"prompt", prompt}}.dump();
      std::erase_if(accepted.headers, [](const auto& header) { return core::iequals(header.name, "Content-Type"); });
      accepted.headers.push_back({"Content-Type", "application/json"});
      hidden = core::Json::parse(server.handle(accepted).body).at("id");
    }
    return answer;
  };
  RunOptions options;
  options.base_url = "http://m.example/v1";
  options.api_key = "sk-test-0123456789";
  core::MemoryJournal journal(core::Redactor({options.api_key}));
  collect(*profile, options, make_plan(*profile, options), http::in_memory(target, clock), clock, journal);
  ASSERT_FALSE(hidden.empty());
  ASSERT_TRUE(journal.journal().spend);
  EXPECT_EQ(journal.journal().spend->videos, 2);
  EXPECT_EQ(journal.journal().spend->orphans, std::vector<std::string>{hidden});
}

}  // namespace
}  // namespace vidspec::conformance
