#include "mock/scenario/faults.h"

#include <gtest/gtest.h>

#include "core/headers.h"
#include "mock/media/byte_pieces.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;

// A fault on the answer that retrieve gives of a running task.
auto suffer(const std::string& name, const Json& parameters, http::Response response,
            const std::string& profile = "openai", std::uint64_t random = 1) -> http::Response {
  const FaultContext context{.profile = *profile_of(profile),
                             .now = core::Instant{Millis{1'764'649'120'500}},
                             .random = random,
                             .id = "video_1",
                             .origin = "http://m",
                             .retry_after = Millis{2500}};
  find_fault(name)->apply(parameters, context, response);
  return response;
}

auto answer() -> http::Response {
  return {
      .status = 200,
      .headers = {{"Content-Type", "application/json"}, {"x-request-id", "req_1"}},
      .body =
          R"({"id":"video_1","status":"in_progress","progress":41,"created_at":1764649117,"seconds":"4","error":null})"};
}

auto list() -> http::Response {
  return {
      .status = 200,
      .body =
          R"({"object":"list","data":[{"id":"a","status":"queued"},{"id":"b","status":"completed"}],"has_more":false})"};
}

auto changed(const std::string& name, const Json& parameters) -> Json {
  return Json::parse(suffer(name, parameters, answer()).body);
}

TEST(Faults, NamesAreUniqueAndSummed) {
  for (const auto& fault : faults()) {
    EXPECT_EQ(find_fault(fault.name), &fault);
    EXPECT_FALSE(fault.summary.empty());
  }
  EXPECT_EQ(find_fault("nothing"), nullptr);
}

TEST(Faults, RespondAnswersInTheDialectOrAsItIsTold) {
  const auto error = suffer("respond",
                            {{"status", 429},
                             {"error", {{"message", "wait {retry_after}"}, {"code", "slow"}}},
                             {"headers", {{"Retry-After", "{retry_after}"}}}},
                            answer());
  EXPECT_EQ(error.status, 429);
  EXPECT_EQ(Json::parse(error.body),
            (Json{{"error", {{"message", "wait 3"}, {"type", "server_error"}, {"param", nullptr}, {"code", "slow"}}}}));
  EXPECT_EQ(core::header_or_empty(error.headers, "retry-after"), "3");
  EXPECT_EQ(suffer("respond", {{"status", 503}, {"text", "down {id}"}}, answer()).body, "down video_1");
  EXPECT_EQ(suffer("respond", {{"status", 200}, {"json", {{"id", "{id}"}, {"at", "{now}"}}}}, answer()).body,
            R"({"at":"1764649120","id":"video_1"})");
}

TEST(Faults, LoseIsTheDialectsUnknownId) {
  const auto lost = suffer("lose", Json::object(), answer());
  EXPECT_EQ(lost.status, 404);
  EXPECT_EQ(Json::parse(lost.body)["error"]["message"], "Video with id 'video_1' not found.");
}

TEST(Faults, RedirectAndStatusAndHeaders) {
  const auto redirect = suffer("redirect", {{"to", "{origin}/x"}}, answer());
  EXPECT_EQ(redirect.status, 302);
  EXPECT_EQ(core::header_or_empty(redirect.headers, "location"), "http://m/x");
  EXPECT_EQ(suffer("status", {{"to", 201}}, answer()).status, 201);
  const auto edited = suffer("headers", {{"remove", {"X-Request-Id"}}, {"set", {{"Via", "1.1 relay"}}}}, answer());
  EXPECT_EQ(core::find_header(edited.headers, "x-request-id"), nullptr);
  EXPECT_EQ(core::header_or_empty(edited.headers, "via"), "1.1 relay");
  EXPECT_EQ(core::find_header(suffer("content_type", {{"to", ""}}, answer()).headers, "content-type"), nullptr);
}

TEST(Faults, PatchIsAllOrNothing) {
  EXPECT_EQ(
      changed("patch",
              Json::parse(
                  R"([{"op":"replace","path":"/progress","value":"41"},{"op":"remove","path":"/error"}])"))["progress"],
      "41");
  EXPECT_EQ(
      changed(
          "patch",
          Json::parse(
              R"([{"op":"replace","path":"/progress","value":"41"},{"op":"remove","path":"/nothing"}])"))["progress"],
      41);
  EXPECT_EQ(
      changed("patch",
              Json::parse(
                  R"([{"op":"test","path":"/progress","value":40},{"op":"remove","path":"/progress"}])"))["progress"],
      41);
  EXPECT_EQ(
      changed("patch", Json::parse(R"([{"op":"copy","from":"@created_at","path":"@completed_at"}])"))["completed_at"],
      1764649117);
  EXPECT_EQ(changed("patch", Json::parse(R"([{"op":"add","path":"/a/b","value":1}])")), Json::parse(answer().body));
}

TEST(Faults, FieldsAreMeantInEveryTaskOfAList) {
  const auto words = Json::parse(suffer("words", {{"queued", "waiting"}, {"completed", "done"}}, list()).body);
  EXPECT_EQ(words["data"][0]["status"], "waiting");
  EXPECT_EQ(words["data"][1]["status"], "done");
  const auto patched = Json::parse(suffer("patch", Json::parse(R"([{"op":"remove","path":"@status"}])"), list()).body);
  EXPECT_FALSE(patched["data"][0].contains("status"));
  EXPECT_FALSE(patched["data"][1].contains("status"));
}

