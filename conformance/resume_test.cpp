#include "conformance/resume.h"

#include <gtest/gtest.h>

#include "conformance/testing.h"
#include "core/time.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

/// A server whose one task completes at the third poll from now; counts what it is sent.
class Server {
 public:
  auto exchange() -> http::Exchange {
    return [this](const http::Request& request) { return answer(request); };
  }
  int posts = 0;
  int deletes = 0;
  int polls = 0;
  bool silent = false;

 private:
  auto answer(const http::Request& request) -> http::Response {
    http::Response response;
    if (silent) {
      response.failure = core::Failure::connect;
      return response;
    }
    posts += request.method == "POST" ? 1 : 0;
    deletes += request.method == "DELETE" ? 1 : 0;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    const auto path = std::string(http::path_of(request.url));
    if (path.find("/content") != std::string::npos) {
      response.headers = {{"Content-Type", "video/mp4"}};
      response.body = "not really a video";
    } else if (path.find("video_1") != std::string::npos) {
      ++polls;
      response.body = Story::task(polls < 3 ? "in_progress" : "completed", polls * 30).dump();
    } else if (path == "/v1/videos" && request.method == "GET") {
      const auto ours = Story::task("completed", 100, {{"prompt", "a boat of ours"}});
      const auto theirs = Story::task("completed", 100, {{"id", "video_2"}, {"prompt", "a boat of theirs"}});
      response.body = Json{{"object", "list"}, {"data", {ours, theirs}}, {"has_more", false}}.dump();
    } else {
      response.status = 404;
      response.body = Story::error_body().dump();
    }
    if (request.on_body) request.on_body(response.body);
    response.received = response.body.size();
    return response;
  }
};

auto options() -> RunOptions {
  RunOptions options;
  options.base_url = "https://api.example/v1";
  options.api_key = "sk-test-0123456789";
  options.max_videos = 0;
  return options;
}

/// A run that was cut off while its task ran.
auto cut_off() -> core::Journal {
  Story story;
  story.create({{"prompt", "a boat of ours"}}, Story::task("queued")).poll(Story::task("in_progress", 10));
  auto journal = story.journal();
  journal.header.started = "2025-12-02T04:18:37.000Z";
  journal.gaps = {{"poll", "interrupted", ""}, {"content", "interrupted", ""}, {"negative", "interrupted", ""}};
  journal.spend = core::Spend{1, 2, 0.4, "USD", 0, {"video_1"}};
  journal.interrupted = true;
  return journal;
}

class Resume : public ::testing::Test {
 protected:
  auto run(const core::Journal& journal) -> CollectResult {
    return resume(*profile_, options(), journal, server_.exchange(), clock_, sink_);
  }
  std::shared_ptr<const core::Profile> profile_ = testing::profile("openai");
  Server server_;
  core::VirtualClock clock_;
  core::MemoryJournal sink_;
};

TEST_F(Resume, ObservesThePaidTaskToItsEndAndMakesNone) {
  const auto before = cut_off();
  EXPECT_EQ(open_tasks(*profile_, before), std::vector<std::string>{"video_1"});
  EXPECT_EQ(run(before).end, CollectEnd::done);
  EXPECT_EQ(server_.posts, 0);
  EXPECT_EQ(server_.deletes, 0);
  EXPECT_EQ(server_.polls > 3, true) << "and once more after the end";
  const auto& after = sink_.journal();
  EXPECT_TRUE(open_tasks(*profile_, after).empty());
  EXPECT_EQ(after.spend->videos, 1);
  EXPECT_TRUE(after.spend->orphans.empty());
  EXPECT_FALSE(after.interrupted);
}

TEST_F(Resume, KeepsTheEarlierEvidenceAndGoesOnCounting) {
  const auto before = cut_off();
  run(before);
  const auto& after = sink_.journal();
  ASSERT_GT(after.exchanges.size(), before.exchanges.size());
  for (std::size_t i = 0; i < after.exchanges.size(); ++i) {
    EXPECT_EQ(after.exchanges[i].number, static_cast<int>(i) + 1);
    if (i < before.exchanges.size()) {
      EXPECT_EQ(Json(after.exchanges[i]), Json(before.exchanges[i]));
    }
    if (i > 0) {
      EXPECT_GE(after.exchanges[i].t_ms, after.exchanges[i - 1].t_ms);
    }
  }
}

TEST_F(Resume, KnowsItsOwnTaskInAList) {
  auto before = cut_off();
  before.header.ops = {"core", "list"};
  before.header.planned = {"create", "poll", "list"};
  run(before);
  std::string listed;
  for (const auto& exchange : sink_.journal().exchanges) {
    if (exchange.intent == "list") listed = exchange.answer.body;
  }
  EXPECT_NE(listed.find("a boat of ours"), std::string::npos) << listed;
  EXPECT_EQ(listed.find("a boat of theirs"), std::string::npos) << "what others asked for is not kept";
}

TEST_F(Resume, WhatWasNotMadeUpForStaysAGap) {
  run(cut_off());
  std::vector<std::string> gaps;
  for (const auto& gap : sink_.journal().gaps) gaps.push_back(gap.intent);
  EXPECT_EQ(std::count(gaps.begin(), gaps.end(), "negative"), 1) << "invalid creates are not sent again";
  EXPECT_EQ(std::count(gaps.begin(), gaps.end(), "content"), 0);
  EXPECT_EQ(std::count(gaps.begin(), gaps.end(), "poll"), 0);
}

TEST_F(Resume, ATargetThatIsDownLeavesTheTaskOpen) {
  server_.silent = true;
  run(cut_off());
  EXPECT_EQ(sink_.journal().spend->orphans, std::vector<std::string>{"video_1"});
  EXPECT_EQ(open_tasks(*profile_, sink_.journal()), std::vector<std::string>{"video_1"});
}

TEST_F(Resume, NothingOpenAsksNothing) {
  const auto good = Story::good().journal();
  EXPECT_EQ(run(good).end, CollectEnd::done);
  EXPECT_EQ(sink_.journal().exchanges.size(), good.exchanges.size());
  EXPECT_EQ(server_.polls, 0);
}

}  // namespace
}  // namespace vidspec::conformance
