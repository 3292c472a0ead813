#pragma once

#include <deque>
#include <set>
#include <string>

#include "conformance/budget.h"
#include "conformance/collect.h"
#include "conformance/recorder.h"
#include "conformance/requests.h"

namespace vidspec::conformance {

/// A task that this run works with.
struct OwnTask {
  std::string id;
  std::string intent;  ///< of the request that made it
  std::string status;  ///< as last seen
  std::optional<core::Stage> stage;
  std::string result_url;
  bool made_by_us = true;  ///< false: named by the user, never deleted
  bool deleted = false;
  bool may_be_gone = false;  ///< its deletion was asked for, whatever came of it
  enum class Way { none, content, url };
  Way way = Way::none;    ///< how its video could be fetched
  std::string video_url;  ///< for Way::url
  std::string file;       ///< its video, where a later probe sends it on

  [[nodiscard]] auto ended() const -> bool { return stage && core::is_terminal(*stage); }
  [[nodiscard]] auto completed() const -> bool { return stage == core::Stage::completed; }
};

/// The longest id that a run asks about: with every byte of it escaped, the request line is as long as servers take.
constexpr std::size_t longest_id = 2600;

/// What came of a billable request.
enum class Spending { accepted, refused, ambiguous, no_budget };

/// Everything that probes share during one run: the only place that sends, waits and spends.
class Session {
 public:
  Session(const core::Profile& profile, const RunOptions& options, const Plan& plan, const http::Exchange& target,
          core::Clock& clock, core::JournalSink& sink, const std::function<void(const Progress&)>& progress);

  [[nodiscard]] auto profile() const -> const core::Profile& { return profile_; }
  [[nodiscard]] auto options() const -> const RunOptions& { return options_; }
  [[nodiscard]] auto requests() const -> const Requests& { return requests_; }
  [[nodiscard]] auto planned(std::string_view intent) const -> bool { return planned_.count(std::string(intent)) != 0; }
  [[nodiscard]] auto tasks() -> std::deque<OwnTask>& { return tasks_; }
  /// The task that all checks share, or nullptr.
  [[nodiscard]] auto shared() -> OwnTask* { return shared_; }
  void share(OwnTask& task) { shared_ = &task; }

  /// Whether the run must not go on: interrupted, or its deadline has passed.
  [[nodiscard]] auto over() const -> bool;
  [[nodiscard]] auto interrupted() const -> bool { return interrupted_; }
  [[nodiscard]] auto now() const -> core::Instant { return clock_.now(); }
  [[nodiscard]] auto deadline() const -> core::Instant { return deadline_; }
  /// Until when it may wait for one job, so that the rest of the plan still has its turn.
  [[nodiscard]] auto patience() const -> core::Instant;
  /// Waits, at most to the deadline; false when the run is over.
  auto wait(core::Millis duration) -> bool;

  /// Sends what costs nothing; once more after a 429, when it says to come back.
  auto send(Ask ask) -> Reply;
  /// A request for an operation of the profile, by its key.
  auto ask(std::string_view intent, core::Operation operation, const std::string& id, Key key = Key::own) -> Ask;

  /// Sends what makes a video. The token is the right to do so; it is used up unless the target refused for certain. An
  /// accepted request adds a task. `task` is set where one was made.
  struct Bought {
    Spending spending = Spending::no_budget;
    Reply reply;
    OwnTask* task = nullptr;
    std::string no_task;  ///< why an accepted request gave none
  };
  auto buy(Ask ask, Budget::Token token) -> Bought;
  /// A token for one video of the chosen kind, or nothing.
  auto token() -> std::optional<Budget::Token>;

  /// One retrieve of a task; its stage is kept. The hint of the answer sets the next pause.
  auto poll(OwnTask& task, std::string_view intent) -> Reply;
  /// Polls to the end of a task or until `until`; whether the end was seen.
  auto poll_to_end(OwnTask& task, std::string_view intent, core::Instant until) -> bool;
  [[nodiscard]] auto pause() const -> core::Millis { return pause_; }
  /// The pause that an answer asks for (poll hints, Retry-After), or the one of the options; clamped.
  [[nodiscard]] auto pause_after(const Reply& reply) const -> core::Millis;

  /// Looks for jobs in a list answer that were made of our requests although no answer said so: they are spend, too.
  void look_for_hidden_jobs(const Reply& list);

  void gap(std::string_view intent, std::string reason, std::string detail);
  void saw_negative_accepted() { ++accepted_negatives_; }
  /// How many billable requests were accepted so far.
  [[nodiscard]] auto accepted() const -> int { return accepted_; }
  [[nodiscard]] auto accepted_negatives() const -> int { return accepted_negatives_; }
  void own_prompt(const std::string& prompt) { recorder_.own_prompt(prompt); }
  void refuse_redirect(const Ask& ask, std::string reason) { recorder_.refuse_redirect(ask, std::move(reason)); }

  /// What was spent so far.
  [[nodiscard]] auto spend() const -> core::Spend;

 private:
  auto send_within(core::Millis limit, Ask ask) -> Reply;
  void tell(const std::string& what);
  auto time_left() const -> core::Millis;

  const core::Profile& profile_;
  const RunOptions& options_;
  core::Clock& clock_;
  core::JournalSink& sink_;
  const std::function<void(const Progress&)>& progress_;
  Recorder recorder_;
  Requests requests_;
  Budget budget_;
  core::Instant deadline_;
  std::set<std::string> planned_;
  std::set<std::string> gaps_;
  std::deque<OwnTask> tasks_;
  OwnTask* shared_ = nullptr;
  core::Millis pause_;
  bool interrupted_ = false;
  int accepted_ = 0;
  int ambiguous_ = 0;
  int accepted_negatives_ = 0;
  std::vector<std::string> lost_;  // beginnings of ids that are too long to be asked about
  std::set<std::string> hidden_;   // ids of jobs that no create answered
  int silent_in_a_row_ = 0;
};

}  // namespace vidspec::conformance
