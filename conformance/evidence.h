#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/route.h"
#include "core/evidence.h"
#include "core/profile.h"

namespace vidspec::conformance {

/// What a create request asked for, in canonical words; unset where it did not say.
struct Asked {
  std::optional<std::string> model, prompt, seconds, size;
  std::optional<std::string> orientation;  ///< "portrait" or "landscape", where a dialect asks for that
};

/// One exchange, understood against a profile.
struct Seen {
  const core::Exchange* raw = nullptr;
  const core::OperationSpec* spec = nullptr;  ///< nullptr: none of the profile's operations
  std::string id;                             ///< the id that was asked about, decoded
  std::shared_ptr<const core::Json> body;     ///< the answer as JSON, or nullptr
  std::string body_problem;                   ///< why a body that is there is not JSON; empty otherwise
  std::vector<std::string> duplicate_keys;    ///< JSON pointers
  std::string answer_type;                    ///< media type of the answer
  bool result_url = false;                    ///< a download of a result URL, or a redirect followed on the way to one
  bool put_off = false;                       ///< a 429 after which the same request was sent again: that one counts

  [[nodiscard]] auto is(core::Operation operation) const -> bool {
    return spec != nullptr && spec->operation == operation;
  }
  [[nodiscard]] auto intent() const -> const std::string& { return raw->intent; }
  [[nodiscard]] auto status() const -> int { return raw->answer.status; }
  [[nodiscard]] auto number() const -> int { return raw->number; }
  [[nodiscard]] auto answered() const -> bool { return raw->answer.status != 0; }
  [[nodiscard]] auto succeeded() const -> bool { return status() >= 200 && status() < 300; }
  [[nodiscard]] auto refused() const -> bool { return status() >= 400 && status() < 500; }
  [[nodiscard]] auto redirects() const -> bool;
  [[nodiscard]] auto end_ms() const -> std::int64_t { return raw->t_ms + raw->duration_ms; }
  /// The member of the answer at a JSON pointer, or nullptr.
  [[nodiscard]] auto at(std::string_view pointer) const -> const core::Json*;
  /// The text of a fact that the sender recorded with its intent ("field", "violation" …), or empty.
  [[nodiscard]] auto fact(std::string_view name) const -> std::string;
};

/// Whether one exchange was over before another began: only then do their answers have an order.
auto before(const Seen& earlier, const Seen& later) -> bool;

/// One observation of a task: a task object in an answer.
struct TaskSighting {
  const Seen* seen = nullptr;
  const core::Json* task = nullptr;
  std::string pointer;               ///< of the object in the body: "" or "/data/3"
  std::optional<core::Stage> stage;  ///< nothing for an unknown or missing word
  std::string status;
};

/// The life of one task as it was observed, in time order, until its deletion.
struct TaskHistory {
  std::string id;                       ///< the id that its create answered, or that was asked about
  const Seen* creation = nullptr;       ///< the answer that made it, or nullptr
  std::vector<TaskSighting> sightings;  ///< creation, polls, own list items; by the time of the answer
  const Seen* deletion = nullptr;       ///< the accepted DELETE, or nullptr
  Asked asked;

  [[nodiscard]] auto first_in(core::Stage stage) const -> const TaskSighting*;
  [[nodiscard]] auto terminal() const -> const TaskSighting*;
};

/// One attempt to fetch a finished video, its redirects followed.
struct Download {
  const Seen* first = nullptr;
  const Seen* last = nullptr;         ///< differs from `first` after redirects
  const TaskHistory* task = nullptr;  ///< nullptr where nothing else is known of the task
  bool by_url = false;                ///< of the result URL, not of the content operation
};

/// One documented object that an answer carries.
struct ObjectSeen {
  std::string_view object;  ///< "task", "error", "list", "deleted", "character"
  const Seen* seen = nullptr;
  const core::Json* value = nullptr;
  std::string pointer;   ///< of the object in the body
  bool foreign = false;  ///< a listed task of somebody else: judged for shape only, its texts are not shown
};

/// An answer that is too large to be judged; no check sees it.
struct Unread {
  int number = 0;      ///< evidence number
  std::string intent;  ///< of its request
  std::string reason;  ///< one line: which answer, how large, what is judged, what to do
};

/// A journal understood against a profile, once, for all checks. Refers to both, which must outlive it.
class Evidence {
 public:
  Evidence(const core::Profile& profile, const core::Journal& journal);
  Evidence(const Evidence&) = delete;
  auto operator=(const Evidence&) -> Evidence& = delete;

