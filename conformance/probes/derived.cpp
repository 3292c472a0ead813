#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Json;
using core::Operation;

namespace {

template <Operation operation>
auto has(const core::Profile& profile, const RunOptions& options) -> bool {
  const auto* spec = profile.operation(operation);
  return spec != nullptr && spec->probed && options.task_id.empty();
}

// What is made from the shared task; bought, then polled to its end.
void derive(Session& session, std::string_view intent, Operation operation, const Json& body) {
  auto* source = session.shared();
  if (source == nullptr || !source->completed()) {
    return session.gap(intent, "prerequisite", "no completed task to make it from");
  }
  auto token = session.token();
  if (!token) return session.gap(intent, "budget", "--max-videos or --max-cost does not allow it");
  const auto& spec = *session.profile().operation(operation);
  auto ask = session.ask(intent, operation, source->id);
  ask.task = source->id;
  ask.facts = {{"source", source->id}};
  const auto encoding = spec.encodings.empty() ? std::string("application/json") : spec.encodings.front();
  session.requests().put_body(ask.request, spec, body, encoding);
  const auto bought = session.buy(std::move(ask), std::move(*token));
  if (bought.task == nullptr) return;
  session.poll(*bought.task, "poll");
  session.poll_to_end(*bought.task, "poll", session.patience());
}

auto new_prompt(Session& session, int number) -> std::string {
  auto prompt = session.requests().prompt(number);
  session.own_prompt(prompt);
  return prompt;
}

auto source_id(Session& session) -> std::string {
  return session.shared() == nullptr ? std::string() : session.shared()->id;
}

void run_remix(Session& session) { derive(session, "remix", Operation::remix, {{"prompt", new_prompt(session, 2)}}); }

void run_edit(Session& session) {
  derive(session, "edit", Operation::edit,
         {{"prompt", new_prompt(session, 3)}, {"video", {{"id", source_id(session)}}}});
}

void run_extend(Session& session) {
  derive(session, "extend", Operation::extend,
         {{"prompt", new_prompt(session, 4)},
          {"seconds", session.requests().seconds()},
          {"video", {{"id", source_id(session)}}}});
}

// A derived request that the documentation forbids. Accepted ones count as the accepted negatives of create do.
void send_invalid(Session& session, std::string_view intent, Operation operation, const std::string& id,
                  const Json& body, Json facts) {
  if (session.over() || session.accepted_negatives() >= session.options().max_accepted_negatives) {
    return session.gap(intent, "accepts-invalid", "the target accepts invalid requests, or the run is over");
  }
  auto token = session.token();
  if (!token) return session.gap(intent, "budget", "a refusal cannot be tried without a video left in --max-videos");
  const auto& spec = *session.profile().operation(operation);
  auto ask = session.ask(intent, operation, id);
  ask.facts = std::move(facts);
  session.requests().put_body(ask.request, spec, body,
                              spec.encodings.empty() ? "application/json" : spec.encodings.front());
  if (session.buy(std::move(ask), std::move(*token)).spending == Spending::accepted) session.saw_negative_accepted();
}

const Json unknown_source = {{"violation", "unknown"}, {"field", "source"}};
const Json missing_prompt = {{"violation", "missing"}, {"field", "prompt"}};

void run_remix_invalid(Session& session) {
  const auto unknown = session.requests().unknown_id(30);
  send_invalid(session, "remix-invalid", Operation::remix, unknown, {{"prompt", new_prompt(session, 5)}},
               unknown_source);
  send_invalid(session, "remix-invalid", Operation::remix, source_id(session), Json::object(), missing_prompt);
}

void run_edit_invalid(Session& session) {
  const auto unknown = session.requests().unknown_id(31);
  send_invalid(session, "edit-invalid", Operation::edit, "",
               {{"prompt", new_prompt(session, 6)}, {"video", {{"id", unknown}}}}, unknown_source);
  send_invalid(session, "edit-invalid", Operation::edit, "", {{"video", {{"id", source_id(session)}}}}, missing_prompt);
}

void run_extend_invalid(Session& session) {
  const auto unknown = session.requests().unknown_id(32);
  const auto seconds = session.requests().seconds();
  send_invalid(session, "extend-invalid", Operation::extend, "",
               {{"prompt", new_prompt(session, 7)}, {"seconds", seconds}, {"video", {{"id", unknown}}}},
               unknown_source);
  send_invalid(session, "extend-invalid", Operation::extend, "",
               {{"prompt", new_prompt(session, 8)}, {"seconds", "5"}, {"video", {{"id", source_id(session)}}}},
               {{"violation", "enum"}, {"field", "seconds"}});
  const Json source = {{"id", source_id(session)}};
  send_invalid(session, "extend-invalid", Operation::extend, "", {{"seconds", seconds}, {"video", source}},
               missing_prompt);
  send_invalid(session, "extend-invalid", Operation::extend, "",
               {{"prompt", new_prompt(session, 9)}, {"video", source}},
               {{"violation", "missing"}, {"field", "seconds"}});
}

void run_character(Session& session) {
  auto* source = session.shared();
  if (source == nullptr || source->file.empty()) {
    return session.gap("character", "prerequisite", "no downloaded video to make it from");
  }
  auto ask = session.ask("character", Operation::character_create, "");
  http::Part name;
  name.name = "name";
  name.content = "A traveller";
  http::Part video;
  video.name = "video";
  video.content = source->file;
  video.filename = "traveller.mp4";
  video.content_type = "video/mp4";
  video.file = true;
  ask.request.parts = {std::move(name), std::move(video)};
  const auto made = session.send(std::move(ask));
  if (!made.succeeded() || made.body == nullptr ||
      !has<Operation::character_retrieve>(session.profile(), session.options()))
    return;
  const auto* id = core::find_pointer(*made.body, "/id");
  if (id == nullptr || !id->is_string() || id->get_ref<const std::string&>().empty()) return;
  session.send(session.ask("character", Operation::character_retrieve, id->get<std::string>()));
}

const Probe table[] = {
    {.intent = "remix",
     .operation = Operation::remix,
     .summary = "a remix of the job",
     .ops = "remix",
     .needs = "create poll",
     .billable = true,
     .applies = has<Operation::remix>,
     .run = run_remix},
    {.intent = "edit",
     .operation = Operation::edit,
     .summary = "an edit of the job",
     .ops = "edit",
     .needs = "create poll",
     .billable = true,
     .applies = has<Operation::edit>,
     .run = run_edit},
    {.intent = "extend",
     .operation = Operation::extend,
     .summary = "an extension of the job",
     .ops = "extend",
     .needs = "create poll",
     .billable = true,
     .applies = has<Operation::extend>,
     .run = run_extend},
    {.intent = "character",
     .operation = Operation::character_create,
     .summary = "a character made from the video",
     .ops = "character",
     .needs = "create poll content",
     .at_most = 2,
     .applies = has<Operation::character_create>,
     .run = run_character},
    {.intent = "remix-invalid",
     .operation = Operation::remix,
     .summary = "remixes that must be refused",
     .ops = "remix",
     .needs = "create poll remix",
     .billable = true,
     .negative = true,
     .at_most = 2,
     .applies = has<Operation::remix>,
     .run = run_remix_invalid},
    {.intent = "edit-invalid",
     .operation = Operation::edit,
     .summary = "edits that must be refused",
     .ops = "edit",
     .needs = "create poll edit",
     .billable = true,
     .negative = true,
     .at_most = 2,
     .applies = has<Operation::edit>,
     .run = run_edit_invalid},
    {.intent = "extend-invalid",
     .operation = Operation::extend,
     .summary = "extensions that must be refused",
     .ops = "extend",
     .needs = "create poll extend",
     .billable = true,
     .negative = true,
     .at_most = 4,
     .applies = has<Operation::extend>,
     .run = run_extend_invalid},
};

}  // namespace

auto derived_probes() -> std::span<const Probe> { return table; }

}  // namespace vidspec::conformance
