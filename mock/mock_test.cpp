#include "mock/mock.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

TEST(Mock, ATaskLivesAsItsCourseSays) {
  TestBench bench;
  const auto created = bench.json(bench.post("/v1/videos", {{"prompt", "a \"boat\"\n"}}));
  EXPECT_EQ(conforms("openai", "task", created), "");
  EXPECT_EQ(created["status"], "queued");
  EXPECT_EQ(created["progress"], 0);
  EXPECT_EQ(created["model"], "sora-2");
  EXPECT_EQ(created["seconds"], "4");
  EXPECT_EQ(created["size"], "720x1280");
  EXPECT_EQ(created["prompt"], "a \"boat\"\n");
  for (const auto* member : {"completed_at", "expires_at", "error", "remixed_from_video_id"})
    EXPECT_TRUE(created.at(member).is_null());
  const std::string path = "/v1/videos/" + created["id"].get<std::string>();

  bench.clock.advance(Millis{3000});
  auto seen = bench.json(bench.get(path));
  EXPECT_EQ(seen["status"], "in_progress");
  EXPECT_EQ(seen["progress"], 49);
  bench.clock.advance(Millis{2000});
  seen = bench.json(bench.get(path));
  EXPECT_EQ(conforms("openai", "task", seen), "");
  EXPECT_EQ(seen["status"], "completed");
  EXPECT_EQ(seen["progress"], 100);
  EXPECT_EQ(seen["completed_at"], created["created_at"].get<int>() + 5);
  EXPECT_EQ(seen["expires_at"], seen["completed_at"].get<int>() + 172'800);
  EXPECT_EQ(seen["created_at"], created["created_at"]);
}

TEST(Mock, IdsCarryTheSecondAndRepeatWithTheSeed) {
  TestBench one;
  TestBench same;
  TestBench other("openai", {.seed = 2});
  const auto id = [](TestBench& bench) {
    return bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  };
  const std::string first = id(one);
  EXPECT_EQ(first.size(), 54U);
  EXPECT_EQ(first.substr(0, 14), "video_692e689d");
  EXPECT_EQ(first, id(same));
  EXPECT_NE(first, id(other));
  EXPECT_NE(first, id(one));
}

TEST(Mock, MultipartAndJsonAreTheSame) {
  TestBench bench;
  const auto body = form({{"model", "sora-2-pro"}, {"prompt", "p"}, {"seconds", "8"}, {"size", "1792x1024"}});
  const auto made = bench.json(bench.ask("POST", "/v1/videos", body, form_type));
  EXPECT_EQ(made["model"], "sora-2-pro");
  EXPECT_EQ(made["seconds"], "8");
  EXPECT_EQ(made["size"], "1792x1024");
}

TEST(Mock, ContentIsAFileOnceItIsDone) {
  TestBench bench;
  const std::string path =
      "/v1/videos/" + bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  auto early = bench.get(path + "/content");
  EXPECT_EQ(early.status, 404);
  EXPECT_EQ(bench.json(early)["error"]["message"],
            "Video is not ready yet, use GET /v1/videos/{video_id} to check status.");
  bench.clock.advance(Millis{5000});
  const auto video = bench.get(path + "/content");
  EXPECT_EQ(video.status, 200);
  ASSERT_NE(video.source, nullptr);
  EXPECT_EQ(core::header_or_empty(video.headers, "content-type"), "video/mp4");
  EXPECT_EQ(core::header_or_empty(bench.get(path + "/content?variant=thumbnail").headers, "content-type"),
            "image/webp");
  EXPECT_EQ(core::header_or_empty(bench.get(path + "/content?variant=spritesheet").headers, "content-type"),
            "image/jpeg");
  EXPECT_EQ(bench.get(path + "/content?variant=gif").status, 400);
  bench.clock.advance(Millis{172'800'000});
  const auto late = bench.get(path + "/content");
  EXPECT_EQ(late.status, 404);
  EXPECT_EQ(bench.json(late)["error"]["message"], "The video is no longer available. Downloads expire after 48 hours.");
  EXPECT_EQ(bench.json(bench.get(path))["status"], "completed");
}

TEST(Mock, AFailingJobSaysWhy) {
  TestBench bench("openai", {.course = {.fails = true, .fail_percent = 40}});
  const std::string path =
      "/v1/videos/" + bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  EXPECT_TRUE(bench.json(bench.get(path))["error"].is_null());
  bench.clock.advance(Millis{5000});
  const auto failed = bench.json(bench.get(path));
  EXPECT_EQ(conforms("openai", "task", failed), "");
  EXPECT_EQ(failed["status"], "failed");
  EXPECT_EQ(failed["progress"], 40);
  EXPECT_EQ(failed["error"]["code"], "moderation_blocked");
  EXPECT_TRUE(failed["expires_at"].is_null());
  EXPECT_EQ(bench.get(path + "/content").status, 404);
}

TEST(Mock, OnlyGoodKeysGetIn) {
  TestBench bench;
  const auto id = bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  const auto status = [&](const std::string& authorization) {
    const auto answer = bench.ask("GET", "/v1/videos/" + id, "", "", {{"Authorization", authorization}});
    if (answer.status != 200) {
      EXPECT_EQ(conforms("openai", "error", bench.json(answer)), "");
    }
    return answer.status;
  };
  EXPECT_EQ(status("Bearer sk-test"), 200);
  EXPECT_EQ(status("bearer sk-test"), 200);
  EXPECT_EQ(status("Bearer sk-other"), 404);
  EXPECT_EQ(status("Bearer sk-invalid-1"), 401);
  EXPECT_EQ(status("Bearer key"), 401);
  EXPECT_EQ(status("Basic c2stdGVzdA=="), 401);
  EXPECT_EQ(status("sk-test"), 401);
  bench.key.clear();
  EXPECT_EQ(bench.get("/v1/videos/" + id).status, 401);
  EXPECT_EQ(core::header_or_empty(bench.get("/v1/videos/" + id).headers, "www-authenticate"), "Bearer");

  TestBench strict("openai", {.api_key = "my-key"});
  EXPECT_EQ(strict.get("/v1/videos").status, 401);
  strict.key = "my-key";
  EXPECT_EQ(strict.get("/v1/videos").status, 200);
}

TEST(Mock, EachKeyHasItsOwnList) {
  TestBench bench;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"]);
  const auto page = bench.json(bench.get("/v1/videos?limit=2"));
  EXPECT_EQ(conforms("openai", "list", page), "");
  EXPECT_EQ(page["data"].size(), 2U);
  EXPECT_EQ(page["first_id"], ids[4]);
  EXPECT_EQ(page["last_id"], ids[3]);
  EXPECT_EQ(page["has_more"], true);
  const auto next = bench.json(bench.get("/v1/videos?limit=5&after=" + ids[3]));
  EXPECT_EQ(next["data"].size(), 3U);
  EXPECT_EQ(next["has_more"], false);
  EXPECT_EQ(next["last_id"], ids[0]);
  const auto ascending = bench.json(bench.get("/v1/videos?limit=2&order=asc&after=" + ids[0]));
  EXPECT_EQ(ascending["first_id"], ids[1]);
  EXPECT_EQ(bench.get("/v1/videos?after=video_unknown").status, 404);
  for (const auto* bad : {"limit=101", "limit=-1", "limit=two", "order=up"}) {
    EXPECT_EQ(bench.get(std::string("/v1/videos?") + bad).status, 400) << bad;
  }
  bench.key = "sk-somebody";
  const auto empty = bench.json(bench.get("/v1/videos"));
  EXPECT_EQ(empty["data"].size(), 0U);
  EXPECT_TRUE(empty["first_id"].is_null());
  EXPECT_EQ(bench.get("/v1/videos?after=" + ids[0]).status, 404);
}

TEST(Mock, DeletedIsGone) {
  TestBench bench;
  const auto id = bench.json(bench.post("/v1/videos", {{"prompt", "x"}}))["id"].get<std::string>();
  const auto deleted = bench.json(bench.ask("DELETE", "/v1/videos/" + id));
  EXPECT_EQ(deleted, (Json{{"id", id}, {"object", "video.deleted"}, {"deleted", true}}));
  EXPECT_EQ(bench.get("/v1/videos/" + id).status, 404);
  EXPECT_EQ(bench.ask("DELETE", "/v1/videos/" + id).status, 404);
  EXPECT_EQ(bench.json(bench.get("/v1/videos"))["data"].size(), 0U);
}

TEST(Mock, UnknownPathsAndMethodsAreRefusedInTheDialect) {
  TestBench bench;
  EXPECT_EQ(bench.json(bench.get("/v1/nothing"))["error"]["message"], "Invalid URL (GET /v1/nothing)");
  EXPECT_EQ(bench.get("/videos").status, 404);
  EXPECT_EQ(bench.get("/v1/videos/").status, 404);
  const auto wrong = bench.ask("PUT", "/v1/videos");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(conforms("openai", "error", bench.json(wrong)), "");
  EXPECT_NE(core::header_or_empty(wrong.headers, "allow").find("POST"), std::string_view::npos);
  EXPECT_EQ(bench.get("/v1/videos/a%2Fb").status, 404);
  EXPECT_EQ(bench.get("/v1/videos/%FF").status, 404);
}

TEST(Mock, AnswersCarryARequestIdAndAPollHint) {
  TestBench bench;
  const auto created = bench.post("/v1/videos", {{"prompt", "x"}});
  EXPECT_TRUE(core::header_or_empty(created.headers, "x-request-id").starts_with("req_"));
  EXPECT_EQ(core::header_or_empty(created.headers, "openai-poll-after-ms"), "500");
  bench.clock.advance(Millis{5000});
  const auto done = bench.get("/v1/videos/" + bench.json(created)["id"].get<std::string>());
  EXPECT_EQ(core::find_header(done.headers, "openai-poll-after-ms"), nullptr);
}

}  // namespace
}  // namespace vidspec::mock