  [[nodiscard]] auto profile() const -> const core::Profile& { return profile_; }
  [[nodiscard]] auto journal() const -> const core::Journal& { return journal_; }
  /// By time of sending. Requests that only prepared the run (preflight) are left out, and so is what is unread().
  [[nodiscard]] auto all() const -> const std::vector<Seen>& { return seen_; }
  /// JSON of which only a part is in the journal: a verdict about what nobody has read would be guessed.
  [[nodiscard]] auto unread() const -> const std::vector<Unread>& { return unread_; }
  [[nodiscard]] auto tasks() const -> const std::deque<TaskHistory>& { return tasks_; }
  [[nodiscard]] auto task(std::string_view id) const -> const TaskHistory*;
  [[nodiscard]] auto of(core::Operation operation) const -> const std::vector<const Seen*>&;
  /// What was sent with an intent, but for what was put off.
  [[nodiscard]] auto with_intent(std::string_view intent) const -> const std::vector<const Seen*>&;
  /// Full downloads of the default variant, with the key where one was needed, in order; none that was put off.
  [[nodiscard]] auto downloads() const -> const std::vector<Download>& { return downloads_; }
  [[nodiscard]] auto objects() const -> const std::vector<ObjectSeen>& { return objects_; }
  /// Scheme, host and port of the API, or empty.
  [[nodiscard]] auto origin() const -> const std::string& { return origin_; }
  /// The answer that followed a redirect of `seen`, or nullptr.
  [[nodiscard]] auto followed(const Seen& seen) const -> const Seen*;
  /// The stages between which an exchange with a task lies: what was seen last before and first after it.
  struct Around {
    const TaskSighting* before = nullptr;
    const TaskSighting* after = nullptr;
  };
  [[nodiscard]] auto around(const TaskHistory& task, const Seen& seen) const -> Around;

 private:
  void understand(const core::Exchange& exchange, const Router& router);
  void find_put_off();
  void index();
  void find_tasks();
  void sight(TaskHistory& task, const Seen& seen, const core::Json& value, std::string pointer);
  void sight_list(const Seen& seen);
  void find_downloads();
  void find_objects();
  auto history(const std::string& id) -> TaskHistory&;

  const core::Profile& profile_;
  const core::Journal& journal_;
  std::string origin_;
  std::vector<Seen> seen_;
  std::vector<Unread> unread_;
  std::map<core::Operation, std::vector<const Seen*>> by_operation_;
  std::map<std::string, std::vector<const Seen*>, std::less<>> by_intent_;
  std::map<int, const Seen*> redirect_targets_;
  std::deque<TaskHistory> tasks_;
  std::map<std::string, TaskHistory*, std::less<>> task_by_id_;
  std::vector<Download> downloads_;
  std::vector<ObjectSeen> objects_;
};

/// Whether an intent asks for a video that must be refused: there is none yet or any more, or the key is not right.
auto is_refused_download(std::string_view intent) -> bool;

/// What a request of the create family asked for, from its recorded body or parts.
auto asked_of(const core::Profile& profile, const core::SentRequest& request) -> Asked;

/// The text of a JSON string, or empty for anything else (nullptr too).
auto text_of(const core::Json* value) -> std::string;

/// The text of a JSON string or number, for comparing what dialects write in either way; nothing for anything else.
auto scalar_text(const core::Json* value) -> std::optional<std::string>;

/// A text as forms carry it and people read it: line ends and surrounding blanks do not count.
auto plain_text(std::string_view text) -> std::string;

}  // namespace vidspec::conformance
