#include "conformance/resume.h"

#include <algorithm>
#include <set>

#include "conformance/evidence.h"
#include "conformance/plan.h"
#include "conformance/probes.h"

namespace vidspec::conformance {

namespace {

/// Puts further exchanges behind those of an earlier journal: numbers and times go on.
class ContinuedSink : public core::JournalSink {
 public:
  ContinuedSink(core::JournalSink& sink, const core::Journal& journal, core::Instant now) : sink_(sink) {
    const auto started = core::parse_rfc3339(journal.header.started).value_or(now);
    for (const auto& exchange : journal.exchanges) {
      offset_ = std::max(offset_, exchange.number);
      shift_ = std::max(shift_, exchange.t_ms + exchange.duration_ms);
    }
    shift_ = std::max(shift_, (now - started).count());
  }
  void begin(const core::JournalHeader& header) override { sink_.begin(header); }
  void add(const core::Exchange& exchange) override {
    auto later = exchange;
    later.number += offset_;
    later.t_ms += shift_;
    if (later.redirected_from > 0) later.redirected_from += offset_;
    sink_.add(later);
  }
  void gap(const core::Gap& gap) override { sink_.gap(gap); }
  void end(const core::Spend& spend, bool interrupted, core::Instant now) override {
    sink_.end(spend, interrupted, now);
  }

 private:
  core::JournalSink& sink_;
  int offset_ = 0;
  std::int64_t shift_ = 0;
};

/// What a plan for that task would ask, without what the journal has already.
auto remaining(const core::Profile& profile, RunOptions options, const core::Journal& journal, const std::string& task)
    -> Plan {
  options.task_id = task;
  auto plan = make_plan(profile, options);
  std::set<std::string> asked;
  for (const auto& exchange : journal.exchanges) asked.insert(exchange.intent);
  const auto done = [&](const PlannedRequest& request) {
    return request.billable || request.intent == "given-task" || asked.count(request.intent) != 0;
  };
  plan.requests.erase(std::remove_if(plan.requests.begin(), plan.requests.end(), done), plan.requests.end());
  return plan;
}

void replay(const core::Journal& journal, const std::set<std::string>& asked_again, core::JournalSink& sink) {
  sink.begin(journal.header);
  for (const auto& exchange : journal.exchanges) sink.add(exchange);
  for (const auto& gap : journal.gaps) {
    if (asked_again.count(gap.intent) == 0) sink.gap(gap);
  }
}

/// Polls one task to its end and asks what is left to ask about it.
auto observe(Session& session, const std::string& id) -> bool {
  auto& task = session.tasks().emplace_back();
  task.id = id;
  task.intent = "create";
  session.share(task);
  session.poll(task, "poll");
  if (!session.poll_to_end(task, "poll", session.deadline())) {
    session.gap("poll", session.interrupted() ? "interrupted" : "deadline",
                "the task has not ended: its status is \"" + task.status + "\"");
    return false;
  }
  for (const auto* probe : all_probes()) {
    if (session.planned(probe->intent) && probe->run != nullptr && !session.over()) probe->run(session);
  }
  return true;
}

auto spend_of(const core::Profile& profile, const core::Journal& journal) -> core::Spend {
  if (journal.spend) return *journal.spend;
  core::Spend spend;
  const Evidence evidence(profile, journal);
  for (const auto& task : evidence.tasks()) spend.videos += task.creation != nullptr ? 1 : 0;
  return spend;
}

}  // namespace

auto open_tasks(const core::Profile& profile, const core::Journal& journal) -> std::vector<std::string> {
  std::vector<std::string> ids;
  const Evidence evidence(profile, journal);
  for (const auto& task : evidence.tasks()) {
    if (task.creation != nullptr && task.terminal() == nullptr && task.deletion == nullptr) ids.push_back(task.id);
  }
  return ids;
}

auto resume(const core::Profile& profile, const RunOptions& options, const core::Journal& journal,
            const http::Exchange& target, core::Clock& clock, core::JournalSink& sink,
            const std::function<void(const Progress&)>& progress) -> CollectResult {
  const auto tasks = open_tasks(profile, journal);
  const auto plan = tasks.empty() ? Plan{} : remaining(profile, options, journal, tasks.front());
  std::set<std::string> asked_again = {"poll"};
  for (const auto& request : plan.requests) asked_again.insert(request.intent);
  if (tasks.empty()) asked_again.clear();
  replay(journal, asked_again, sink);

  ContinuedSink continued(sink, journal, clock.now());
  Session session(profile, options, plan, target, clock, continued, progress);
  const Evidence earlier(profile, journal);
  for (const auto& task : earlier.tasks()) {
    if (task.creation != nullptr && task.asked.prompt) session.own_prompt(*task.asked.prompt);
  }
  auto spend = spend_of(profile, journal);
  spend.orphans.clear();
  for (const auto& id : tasks) {
    if (session.over() || !observe(session, id)) spend.orphans.push_back(id);
  }
  sink.end(spend, session.interrupted(), clock.now());
  if (session.interrupted()) return {CollectEnd::interrupted, "interrupted; vidspec resume goes on from here"};
  return {};
}

}  // namespace vidspec::conformance