TEST(Faults, FieldsThatADialectLacksAreLeftAlone) {
  const http::Response task{.status = 200,
                            .body = R"({"id":"a","status":"pending","status_update_time":1764649117000})"};
  EXPECT_EQ(
      suffer("patch", Json::parse(R"([{"op":"add","path":"@remixed_from","value":"x"}])"), task, "video-create").body,
      task.body);
  EXPECT_EQ(Json::parse(suffer("convert", {{"at", "@updated_at"}, {"to", "seconds"}}, task, "video-create")
                            .body)["status_update_time"],
            1764649117);
}

TEST(Faults, ValuesAreConverted) {
  const auto as = [](const char* at, const char* to) {
    return changed("convert", {{"at", at}, {"to", to}})[Json::json_pointer(std::string("/") + (at + 1))];
  };
  EXPECT_EQ(as("@progress", "percent"), "41%");
  EXPECT_EQ(as("@progress", "fraction"), 0.41);
  EXPECT_EQ(as("@progress", "text"), "41");
  EXPECT_EQ(as("@created_at", "milliseconds"), 1764649117000);
  EXPECT_EQ(as("@created_at", "now"), 1764649120);
  EXPECT_EQ(as("@seconds", "integer"), 4);
  EXPECT_EQ(as("@status", "upper"), "IN_PROGRESS");
  EXPECT_TRUE(as("@status", "null").is_null());
}

TEST(Faults, BodiesAreReshaped) {
  EXPECT_EQ(changed("reshape", Json::parse(R"({"data":"$","word":"$/status","none":"$/x"})")),
            (Json{{"data", Json::parse(answer().body)}, {"word", "in_progress"}, {"none", nullptr}}));
}

TEST(Faults, BrokenJsonIsBroken) {
  for (const auto* how : {"cut", "comma", "quote", "utf8", "nan", "empty", "twice"}) {
    const auto body = suffer("malformed", {{"how", how}}, answer()).body;
    EXPECT_FALSE(core::parse_json(body)) << how << body;
  }
  EXPECT_TRUE(suffer("malformed", {{"how", "bom"}}, answer()).body.starts_with("\xEF\xBB\xBF{"));
}

TEST(Faults, DelaysFollowTheirDistribution) {
  EXPECT_EQ(suffer("delay", {{"of", "2s"}}, answer()).delivery.delay, Millis{2000});
  std::int64_t below = 0;
  for (std::uint64_t draw = 0; draw < 400; ++draw) {
    const auto uniform = suffer("delay", {{"from", 100}, {"to", 200}}, answer(), "openai", draw).delivery.delay;
    EXPECT_GE(uniform, Millis{100});
    EXPECT_LE(uniform, Millis{200});
    const auto log_normal =
        suffer("delay", {{"median", 300}, {"sigma", 1.0}, {"at_most", 5000}}, answer(), "openai", draw).delivery.delay;
    EXPECT_LE(log_normal, Millis{5000});
    if (log_normal < Millis{300}) ++below;
  }
  EXPECT_GT(below, 160);
  EXPECT_LT(below, 240);
}

TEST(Faults, TheWireIsCutWhereTheScenarioSays) {
  const auto size = answer().body.size();
  EXPECT_EQ(suffer("close", {{"at", "body"}, {"fraction", 0.5}}, answer()).delivery.stop_after, size / 2);
  EXPECT_TRUE(suffer("reset", {{"at", "head"}}, answer()).delivery.headers_first);
  EXPECT_EQ(suffer("reset", {{"at", "start"}}, answer()).delivery.end, http::Delivery::End::reset);
  EXPECT_EQ(suffer("truncate", {{"bytes", 10}}, answer()).body.size(), 10U);
  EXPECT_EQ(suffer("length", {{"by", 7}}, answer()).delivery.declared_length, size + 7);
  EXPECT_EQ(suffer("length", {{"by", -100000}}, answer()).delivery.declared_length, 0U);
  EXPECT_EQ(suffer("drip", {{"bytes_per_second", 9}}, answer()).delivery.bytes_per_second, 9U);
  EXPECT_EQ(suffer("stall", {{"of", "1s"}, {"bytes", 4}}, answer()).delivery.stop_after, 4U);
  EXPECT_TRUE(suffer("bad_chunk", Json::object(), answer()).delivery.bad_chunk);
  EXPECT_EQ(suffer("raw", {{"text", "HTP/1.1 200\r\n\r\n"}}, answer()).delivery.raw, "HTP/1.1 200\r\n\r\n");
  EXPECT_TRUE(suffer("no_range", Json::object(), answer()).delivery.no_range);

  auto bytes = std::make_shared<BytePieces>();
  bytes->add_text("0123456789");
  http::Response file{.status = 200};
  file.source = bytes;
  const auto cut = suffer("truncate", {{"fraction", 0.4}}, file);
  ASSERT_EQ(cut.source->size(), 4U);
  std::string text(4, ' ');
  cut.source->read(0, text);
  EXPECT_EQ(text, "0123");
  EXPECT_EQ(suffer("close", {{"at", "body"}, {"bytes", 3}}, file).delivery.stop_after, 3U);
}

}  // namespace
}  // namespace vidspec::mock
