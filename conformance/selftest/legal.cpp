#include <algorithm>

#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;
using core::Stage;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";

auto pretend(Stage stage) -> BendJson {
  return [=](Json& task, const Call& call) { put("status", word(call, stage))(task, call); };
}
auto more_members(Json& json, const Call&) {
  if (json.is_object())
    json.update({{"quality", "standard"}, {"usage", {{"seconds", 4.5}}}, {"trace", nullptr}, {"tags", Json::array()}});
}
auto with_carriage_returns(const Json& value, const Call&) -> Json {
  if (!value.is_string()) return value;
  std::string text;
  for (const char c : value.get<std::string>()) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return text + "\r\n";
}
auto thousandfold(const Json& value, const Call&) -> Json {
  return value.is_number() ? Json(value.get<std::int64_t>() * 1000) : value;
}
auto float_of(const Json& value, const Call&) -> Json {
  return value.is_number_integer() ? Json(value.get<double>()) : value;
}

}  // namespace

auto legal_variations() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_task("legal.more-members", "*", "", "tasks have members of their own", more_members),
      on_error("legal.more-members-in-errors", "*", "", "errors have members of their own",
               [](Json& j, const Call&) {
                 j["request_id"] = "r-1";
                 if (j.contains("error") && j["error"].is_object()) j["error"]["details"] = Json::array({1});
               }),
      on_body("legal.more-members-in-lists", "openai", "", "lists and deletions have members of their own",
              more_members),
      on_task("legal.whole-numbers-with-point", videos, "", "integers are written with .0",
              all_of({change("created_at", float_of), change("progress", float_of)})),
      on_task("legal.no-running-seen", "*", "", "the running word is never said",
              when(in_stage(Stage::running), pretend(Stage::queued))),
      on_task("legal.no-queued-seen", "*", "", "the waiting word is never said",
              when(in_stage(Stage::queued), pretend(Stage::running))),
      on_task("legal.create-runs", "*", "", "create answers a running task and stays so",
              when(in_stage(Stage::queued), pretend(Stage::running))),
      on_task("legal.progress-stays-0", videos, "", "progress is 0 until the end",
              when(in_stage(Stage::running), put("progress", 0))),
      on_task("legal.progress-jumps", videos, "", "progress jumps from 0 to 99",
              when(in_stage(Stage::running), put("progress", 99))),
      on_task("legal.prompt-null", "openai", "", "the prompt is not echoed", put("prompt", nullptr)),
      on_task("legal.prompt-crlf", "openai", "", "line ends in the prompt are changed",
              change("prompt", with_carriage_returns)),
      on_task("legal.expires-far", "openai video-generations sora-format", "", "the video expires in the year 9999",
              when(in_stage(Stage::completed), put("expires_at", 253402300799))),
      on_task("legal.expires-null", "openai", "", "the video never expires", put("expires_at", nullptr)),
      on_task("legal.completed-at-created", "openai video-generations sora-format", "",
              "the job ends in the second it began",
              when(in_stage(Stage::completed),
                   [](Json& t, const Call& c) {
                     if (const auto* v = c.profile.field(t, "created_at")) put("completed_at", *v)(t, c);
                   })),
      on_task(
          "legal.dated-model", "openai", "", "the dated release of the model is answered",
          change("model", [](const Json& v, const Call&) { return v == "sora-2" ? Json("sora-2-2025-12-08") : v; })),
      on_task("legal.error-null", "openai-format official-format video-create", "", "error is null on good tasks",
              put("error", nullptr)),
      on_task("legal.failure-with-more", "openai sora-format video-generations", "",
              "a failure tells more than documented",
              when(in_stage(Stage::failed),
                   [](Json& t, const Call&) {
                     if (t["error"].is_object()) t["error"].update({{"type", "x"}, {"param", nullptr}});
                   }),
              "fail"),
      on_task("legal.failure-in-fail-reason", "openai-format sora-format official-format video-create", "",
              "a failure is explained in fail_reason",
              when(in_stage(Stage::failed), all_of({drop("error"), put("fail_reason", "no")})), "fail"),
      on_task("legal.failure-code-empty", "openai sora-format", "", "a failure has an empty code",
              when(in_stage(Stage::failed), put("error.code", "")), "fail"),
      on_task("legal.completed-words", "video-create", "", "completion is called success",
              when(in_stage(Stage::completed), put("status", "success"))),
      on_task("legal.running-words", "video-create", "", "running is called video_generating",
              when(in_stage(Stage::running), put("status", "video_generating"))),
      on_task("legal.ambiguous-word", "video-create", "", "running is called video_generation_completed",
              when(in_stage(Stage::running), put("status", "video_generation_completed"))),
      on_task("legal.prefix-dropped", "video-create", "", "polls answer the id without its prefix",
              when(at(Operation::retrieve), change("id",
                                                   [](const Json& v, const Call&) {
                                                     const auto t = v.get<std::string>();
                                                     return Json(t.substr(t.find(':') + 1));
                                                   }))),
      on_task("legal.url-null", "video-create openai-format", "", "video_url is null until the end",
              when([](const Call& c) { return c.stage != Stage::completed; }, put("result_url", nullptr))),
      on_task("legal.update-time-stands", "video-create", "", "status_update_time does not move",
              put("updated_at", 1764649117000)),
      on_task("legal.pending-with-error", "video-generations", "",
              "a pending task is half done and carries an error, as in the example",
              when(in_stage(Stage::queued),
                   all_of({put("progress", 0), put("error", Json{{"code", "x"}, {"message", "y"}, {"type", "z"}})}))),
      on_task("legal.only-required", "video-generations", "", "only required members are answered",
              [](Json& t, const Call&) {
                t = {{"id", t["id"]}, {"object", t["object"]}, {"status", t["status"]}};
              }),
      on_task("legal.model-differs", "official-format", "", "polls answer the model's inner name",
              when(at(Operation::retrieve), put("model", "sora2_video_generation"))),
      on_task("legal.times-in-milliseconds", "sora-format", "", "all times are in milliseconds",
              all_of({change("created_at", thousandfold), change("completed_at", thousandfold),
                      change("expires_at", thousandfold)})),
      on_task("legal.example-seconds", "openai-format", "", "tasks have the 10 seconds of the example",
              put("seconds", "10")),
      on_task("legal.example-size", "official-format", "", "tasks have the size of the example",
              put("size", "1024x1808")),
      on_task("legal.metadata-url", "sora-format", "", "metadata carry the address",
              put("metadata", Json{{"url", "https://cdn.example/a.mp4"}})),
      on_error("legal.example-error", "*", "", "errors have odd types and codes",
               [](Json& j, const Call&) {
                 if (j.contains("error") && j["error"].is_object())
                   j["error"].update({{"type", "new_api_error"}, {"code", "pre_consume_token_quota_failed"}});
               }),
      on_error("legal.error-nulls", "*", "", "param and code are null",
               [](Json& j, const Call&) {
                 if (j.contains("error") && j["error"].is_object())
                   j["error"].update({{"param", nullptr}, {"code", nullptr}});
               }),
      on_error("legal.error-in-chinese", "*", "", "messages are Chinese",
               set("/error/message", "任务不存在：请检查参数")),
      on_error("legal.error-json-text", "*", "", "a message is a packed JSON text",
               set("/error/message", R"({"error":{"message":"inner"}})")),
      on_body("legal.hidden-owner", "openai", "", "lists show tasks of others",
              when(at(Operation::list),
                   [](Json& j, const Call& c) {
                     if (c.query("after").empty() && c.query("order") == "asc" && j.at("data").size() == 1) {
                       auto other = j.at("data").front();
                       other["id"] = "of-somebody-else";
                       other["prompt"] = "secret";
                       other["created_at"] = other["created_at"].get<std::int64_t>() - 99;
                       j["data"].insert(j["data"].begin(), other);
                       j["first_id"] = "of-somebody-else";
                     }
                   })),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
