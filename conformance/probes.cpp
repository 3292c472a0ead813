#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Operation;

namespace {

auto offers(const core::Profile& profile, Operation operation) -> bool {
  const auto* spec = profile.operation(operation);
  return spec != nullptr && spec->probed;
}

auto needs_key(const core::Profile& profile, const RunOptions&) -> bool { return profile.auth.required; }
auto has_given(const core::Profile&, const RunOptions& options) -> bool { return !options.task_id.empty(); }
auto has_given_failed(const core::Profile&, const RunOptions& options) -> bool {
  return !options.failed_task_id.empty();
}
void send_unknown(Session& session, std::string_view intent, int number, Key key) {
  session.send(session.ask(intent, Operation::retrieve, session.requests().unknown_id(number), key));
}

void run_no_key(Session& session) { send_unknown(session, "no-key", 1, Key::none); }
void run_wrong_key(Session& session) { send_unknown(session, "wrong-key", 2, Key::wrong); }
void run_unknown_id(Session& session) {
  send_unknown(session, "unknown-id", 3, Key::own);
  if (offers(session.profile(), Operation::content)) {
    session.send(session.ask("unknown-id", Operation::content, session.requests().unknown_id(4)));
  }
}

auto given_task(Session& session, const std::string& id, std::string_view intent) -> OwnTask& {
  auto& task = session.tasks().emplace_back();
  task.id = id;
  task.intent = intent;
  task.made_by_us = false;
  session.poll(task, intent);
  return task;
}

void run_given_task(Session& session) {
  auto& task = given_task(session, session.options().task_id, "given-task");
  session.share(task);
  if (!task.completed()) {
    session.gap("settled", "prerequisite",
                "the task of --task-id is not completed: its status is \"" + task.status + "\"");
  }
}

void run_given_failed(Session& session) { given_task(session, session.options().failed_task_id, "given-failed-task"); }

const Probe free_table[] = {
    {.intent = "no-key",
     .operation = Operation::retrieve,
     .summary = "an id that never existed, without a key",
     .free_get = true,
     .on_given_task = true,
     .applies = needs_key,
     .run = run_no_key},
    {.intent = "wrong-key",
     .operation = Operation::retrieve,
     .summary = "an id that never existed, with an invented key",
     .free_get = true,
     .on_given_task = true,
     .applies = needs_key,
     .run = run_wrong_key},
    {.intent = "unknown-id",
     .operation = Operation::retrieve,
     .summary = "an id that never existed",
     .free_get = true,
     .on_given_task = true,
     .at_most = 2,
     .run = run_unknown_id},
    {.intent = "given-task",
     .operation = Operation::retrieve,
     .summary = "the task of --task-id",
     .free_get = true,
     .on_given_task = true,
     .applies = has_given,
     .run = run_given_task},
    {.intent = "given-failed-task",
     .operation = Operation::retrieve,
     .summary = "the task of --failed-task-id",
     .free_get = true,
     .on_given_task = true,
     .applies = has_given_failed,
     .run = run_given_failed},
};

}  // namespace

auto free_probes() -> std::span<const Probe> { return free_table; }

auto all_probes() -> const std::vector<const Probe*>& {
  static const std::vector<const Probe*> all = [] {
    std::vector<const Probe*> result;
    for (const auto table :
         {free_probes(), paid_probes(), content_probes(), further_probes(), derived_probes(), last_probes()}) {
      for (const auto& probe : table) result.push_back(&probe);
    }
    return result;
  }();
  return all;
}

}  // namespace vidspec::conformance
