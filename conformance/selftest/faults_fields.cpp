#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;
using core::Stage;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";

// Whose documents say or show the unit of their times.
constexpr std::string_view in_seconds = "openai openai-format video-generations official-format";

auto percent_text(const Json& value, const Call&) -> Json { return value.dump() + "%"; }
auto as_text(const Json& value, const Call&) -> Json { return value.is_string() ? value : Json(value.dump()); }
auto as_number(const Json& value, const Call&) -> Json { return std::stod(value.get<std::string>()); }
auto thousandfold(const Json& value, const Call&) -> Json {
  return value.is_number() ? Json(value.get<std::int64_t>() * 1000) : value;
}
auto thousandth(const Json& value, const Call&) -> Json { return value.get<std::int64_t>() / 1000; }
auto millionfold(const Json& value, const Call&) -> Json { return value.get<std::int64_t>() * 1'000'000; }
auto upper(const Json& value, const Call&) -> Json {
  auto text = value.get<std::string>();
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return text;
}
auto iso(const Json&, const Call&) -> Json { return "2026-11-21T10:00:00Z"; }
auto split_error(const Json& value, const Call&) -> Json {
  return value.is_object() && value.contains("message") ? value.at("message") : value;
}

}  // namespace

auto field_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_task("id.number", "*", "task.id.type", "polls answer a numeric id",
              when(at(Operation::retrieve), put("id", 7))),
      on_task("id.null", "*", "task.id.null", "polls answer id null",
              when(at(Operation::retrieve), put("id", nullptr))),
      on_task("id.missing", "*", "task.id.present", "polls answer no id", when(at(Operation::retrieve), drop("id"))),
      on_task("id.empty", "*", "create.returns-id", "create answers an empty id",
              when(at(Operation::create), put("id", ""))),
      on_task("id.elsewhere", "*", "create.returns-id", "create answers task_id instead of id",
              when(at(Operation::create), all_of({put("task_id", "t"), drop("id")}))),
      on_task("status.missing", "*", "create.returns-status", "create answers no status",
              when(at(Operation::create), drop("status"))),
      on_task("status.empty", "*", "create.returns-status", "create answers an empty status",
              when(at(Operation::create), put("status", ""))),
      on_task("status.not-start", "*", "task.status.enum", "create says NOT_START",
              when(at(Operation::create), put("status", "NOT_START"))),
      on_task("status.unknown-word", "*", "task.status.enum", "a running task is called rendering",
              when(in_stage(Stage::running), put("status", "rendering"))),
      on_task("status.upper-case", "*", "task.status.enum", "status words are in upper case", change("status", upper),
              "short"),
      on_task("status.succeeded", videos, "task.status.enum", "a completed task is called succeeded",
              when(in_stage(Stage::completed), put("status", "succeeded")), "short"),
      on_task("status.number", "*", "task.status.type", "status is a number while running",
              when(in_stage(Stage::running), put("status", 2))),
      on_task("status.object", "*", "task.status.type", "status is an object while queued",
              when(poll_in(Stage::queued), put("status", Json{{"state", "queued"}}))),
      on_task("object.job", videos, "task.object.const", "object says video.generation.job",
              put("object", "video.generation.job")),
      on_task("object.missing-at-poll", videos, "task.object.present", "the object member disappears after create",
              when(at(Operation::retrieve), drop("object"))),
      on_task("model.empty", videos, "lifecycle.echo-stable", "polls answer an empty model",
              when(at(Operation::retrieve), put("model", ""))),
      on_task("model.missing", "openai openai-format sora-format official-format", "task.model.present",
              "polls answer no model", when(at(Operation::retrieve), drop("model"))),
      on_task("model.object", videos, "task.model.type", "model is an object in the end",
              when(in_stage(Stage::completed), put("model", Json{{"name", "sora-2"}}))),
      on_task("progress.percent-text", videos, "task.progress.type", "progress is a text with a percent sign",
              change("progress", percent_text)),
      on_task("progress.text", videos, "task.progress.type", "progress is a number in a text",
              change("progress", as_text)),
      on_task("progress.fraction", videos, "task.progress.type", "progress is a fraction while running",
              when(in_stage(Stage::running), put("progress", 0.93))),
      on_task("progress.null", videos, "task.progress.null", "progress is null while queued",
              when(in_stage(Stage::queued), put("progress", nullptr))),
      on_task("progress.150", videos, "task.progress.range", "progress is 150 in the end",
              when(in_stage(Stage::completed), put("progress", 150))),
      on_task("progress.negative", videos, "task.progress.range", "progress is -1 while queued",
              when(in_stage(Stage::queued), put("progress", -1))),
      on_task("created-at.text", videos, "task.created_at.type", "created_at is a text", change("created_at", as_text)),
      on_task("created-at.iso", videos, "task.created_at.type", "created_at is an ISO date", change("created_at", iso)),
      on_task("created-at.fraction", videos, "task.created_at.type", "created_at has fractions of a second",
              put("created_at", 1764649117.5)),
      on_task("created-at.milliseconds", in_seconds, "task.created_at.format", "created_at is in milliseconds",
              change("created_at", thousandfold)),
      on_task("created-at.milliseconds-at-poll", in_seconds, "task.created_at.format",
              "created_at turns to milliseconds after create",
              when(at(Operation::retrieve), change("created_at", thousandfold))),
      on_task("created-at.null", videos, "task.created_at.null", "created_at is null", put("created_at", nullptr)),
      on_task("created-at.zero", videos, "task.created_at.format", "created_at is 0", put("created_at", 0)),
      on_task("completed-at.milliseconds", "openai video-generations", "task.completed_at.format",
              "completed_at is in milliseconds", change("completed_at", thousandfold)),
      on_task("completed-at.text", "openai video-generations sora-format", "task.completed_at.type",
              "completed_at is a text", when(in_stage(Stage::completed), put("completed_at", "now"))),
      on_task("completed-at.absent", "openai", "task.completed_at.nullable-absent",
              "completed_at is left out until it has a value", when(in_stage(Stage::queued), drop("completed_at"))),
      on_task("expires-at.milliseconds", "openai video-generations", "task.expires_at.format",
              "expires_at is in milliseconds", change("expires_at", thousandfold)),
      on_task("expires-at.text", "openai video-generations sora-format", "task.expires_at.type", "expires_at is a text",
              when(in_stage(Stage::completed), put("expires_at", "tomorrow"))),
      on_task("expires-at.absent", "openai", "task.expires_at.nullable-absent", "expires_at is left out",
              drop("expires_at")),
      on_task("prompt.absent", "openai", "task.prompt.nullable-absent", "prompt is left out", drop("prompt")),
      on_task("prompt.list", "openai", "task.prompt.type", "prompt is a list",
              change("prompt", [](const Json& value, const Call&) { return Json::array({value}); })),
      on_task("error.absent", "openai", "task.error.nullable-absent", "error is left out", drop("error")),
      on_task("remixed-from.absent", "openai", "task.remixed_from.nullable-absent", "remixed_from_video_id is left out",
              drop("remixed_from")),
      on_task("remixed-from.number", "openai video-generations", "task.remixed_from.type", "remixed_from_video_id is 0",
              put("remixed_from", 0)),
      on_task("seconds.number", videos, "task.seconds.type", "seconds is a number", change("seconds", as_number)),
      on_task("seconds.number-in-the-end", videos, "task.seconds.type", "seconds is a number in the end",
              when(in_stage(Stage::completed), change("seconds", as_number))),
      on_task("seconds.null", videos, "task.seconds.null", "seconds is null", put("seconds", nullptr)),
      on_task("size.word", "openai video-generations official-format", "task.size.enum", "size is a word",
              put("size", "small")),
      on_task("size.list", videos, "task.size.type", "size is a list", put("size", Json::array({720, 1280}))),
      on_task("size.null", videos, "task.size.null", "size is null", put("size", nullptr)),
      on_task("error.text", "openai sora-format video-generations official-format", "task.error.type",
              "the error of a failed task is a text", when(in_stage(Stage::failed), change("error", split_error)),
              "fail"),
      on_task("error.without-code", "openai", "task.error.code.present", "the error of a failed task has no code",
              when(in_stage(Stage::failed), drop("error.code")), "fail"),
      on_task("error.numeric-code", "openai sora-format", "task.error.code.type",
              "the error of a failed task has a number as code", when(in_stage(Stage::failed), put("error.code", 422)),
              "fail"),
      on_task("error.null-message", "openai sora-format", "task.error.message.null",
              "the error of a failed task has message null",
              when(in_stage(Stage::failed), put("error.message", nullptr)), "fail"),
      on_task("updated-at.seconds", "video-create", "task.updated_at.format", "status_update_time is in seconds",
              change("updated_at", thousandth)),
      on_task("times.microseconds", "sora-format", "task.created_at.format", "created_at is in microseconds",
              change("created_at", millionfold)),
      on_task("updated-at.text", "video-create", "task.updated_at.type", "status_update_time is a text",
              change("updated_at", as_text)),
      on_task("updated-at.missing", "video-create", "task.updated_at.present",
              "status_update_time is left out at polls", when(at(Operation::retrieve), drop("updated_at"))),
      on_task("result-url.number", "video-create", "task.result_url.type", "video_url is a number",
              when(in_stage(Stage::completed), put("result_url", 5))),
      on_task("progress-pct.percent", "video-create", "task.progress.range", "progress_pct is 93 instead of 0.93",
              when(in_stage(Stage::running), put("detail", Json{{"pending_info", {{"progress_pct", 93}}}}))),
      on_task("metadata.text", "sora-format", "task.metadata.type", "metadata is a text", put("metadata", "{}")),
      on_task(
          "wrapped", "*", "task.not-wrapped", "every task is wrapped in code, message and data",
          [](Json& task, const Call& call) {
            if (!call.is(Operation::list)) task = {{"code", "success"}, {"message", ""}, {"data", task}};
          },
          "short"),
      on_task("listed", "*", "task.type", "polls answer the task in a list",
              when(at(Operation::retrieve), [](Json& task, const Call&) { task = Json::array({task}); }), "short"),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
