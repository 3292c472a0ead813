#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;
using core::Stage;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";
constexpr std::string_view timed = "openai video-generations sora-format";

// The status word of another stage than the true one.
auto pretend(Stage stage) -> BendJson {
  return [=](Json& task, const Call& call) { put("status", word(call, stage))(task, call); };
}

auto nth_in_stage(Stage stage, int from) -> When {
  return [=](const Call& call) {
    return call.is(Operation::retrieve) && call.stage == stage && call.seen_in_stage >= from;
  };
}

auto plus(std::int64_t offset) -> std::function<Json(const Json&, const Call&)> {
  return [=](const Json& value, const Call&) {
    return value.is_number() ? Json(value.get<std::int64_t>() + offset) : value;
  };
}

auto with_polls(const Json& value, const Call& call) -> Json { return value.get<std::int64_t>() + call.polls; }
auto with_suffix(const Json& value, const Call& call) -> Json {
  return value.get<std::string>() + std::to_string(call.polls);
}
auto created_plus_60(Json& task, const Call& call) {
  const auto* created = call.profile.field(task, "created_at");
  if (created != nullptr && created->is_number()) put("completed_at", created->get<std::int64_t>() + 60)(task, call);
}

const Json some_error = {{"code", "odd"}, {"message", "something happened"}};

}  // namespace

