#include "conformance/recorded/har.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/judge.h"
#include "conformance/recorded.h"
#include "conformance/testing.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/file.h"
#include "core/profile.h"
#include "reports/har.h"

namespace vidspec::conformance {
namespace {

using core::Json;

/// An entry as browsers write it.
auto entry(const std::string& method, const std::string& url, const Json& content, int status = 200) -> Json {
  return {{"startedDateTime", "2026-11-21T10:00:00.000Z"},
          {"time", 84.4},
          {"request",
           {{"method", method},
            {"url", url},
            {"httpVersion", "h2"},
            {"headers",
             {{{"name", ":authority"}, {"value", "relay.example"}},
              {{"name", "authorization"}, {"value", "Bearer sk-canary-0123"}}}},
            {"bodySize", 0}}},
          {"response",
           {{"status", status},
            {"httpVersion", "h2"},
            {"headers", {{{"name", "content-type"}, {"value", "application/json"}}}},
            {"content", content}}},
          {"timings", {{"blocked", 1.5}, {"wait", 60}, {"receive", 20}}}};
}

auto har(const std::vector<Json>& entries) -> std::string {
  return Json{{"log", {{"version", "1.2"}, {"entries", entries}}}}.dump();
}

auto json_content(const std::string& text) -> Json {
  return {{"size", text.size()}, {"mimeType", "application/json"}, {"text", text}};
}

TEST(Har, ReadsWhatABrowserSaved) {
  auto later = entry("GET", "https://relay.example/v1/videos/video_1", json_content(R"({"id":"video_1"})"));
  later["startedDateTime"] = "2026-11-21T12:00:02.500+02:00";
  const auto journal = parse_har(
      har({later, entry("POST", "https://relay.example/v1/videos", json_content(R"({"id":"video_1"})"))}), "a.har");
  ASSERT_EQ(journal.exchanges.size(), 2U);
  const auto& first = journal.exchanges[0];
  EXPECT_EQ(first.request.method, "POST") << "in the order of time";
  EXPECT_EQ(first.number, 1);
  EXPECT_EQ(journal.exchanges[1].t_ms, 2500);
  EXPECT_EQ(first.duration_ms, 84);
  EXPECT_EQ(first.first_byte_ms, 61);
  EXPECT_EQ(first.answer.http_version, "2");
  EXPECT_EQ(first.answer.body, R"({"id":"video_1"})");
  EXPECT_TRUE(first.request.key_sent);
  EXPECT_EQ(first.request.headers.size(), 1U) << "no pseudo headers";
  EXPECT_EQ(first.intent, "") << "what only the sender can know is not guessed";
  EXPECT_EQ(journal.header.started, "2026-11-21T10:00:00.000Z");
}

TEST(Har, BodiesOfEveryKind) {
  const auto video = std::string("\x00\xff\xfe not text", 12);
  const std::vector<Json> contents = {
      {{"size", 4}, {"mimeType", "text/plain"}, {"text", "dGV4dA=="}, {"encoding", "base64"}},
      {{"size", 12}, {"mimeType", "application/json"}, {"text", core::base64(video)}, {"encoding", "base64"}},
      {{"size", 1000}, {"mimeType", "application/json"}, {"text", "{\"id\":"}},
      {{"size", 1000}, {"mimeType", "video/mp4"}},
      {{"size", 1000}, {"mimeType", "video/mp4"}, {"text", core::base64(video)}, {"encoding", "base64"}},
      {{"size", 12}, {"mimeType", "video/mp4"}, {"text", core::base64(video)}, {"encoding", "base64"}},
      {{"size", -1}, {"mimeType", nullptr}},
  };
  std::vector<Json> entries;
  for (const auto& content : contents) entries.push_back(entry("GET", "https://relay.example/v1/x", content));
  const auto journal = parse_har(har(entries), "a.har");
  const auto answer = [&](std::size_t i) -> const core::ReceivedAnswer& { return journal.exchanges.at(i).answer; };
  EXPECT_EQ(answer(0).body, "text");
  EXPECT_TRUE(answer(1).body_base64) << "bytes that are no text stay base64";
  EXPECT_EQ(answer(1).body, core::base64(video));
  EXPECT_TRUE(answer(2).body_truncated);
  EXPECT_EQ(answer(2).body_size, 1000U);
  EXPECT_FALSE(answer(3).media) << "a body that was not saved gives no facts";
  EXPECT_TRUE(answer(3).body_truncated);
  EXPECT_FALSE(answer(4).media) << "nor does a part of one";
  ASSERT_TRUE(answer(5).media);
  EXPECT_EQ(answer(5).media->bytes, 12U);
  EXPECT_EQ(answer(6).body_size, 0U);
}

TEST(Har, MultipartBodiesAsTextOrParameters) {
  auto as_text = entry("POST", "https://relay.example/v1/videos", json_content("{}"));
  as_text["request"]["postData"] = {
      {"mimeType", "multipart/form-data; boundary=x"},
      {"text", "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na ball\r\n--x--\r\n"}};
  auto as_params = entry("POST", "https://relay.example/v1/videos", json_content("{}"));
  as_params["request"]["postData"] = {
      {"mimeType", "multipart/form-data; boundary=x"},
      {"params",
       {{{"name", "prompt"}, {"value", "a ball"}},
        {{"name", "input_reference"}, {"fileName", "a.png"}, {"contentType", "image/png"}}}}};
  const auto journal = parse_har(har({as_text, as_params}), "a.har");
  for (const auto& exchange : journal.exchanges) {
    ASSERT_FALSE(exchange.request.parts.empty());
    EXPECT_EQ(exchange.request.parts[0].name, "prompt");
    EXPECT_EQ(exchange.request.parts[0].value, "a ball");
  }
  EXPECT_TRUE(journal.exchanges[1].request.parts.at(1).file);
}

TEST(Har, ARequestThatFailedHasNoAnswer) {
  auto failed = entry("GET", "https://relay.example/v1/x", json_content(""), 0);
  failed["response"]["_error"] = "net::ERR_CONNECTION_RESET";
  const auto journal = parse_har(har({failed}), "a.har");
  EXPECT_EQ(journal.exchanges[0].failure, core::Failure::reset);
  EXPECT_EQ(journal.exchanges[0].failure_detail, "net::ERR_CONNECTION_RESET");
}

TEST(Har, SaysWhatIsWrongAndWhere) {
  auto bad_time = entry("GET", "https://a/", json_content("{}"));
  bad_time["startedDateTime"] = "yesterday";
  auto no_request = entry("GET", "https://a/", json_content("{}"));
  no_request.erase("request");
  auto bad_base64 = entry("GET", "https://a/", {{"text", "***"}, {"encoding", "base64"}});
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{", "a.har: not JSON:"},
      {"{}", "a.har#/log/entries: must be an array"},
      {R"({"log":{"entries":{}}})", "a.har#/log/entries: must be an array"},
      {har({entry("GET", "https://a/", json_content("{}")), bad_time}),
       "a.har#/log/entries/1: is no entry of a HAR file: \"startedDateTime\""},
      {har({no_request}), "a.har#/log/entries/0: is no entry of a HAR file:"},
      {har({bad_base64}), "a.har#/log/entries/0: is no entry of a HAR file: \"content\" says base64"},
      {R"({"log":{"entries":[1]}})", "a.har#/log/entries/0: is no entry of a HAR file:"},
  };
  for (const auto& [text, message] : cases) {
    try {
      parse_har(text, "a.har");
      ADD_FAILURE() << text;
    } catch (const core::InputError& error) {
      EXPECT_EQ(std::string(error.what()).substr(0, message.size()), message);
    }
  }
}

TEST(Har, OursGivesTheJournalBack) {
  core::Journal journal;
  journal.header.profile = "openai";
  journal.header.base_url = "https://relay.example/v1";
  journal.header.started = "2026-11-21T10:00:00.000Z";
  journal.header.planned = {"create"};
  journal.header.recorded_by = "run";
  core::Exchange exchange;
  exchange.number = 7;
  exchange.t_ms = 1200;
  exchange.duration_ms = 30;
  exchange.intent = "create";
  exchange.intent_facts = {{"field", "prompt"}};
  exchange.task = "video_1";
  exchange.request.method = "POST";
  exchange.request.url = "https://relay.example/v1/videos?x=1&y=a%20b";
  exchange.request.headers = {{"Content-Type", "multipart/form-data; boundary=x"}};
  exchange.request.parts = {{.name = "prompt", .value = "a ball", .size = 6},
                            {.name = "input_reference",
                             .filename = "a.png",
                             .content_type = "image/png",
                             .size = 9,
                             .sha256 = "ab",
                             .file = true}};
  exchange.request.key_sent = true;
  exchange.answer.status = 200;
  exchange.answer.http_version = "1.1";
  exchange.answer.headers = {{"Content-Type", "video/mp4"}};
  exchange.answer.media = core::MediaFacts{};
  exchange.answer.media->kind = "mp4";
  exchange.answer.media->bytes = 99;
  exchange.failure = core::Failure::truncated;
  journal.exchanges = {exchange};
  journal.gaps = {{"list", "budget", "no token"}};
  journal.spend = core::Spend{1, 2, 0.4, "USD", 0, {}};
  journal.finished = "2026-11-21T10:01:00.000Z";
  const auto again = parse_har(reports::write_har(journal), "b.har");
  ASSERT_EQ(again.exchanges.size(), 1U);
  EXPECT_EQ(Json(again.exchanges[0]), Json(exchange));
  EXPECT_EQ(again.header.planned, journal.header.planned);
  EXPECT_EQ(again.gaps.at(0).reason, "budget");
  EXPECT_EQ(again.spend->cost, 0.4);
  EXPECT_EQ(again.finished, journal.finished);
  EXPECT_FALSE(again.complete) << "a HAR has no digest and yields no certificate";
}

TEST(Har, OursKeepsPartsWhoseTypeTheClientMade) {
  core::Exchange exchange;
  exchange.number = 1;
  exchange.request.method = "POST";
  exchange.request.url = "https://relay.example/v1/videos";
  exchange.request.parts = {{"prompt", "a boat", "", "", 6, "", false}};
  core::Journal journal;
  journal.header.recorded_by = "run";
  journal.exchanges = {exchange};
  const auto again = parse_har(reports::write_har(journal), "b.har");
  ASSERT_EQ(again.exchanges.at(0).request.parts.size(), 1U);
  EXPECT_EQ(again.exchanges[0].request.parts[0].value, "a boat");
}

class Recorded : public ::testing::Test {
 protected:
  auto file(const std::string& name, const std::string& content) -> std::filesystem::path {
    const auto path = std::filesystem::path(::testing::TempDir()) / name;
    core::write_file(path, content);
    files_.push_back(path);
    return path;
  }
  void TearDown() override {
    for (const auto& path : files_) std::filesystem::remove(path);
  }
  std::vector<std::filesystem::path> files_;
  std::shared_ptr<const core::Profile> profile_ = testing::profile("openai");
};

TEST_F(Recorded, FindsTheHostThatSpeaksTheApi) {
  const auto page = [&](const std::string& url) { return entry("GET", url, {{"size", 0}, {"mimeType", "text/html"}}); };
  const auto path =
      file("vidspec_har_hosts.har",
           har({page("https://console.example/"), page("https://cdn.example/v1/videos/list.js"),
                page("https://cdn.example/v1/videos/a"), page("https://cdn.example/v1/videos/b"),
                entry("POST", "https://api.relay.example/openai/v1/videos", json_content(R"({"id":"video_1"})")),
                page("https://metrics.example/v1/x")}));
  auto journal = read_evidence({path}, core::Redactor{});
  settle_base_url(journal, *profile_, "");
  EXPECT_EQ(journal.header.base_url, "https://api.relay.example:443/openai/v1");
  settle_base_url(journal, *profile_, "https://cdn.example/v1");
  EXPECT_EQ(journal.header.base_url, "https://cdn.example/v1");
}

TEST_F(Recorded, InterleavedTasksOfSeveralHostsAreToldApart) {
  int second = 0;
  const auto at = [&](const std::string& method, const std::string& url, const Json& content) {
    auto one = entry(method, url, content);
    one["startedDateTime"] = "2026-11-21T10:00:" + std::to_string(10 + second++) + ".000Z";
    return one;
  };
  const auto task = [](const std::string& id, const std::string& status, int progress) {
    auto body = testing::Story::task(status, progress);
    body["id"] = id;
    return json_content(body.dump());
  };
  const std::string api = "https://api.example/v1/videos";
  auto cut = task("video_a", "completed", 100);
  cut["size"] = 5000;  // the tool has kept the beginning only
  cut["text"] = cut["text"].get<std::string>().substr(0, 40);
  const auto path =
      file("vidspec_har_interleaved.har",
           har({at("POST", api, task("video_a", "queued", 0)), at("POST", api, task("video_b", "queued", 0)),
                at("GET", api + "/video_a", task("video_a", "in_progress", 60)),
                at("GET", "https://cdn.example/x.js", {{"size", 0}}),
                at("GET", api + "/video_b", task("video_b", "queued", 0)), at("GET", api + "/video_a", cut),
                at("GET", api + "/video_a", task("video_a", "completed", 100)),
                at("GET", api + "/video_b", task("video_b", "in_progress", 5))}));
  auto journal = read_evidence({path}, core::Redactor{});
  settle_base_url(journal, *profile_, "");
  EXPECT_TRUE(journal.exchanges[5].answer.body_truncated);
  const auto report = judge(*profile_, journal);
  ASSERT_EQ(report.tasks.size(), 2U);
  EXPECT_EQ(report.tasks[0].timeline.size(), 3U);
  EXPECT_EQ(report.tasks[1].timeline.size(), 3U);
  for (const auto& check : report.checks) {
    EXPECT_NE(check.verdict, reports::Verdict::fail) << check.id << ": " << check.findings.front().actual;
  }
}

TEST_F(Recorded, CredentialsThatABrowserSavedAreGone) {
  const auto path = file("vidspec_har_secret.har",
                         har({entry("GET", "https://a.example/v1/videos?api_key=sk-canary-0123", json_content("{}"))}));
  const auto journal = read_evidence({path}, core::Redactor{});
  EXPECT_EQ(Json(journal.exchanges[0]).dump().find("canary"), std::string::npos) << Json(journal.exchanges[0]).dump();
  EXPECT_TRUE(journal.exchanges[0].request.key_sent);
}

TEST_F(Recorded, SeveralFilesAreOneStory) {
  auto late = entry("GET", "https://a.example/v1/videos/video_1", json_content("{}"));
  late["startedDateTime"] = "2026-11-21T10:00:09.000Z";
  const auto second = file("vidspec_har_b.har", har({late}));
  const auto first = file("vidspec_har_a.har", har({entry("POST", "https://a.example/v1/videos", json_content("{}"))}));
  const auto journal = read_evidence({second, first}, core::Redactor{});
  ASSERT_EQ(journal.exchanges.size(), 2U);
  EXPECT_EQ(journal.exchanges[0].request.method, "POST");
  EXPECT_EQ(journal.exchanges[0].number, 1);
  EXPECT_EQ(journal.exchanges[1].number, 2);
  EXPECT_EQ(journal.exchanges[1].t_ms - journal.exchanges[0].t_ms, 9000);
}

}  // namespace
}  // namespace vidspec::conformance
