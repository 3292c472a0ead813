#include <algorithm>

#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Operation;

namespace {

constexpr core::Millis longest_cleanup{60'000};

auto has_list(const core::Profile& profile, const RunOptions&) -> bool {
  const auto* spec = profile.operation(Operation::list);
  return spec != nullptr && spec->probed;
}

auto may_delete(const core::Profile& profile, const RunOptions& options) -> bool {
  const auto* spec = profile.operation(Operation::remove);
  return spec != nullptr && spec->probed && !options.keep && options.task_id.empty();
}

auto list(Session& session, std::string_view intent, const std::string& query) -> Reply {
  auto ask = session.ask(intent, Operation::list, "");
  if (!query.empty()) ask.request.url += "?" + query;
  auto reply = session.send(std::move(ask));
  session.look_for_hidden_jobs(reply);
  return reply;
}

auto last_of(const Session& session, const Reply& page) -> std::string {
  const auto* items = page.body == nullptr ? nullptr : core::find_pointer(*page.body, "/data");
  if (items == nullptr || !items->is_array() || items->empty() || !items->back().is_object()) return {};
  const auto* id = session.profile().field(items->back(), "id");
  return id != nullptr && id->is_string() ? id->get<std::string>() : std::string();
}

void run_list(Session& session) {
  const auto newest = list(session, "list", "limit=20&order=desc");
  if (!newest.succeeded()) return;
  // Whether there is more is known only when it was asked for.
  const auto last = last_of(session, newest);
  if (!last.empty() && last.size() <= longest_id)
    list(session, "list", "limit=20&order=desc&after=" + core::percent_encode(last));
  list(session, "list", "limit=20&order=asc");
}

auto list_needs_key(const core::Profile& profile, const RunOptions& options) -> bool {
  return has_list(profile, options) && profile.auth.required;
}
auto delete_needs_key(const core::Profile& profile, const RunOptions& options) -> bool {
  return may_delete(profile, options) && profile.auth.required;
}

// One more than a page may have, where the document says how many that is.
auto beyond_limit(const core::Profile& profile) -> std::optional<std::int64_t> {
  const auto schema = profile.schemas.find("list.query");
  if (schema == profile.schemas.end()) return std::nullopt;
  const auto* most = core::find_pointer(schema->second, "/properties/limit/maximum");
  return most != nullptr && most->is_number_integer() ? std::optional(most->get<std::int64_t>() + 1) : std::nullopt;
}
auto has_limit(const core::Profile& profile, const RunOptions& options) -> bool {
  return has_list(profile, options) && beyond_limit(profile).has_value();
}

void run_list_invalid(Session& session) {
  list(session, "list-invalid", "limit=" + std::to_string(*beyond_limit(session.profile())));
}

void run_list_with(Session& session, std::string_view intent, Key key) {
  auto ask = session.ask(intent, Operation::list, "", key);
  ask.request.url += "?limit=1";
  session.send(std::move(ask));
}

void run_no_key_list(Session& session) { run_list_with(session, "no-key-list", Key::none); }
void run_wrong_key_list(Session& session) { run_list_with(session, "wrong-key-list", Key::wrong); }

void run_list_page(Session& session) {
  std::string after;
  for (int page = 0; page < 3 && !session.over(); ++page) {
    const auto reply = list(session, "list-page",
                            "limit=1&order=desc" + (after.empty() ? "" : "&after=" + core::percent_encode(after)));
    after = reply.succeeded() ? last_of(session, reply) : std::string();
    if (after.empty() || after.size() > longest_id) return;
  }
}

// Only what this run's own creates answered, and only when it has ended.
// As late as it gets: an end that does not last may show only then.
void look_again(Session& session, OwnTask& task) {
  if (session.planned("settled")) session.poll(task, "settled");
}

auto delete_task(Session& session, OwnTask& task, std::string_view intent) -> Reply {
  auto ask = session.ask(intent, Operation::remove, task.id);
  ask.task = task.id;
  task.may_be_gone = true;
  auto reply = session.send(std::move(ask));
  task.deleted = task.deleted || reply.succeeded();
  return reply;
}

void run_delete_with(Session& session, std::string_view intent, Key key) {
  auto* task = session.shared();
  if (task == nullptr || !task->made_by_us || !task->ended()) {
    return session.gap(intent, "prerequisite", "no ended task of this run to delete");
  }
  if (task->deleted) return session.gap(intent, "prerequisite", "the task was deleted without its key");
  auto ask = session.ask(intent, Operation::remove, task->id, key);
  ask.task = task->id;
  task->deleted = session.send(std::move(ask)).succeeded();
}

void run_no_key_delete(Session& session) { run_delete_with(session, "no-key-delete", Key::none); }
void run_wrong_key_delete(Session& session) { run_delete_with(session, "wrong-key-delete", Key::wrong); }

void run_delete(Session& session) {
  auto* task = session.shared();
  if (task == nullptr || !task->made_by_us || !task->ended()) {
    return session.gap("delete", "prerequisite", "no ended task of this run to delete");
  }
  if (task->deleted) return session.gap("delete", "prerequisite", "the task was deleted without its key");
  look_again(session, *task);
  delete_task(session, *task, "delete");
}

void run_after_delete(Session& session) {
  auto* task = session.shared();
  if (task == nullptr || !task->deleted) return session.gap("after-delete", "prerequisite", "nothing was deleted");
  auto ask = session.ask("after-delete", Operation::retrieve, task->id);
  ask.task = task->id;
  session.send(std::move(ask));
  const auto* content = session.profile().operation(Operation::content);
  if (content != nullptr && content->probed) {
    auto video = session.ask("after-delete", Operation::content, task->id);
    video.task = task->id;
    video.media = true;
    session.send(std::move(video));
  }
  if (has_list(session.profile(), session.options()) && session.planned("list"))
    list(session, "after-delete", "limit=20&order=desc");
}

void run_delete_again(Session& session) {
  auto* task = session.shared();
  if (task == nullptr || !task->deleted) return session.gap("delete-unknown", "prerequisite", "nothing was deleted");
  delete_task(session, *task, "delete-unknown");
}

auto is_left(const OwnTask& task) -> bool { return task.made_by_us && !task.deleted && !task.may_be_gone; }

void see_to_its_end(Session& session, OwnTask& task, core::Instant until) {
  if (task.ended()) return look_again(session, task);
  session.poll(task, "cleanup");
  session.poll_to_end(task, "cleanup", until);
}

// Whatever this run made and did not try to delete: seen to its end where that is near, then deleted.
void run_cleanup(Session& session) {
  const auto until = std::min(session.deadline(), session.now() + longest_cleanup);
  if (std::any_of(session.tasks().begin(), session.tasks().end(), is_left)) session.wait(session.pause());
  for (auto& task : session.tasks()) {
    if (!is_left(task) || session.over()) continue;
    see_to_its_end(session, task, until);
    if (task.ended() && may_delete(session.profile(), session.options()) && session.planned("delete") &&
        &task != session.shared()) {
      delete_task(session, task, "cleanup");
    }
  }
}

const Probe table[] = {
    {.intent = "list",
     .operation = Operation::list,
     .summary = "the list, newest first and oldest first",
     .ops = "list",
     .free_get = true,
     .on_given_task = true,
     .at_most = 3,
     .applies = has_list,
     .run = run_list},
    {.intent = "list-page",
     .operation = Operation::list,
     .summary = "the list, one task a page",
     .ops = "list",
     .free_get = true,
     .on_given_task = true,
     .at_most = 3,
     .applies = has_list,
     .run = run_list_page},
    {.intent = "list-invalid",
     .operation = Operation::list,
     .summary = "a page beyond the documented maximum",
     .ops = "list",
     .free_get = true,
     .on_given_task = true,
     .applies = has_limit,
     .run = run_list_invalid},
    {.intent = "no-key-list",
     .operation = Operation::list,
     .summary = "the list, without a key",
     .ops = "list",
     .free_get = true,
     .on_given_task = true,
     .applies = list_needs_key,
     .run = run_no_key_list},
    {.intent = "wrong-key-list",
     .operation = Operation::list,
     .summary = "the list, with an invented key",
     .ops = "list",
     .free_get = true,
     .on_given_task = true,
     .applies = list_needs_key,
     .run = run_wrong_key_list},
    {.intent = "no-key-delete",
     .operation = Operation::remove,
     .summary = "deleting what this run made, without a key",
     .ops = "delete",
     .needs = "create poll",
     .applies = delete_needs_key,
     .run = run_no_key_delete},
    {.intent = "wrong-key-delete",
     .operation = Operation::remove,
     .summary = "deleting what this run made, with an invented key",
     .ops = "delete",
     .needs = "create poll",
     .applies = delete_needs_key,
     .run = run_wrong_key_delete},
    {.intent = "delete",
     .operation = Operation::remove,
     .summary = "deleting what this run made",
     .ops = "delete",
     .needs = "create poll",
     .applies = may_delete,
     .run = run_delete},
    {.intent = "after-delete",
     .operation = Operation::retrieve,
     .summary = "the deleted task, its video, the list",
     .ops = "delete",
     .needs = "create poll delete",
     .at_most = 3,
     .applies = may_delete,
     .run = run_after_delete},
    {.intent = "delete-unknown",
     .operation = Operation::remove,
     .summary = "deleting it once more",
     .ops = "delete",
     .needs = "create poll delete",
     .applies = may_delete,
     .run = run_delete_again},
    {.intent = "cleanup",
     .operation = Operation::retrieve,
     .summary = "seeing other jobs of this run to their end",
     .needs = "create",
     .at_most = 0,
     .run = run_cleanup},
};

}  // namespace

auto last_probes() -> std::span<const Probe> { return table; }

}  // namespace vidspec::conformance