auto lifecycle_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_task("order.running-then-queued", "*", "lifecycle.no-regression", "a running task is queued again",
              when(nth_in_stage(Stage::running, 2), pretend(Stage::queued))),
      on_task("order.create-running-then-queued", "*", "lifecycle.no-regression",
              "create says running, polls say queued", when(at(Operation::create), pretend(Stage::running))),
      on_task("order.completed-then-running", "*", "lifecycle.terminal-stays", "a completed task runs again",
              when(nth_in_stage(Stage::completed, 2), pretend(Stage::running))),
      on_task("order.completed-then-running-late", "*", "lifecycle.terminal-stays",
              "a completed task runs again after two answers",
              when(nth_in_stage(Stage::completed, 3), pretend(Stage::running))),
      on_task("order.completed-then-failed", "*", "lifecycle.terminal-stays", "a completed task fails afterwards",
              when(nth_in_stage(Stage::completed, 2), pretend(Stage::failed))),
      on_task("order.completed-then-archived", "*", "lifecycle.terminal-stays", "a completed task becomes archived",
              when(nth_in_stage(Stage::completed, 2), put("status", "archived"))),
      on_task("order.failed-then-completed", "*", "lifecycle.terminal-stays", "a failed task is completed afterwards",
              when(nth_in_stage(Stage::failed, 2), pretend(Stage::completed)), "fail"),
      on_task("order.list-lags", "openai", "lifecycle.terminal-stays", "the list shows a completed task as queued",
              when(at(Operation::list), pretend(Stage::queued))),
      on_task("order.never-completed", "*", "lifecycle.reaches-end", "a task runs for ever",
              when(in_stage(Stage::completed), pretend(Stage::running)), "short"),
      on_task("id.changes-at-poll", "*", "lifecycle.id-stable", "polls answer another id",
              when(at(Operation::retrieve), put("id", "another-one"))),
      on_task("id.empty-at-poll", "*", "lifecycle.id-stable", "polls answer an empty id",
              when(at(Operation::retrieve), put("id", ""))),
      on_task("id.changes-each-time", "*", "lifecycle.id-stable", "each poll answers another id",
              when(at(Operation::retrieve), change("id", with_suffix))),
      on_task("created-at.moves", videos, "lifecycle.created-at-stable", "created_at grows with each poll",
              when(at(Operation::retrieve), change("created_at", with_polls))),
      on_task("created-at.now", videos, "lifecycle.created-at-stable", "created_at is the time of the end in the end",
              when(in_stage(Stage::completed), change("created_at", plus(5)))),
      on_task("created-at.time-zone", videos, "lifecycle.created-at-now", "created_at is eight hours ahead",
              change("created_at", plus(8 * 3600))),
      on_task("updated-at.falls", "video-create", "lifecycle.updated-at-monotonic", "status_update_time goes back",
              when(in_stage(Stage::completed), change("updated_at", plus(-60'000)))),
      on_task("progress.falls", videos, "lifecycle.progress-monotonic", "progress falls while running",
              when(nth_in_stage(Stage::running, 2), put("progress", 0))),
      on_task("progress.short-of-the-end", videos, "lifecycle.progress-complete", "a completed task is at 80 %",
              when(in_stage(Stage::completed), put("progress", 80))),
      on_task("completed-at.early", timed, "lifecycle.completed-at-late", "completed_at is set while running",
              when(in_stage(Stage::running), created_plus_60)),
      on_task("completed-at.zero", timed, "lifecycle.completed-at-late", "completed_at is 0 until the end",
              when(in_stage(Stage::queued), put("completed_at", 0))),
      on_task("completed-at.before-created", timed, "lifecycle.completed-at-late",
              "completed_at lies an hour before created_at",
              when(in_stage(Stage::completed), change("completed_at", plus(-3600)))),
      on_task("completed-at.to-come", timed, "lifecycle.completed-at-late", "completed_at lies days after the answer",
              when(in_stage(Stage::completed), change("completed_at", plus(5 * 86'400)))),
      on_task("completed-at.never", "openai", "lifecycle.completed-at-set", "completed_at stays null",
              when(in_stage(Stage::completed), put("completed_at", nullptr))),
      on_task("expires-at.duration", timed, "lifecycle.expires-after-end", "expires_at is a duration",
              when(in_stage(Stage::completed), put("expires_at", 3600))),
      on_task("expires-at.zero", timed, "lifecycle.expires-after-end", "a finished video expires in 1970",
              when(in_stage(Stage::completed), put("expires_at", 0))),
      on_task("expires-at.past", timed, "lifecycle.expires-after-end", "expires_at lies before the end",
              when(in_stage(Stage::completed), change("expires_at", plus(-400'000)))),
      on_task("error.while-running", "*", "lifecycle.error-only-on-failed", "a running task carries an error",
              when(in_stage(Stage::running), put("error", some_error))),
      on_task("error.when-completed", "*", "lifecycle.error-only-on-failed", "a completed task carries an error",
              when(in_stage(Stage::completed), put("error", some_error))),
      on_task("failure.unexplained", "*", "lifecycle.failure-explained", "a failed task has no error",
              when(in_stage(Stage::failed), put("error", nullptr)), "fail"),
      on_task("failure.empty-message", "openai openai-format video-generations sora-format official-format",
              "lifecycle.failure-explained", "a failed task has an empty message",
              when(in_stage(Stage::failed), put("error", Json{{"code", "x"}, {"message", ""}})), "fail"),
      on_task("failure.empty-object", "*", "lifecycle.failure-explained", "a failed task has an empty error",
              when(in_stage(Stage::failed), put("error", Json::object())), "fail"),
      on_task("echo.model", "openai openai-format video-generations sora-format", "lifecycle.echo-stable",
              "another model is answered", put("model", "another-model")),
      on_task("echo.model-at-create", "official-format", "lifecycle.echo-stable", "create answers another model",
              when(at(Operation::create), put("model", "sora-2-pro"))),
      on_task("echo.seconds", videos, "lifecycle.echo-stable", "another length is answered", put("seconds", "8")),
      on_task("echo.seconds-in-the-end", videos, "lifecycle.echo-stable", "the length changes in the end",
              when(in_stage(Stage::completed), put("seconds", "12"))),
      on_task("echo.size", "openai video-generations official-format", "lifecycle.echo-stable",
              "another size is answered", put("size", "1280x720")),
      on_task("prompt.of-another", "openai", "identity.own-prompt", "polls show somebody else's prompt",
              when(at(Operation::retrieve), put("prompt", "a prompt of somebody else"))),
      on_task("prompt.cut", "openai", "identity.own-prompt", "the prompt is cut after ten letters",
              change("prompt",
                     [](const Json& value, const Call&) {
                       return value.is_string() ? Json(value.get<std::string>().substr(0, 10)) : value;
                     })),
      on_task("prompt.ascii-only", "openai", "identity.own-prompt", "characters beyond ASCII become question marks",
              change("prompt",
                     [](const Json& value, const Call&) {
                       if (!value.is_string()) return value;
                       auto text = value.get<std::string>();
                       for (auto& c : text) c = (static_cast<unsigned char>(c) & 0x80U) != 0 ? '?' : c;
                       return Json(text);
                     })),
      on_task("result-url.early", "video-create openai-format", "lifecycle.result-url-late",
              "video_url is there while running",
              when(in_stage(Stage::running), put("result_url", "https://cdn.example/soon.mp4"))),
      on_task("create.completed", "*", "create.asynchronous", "create answers a completed task",
              when(at(Operation::create), pretend(Stage::completed))),
      on_task("id.dots", "*", "identity.id-usable", "create answers .. as id",
              when(at(Operation::create), put("id", "..")), "short"),
      on_task("id.control", "*", "identity.id-usable", "create answers an id with a line break",
              when(at(Operation::create), put("id", "video\n1")), "short"),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
