#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Operation;

namespace {

auto offers_content(const core::Profile& profile) -> bool {
  const auto* spec = profile.operation(Operation::content);
  return spec != nullptr && spec->probed;
}

auto pays(const core::Profile&, const RunOptions& options) -> bool { return options.task_id.empty(); }
auto has_fail_prompt(const core::Profile&, const RunOptions& options) -> bool {
  return !options.fail_prompt.empty() && options.task_id.empty();
}
auto has_negatives(const core::Profile& profile, const RunOptions& options) -> bool {
  return options.task_id.empty() && !negatives_of(profile, Requests(profile, options)).empty();
}
auto has_failed_content(const core::Profile& profile, const RunOptions& options) -> bool {
  return offers_content(profile) && (has_fail_prompt(profile, options) || !options.failed_task_id.empty());
}
auto may_be_early(const core::Profile& profile, const RunOptions& options) -> bool {
  return options.task_id.empty() && offers_content(profile);
}

// One create with its own token; a 429 without a task is a refusal, after which one more may be sent.
auto buy_create(Session& session, Ask ask) -> Session::Bought {
  for (int attempt = 0;; ++attempt) {
    auto token = session.token();
    if (!token) return {};
    auto bought = session.buy(ask, std::move(*token));
    const bool again = attempt == 0 && bought.reply.status == 429 && bought.spending == Spending::refused;
    if (!again || !session.wait(session.pause())) return bought;
  }
}

auto why_not(const Session::Bought& bought) -> std::pair<std::string, std::string> {
  switch (bought.spending) {
    case Spending::no_budget:
      return {"budget", "--max-videos or --max-cost does not allow it"};
    case Spending::ambiguous:
      return {"prerequisite",
              "the create was not answered: a video may have been made (#" + std::to_string(bought.reply.number) + ")"};
    case Spending::refused:
      return {"prerequisite", "the create was refused with " + std::to_string(bought.reply.status) + " (#" +
                                  std::to_string(bought.reply.number) + ")"};
    case Spending::accepted:
      break;
  }
  return {"prerequisite", bought.no_task + " (#" + std::to_string(bought.reply.number) + ")"};
}

auto create_ask(Session& session, std::string_view intent, const std::string& prompt, std::string_view encoding)
    -> Ask {
  auto ask = session.ask(intent, Operation::create, "");
  const auto& spec = *session.profile().operation(Operation::create);
  session.own_prompt(prompt);
  session.requests().put_body(ask.request, spec, session.requests().create_body(prompt), encoding);
  return ask;
}

auto first_encoding(const Session& session) -> std::string {
  const auto& encodings = session.profile().operation(Operation::create)->encodings;
  return encodings.empty() ? "application/json" : encodings.front();
}

void run_create(Session& session) {
  const auto bought =
      buy_create(session, create_ask(session, "create", session.requests().prompt(0), first_encoding(session)));
  if (bought.task != nullptr) {
    session.share(*bought.task);
    return;
  }
  const auto [reason, detail] = why_not(bought);
  if (!bought.reply.answered()) session.gap("create", reason, detail);
  for (const auto* later : {"poll", "settled", "content", "result-url"}) session.gap(later, reason, detail);
}

void run_poll(Session& session) {
  auto* task = session.shared();
  if (task == nullptr) return session.gap("poll", "prerequisite", "there is no task to poll");
  session.poll(*task, "poll");
  if (!task->ended() && session.planned("content-early")) {
    auto early = session.ask("content-early", Operation::content, task->id);
    early.task = task->id;
    early.media = true;
    session.send(std::move(early));
    // Seen unfinished right afterwards, it was unfinished then.
    session.poll(*task, "poll");
  }
  if (session.poll_to_end(*task, "poll", session.patience())) return;
  if (session.interrupted()) return;
  const auto why = "the task did not end in time: its last status is \"" + core::elide(task->status, 60) + "\"";
  for (const auto* later : {"settled", "content", "result-url"}) session.gap(later, "deadline", why);
}

void run_settled(Session& session) {
  auto* task = session.shared();
  if (task == nullptr || !task->ended()) return session.gap("settled", "prerequisite", "no task came to its end");
  session.wait(session.pause());
  session.poll(*task, "settled");
}

// One negative; false when no more may follow.
auto send_negative(Session& session, const Negative& negative) -> bool {
  auto token = session.token();
  if (!token) {
    session.gap("negative", "budget", "a refusal cannot be tried without a video left in --max-videos");
    return false;
  }
  auto ask = session.ask("negative", Operation::create, "");
  ask.facts = {{"field", negative.field}, {"violation", negative.violation}, {"encoding", negative.encoding}};
  if (negative.violation == "malformed") {
    core::set_header(ask.request.headers, "Content-Type", negative.content_type);
    ask.request.body = negative.raw;
  } else {
    const auto* prompt = core::find_pointer(negative.body, session.profile().create_fields.prompt);
    if (prompt != nullptr && prompt->is_string()) session.own_prompt(prompt->get<std::string>());
    session.requests().put_body(ask.request, *session.profile().operation(Operation::create), negative.body,
                                negative.encoding);
    if (negative.file) ask.request.parts.push_back(*negative.file);
  }
  const auto bought = session.buy(std::move(ask), std::move(*token));
  if (bought.spending == Spending::accepted) session.saw_negative_accepted();
  if (session.accepted_negatives() >= session.options().max_accepted_negatives) {
    session.gap("negative", "accepts-invalid",
                "the target accepts invalid requests; the rest was not sent, to spend no more");
    return false;
  }
  return bought.spending != Spending::ambiguous;
}

void run_negative(Session& session) {
  if (session.options().max_accepted_negatives <= 0) {
    return session.gap("negative", "accepts-invalid", "--max-accepted-negatives 0");
  }
  // Who accepts nothing at all refuses these, too: it would prove nothing, and after a lost answer may cost more.
  if (session.accepted() == 0) return session.gap("negative", "prerequisite", "no valid create was accepted");
  for (const auto& negative : negatives_of(session.profile(), session.requests())) {
    if (session.over()) return session.gap("negative", session.interrupted() ? "interrupted" : "deadline", "");
    if (!send_negative(session, negative)) return;
  }
}

void run_fail_create(Session& session) {
  const auto bought =
      buy_create(session, create_ask(session, "fail-create", session.options().fail_prompt, first_encoding(session)));
  if (bought.task == nullptr) {
    const auto [reason, detail] = why_not(bought);
    session.gap("fail-create", reason, detail);
    session.gap("fail-poll", reason, detail);
  }
}

void run_fail_poll(Session& session) {
  for (auto& task : session.tasks()) {
    if (task.intent != "fail-create") continue;
    session.poll(task, "fail-poll");
    if (!session.poll_to_end(task, "fail-poll", session.patience())) {
      return session.gap("fail-poll", "deadline", "the job did not end in time");
    }
    session.wait(session.pause());
    session.poll(task, "fail-poll");
    return;
  }
}

void run_content_failed(Session& session) {
  for (const auto& task : session.tasks()) {
    if (task.stage != core::Stage::failed) continue;
    auto ask = session.ask("content-failed", Operation::content, task.id);
    ask.task = task.id;
    ask.media = true;
    session.send(std::move(ask));
    return;
  }
}

void run_second_create(Session& session) {
  const auto& encodings = session.profile().operation(Operation::create)->encodings;
  const auto encoding = encodings.size() > 1 ? encodings[1] : first_encoding(session);
  const auto bought = buy_create(session, create_ask(session, "second-create", session.requests().prompt(1), encoding));
  if (bought.task == nullptr) {
    const auto [reason, detail] = why_not(bought);
    return session.gap("second-create", reason, detail);
  }
  session.poll(*bought.task, "poll");
}

const Probe paid_table[] = {
    {.intent = "create",
     .operation = Operation::create,
     .summary = "the job that all checks share",
     .billable = true,
     .applies = pays,
     .run = run_create},
    {.intent = "poll",
     .operation = Operation::retrieve,
     .summary = "polling it to its end",
     .needs = "create",
     .at_most = 0,
     .applies = pays,
     .run = run_poll},
    {.intent = "content-early",
     .operation = Operation::content,
     .summary = "its video, before the end",
     .needs = "create poll",
     .applies = may_be_early},
    {.intent = "settled",
     .operation = Operation::retrieve,
     .summary = "once more after the end",
     .needs = "create poll given-task",
     .on_given_task = true,
     .at_most = 0,
     .run = run_settled},
};

const Probe negative_table[] = {
    {.intent = "negative",
     .operation = Operation::create,
     .summary = "requests that the documentation forbids",
     .billable = true,
     .negative = true,
     .applies = has_negatives,
     .run = run_negative},
    {.intent = "fail-create",
     .operation = Operation::create,
     .summary = "a job that fails, made by --fail-prompt",
     .billable = true,
     .applies = has_fail_prompt,
     .run = run_fail_create},
    {.intent = "fail-poll",
     .operation = Operation::retrieve,
     .summary = "polling it to its end",
     .needs = "fail-create",
     .at_most = 0,
     .applies = has_fail_prompt,
     .run = run_fail_poll},
    {.intent = "content-failed",
     .operation = Operation::content,
     .summary = "the video of a job that failed",
     .needs = "fail-create fail-poll given-failed-task",
     .on_given_task = true,
     .applies = has_failed_content,
     .run = run_content_failed},
    {.intent = "second-create",
     .operation = Operation::create,
     .summary = "a second job, in the other encoding",
     .ops = "identity",
     .needs = "create",
     .billable = true,
     .applies = pays,
     .run = run_second_create},
};

}  // namespace

auto paid_probes() -> std::span<const Probe> { return paid_table; }
auto further_probes() -> std::span<const Probe> { return negative_table; }

}  // namespace vidspec::conformance
