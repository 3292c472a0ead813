#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/lifecycle.h"
#include "core/operation.h"
#include "mock/media.h"

namespace vidspec::mock {

struct Scenario;

/// Why a task failed, in the job's own error object.
struct JobError {
  std::string code = "moderation_blocked";
  std::string message = "Your request was blocked by our moderation system.";
};

/// A state that was forced by hand and wins over the course.
struct Forced {
  core::Stage stage = core::Stage::queued;
  int progress = 0;
  core::Instant since;
  std::shared_ptr<const JobError> error;  ///< nullptr: the default
};

/// What a task was forced into, read and replaced by any thread. (A lock of its own: std::atomic<std::shared_ptr> of
/// libstdc++ 12 lets go of a pointer before it has read it, where memory is weakly ordered.)
class ForcedState {
 public:
  /// nullptr: it was never forced.
  [[nodiscard]] auto load() const -> std::shared_ptr<const Forced>;
  void store(std::shared_ptr<const Forced> forced);

 private:
  std::atomic<bool> any_{false};  // most tasks never are: told without the lock
  mutable std::mutex mutex_;
  std::shared_ptr<const Forced> forced_;
};

/// One video job. What is fixed at creation is plain; what happens to it later is atomic. Kept small: a million fit in
/// a gigabyte.
struct Task {
  std::string id;
  std::uint64_t number = 0;  ///< order of creation in the whole mock
  std::uint32_t owner = 0;   ///< index of the API key
  core::Operation made_by = core::Operation::create;
  core::Instant created;
  core::Course course;
  core::Millis duration{4000};  ///< of the video
  Size pixels;
  std::string model, size, seconds, prompt;  ///< as the client said, or the dialect's defaults
  std::string source_id;                     ///< of a remix, edit or extension
  std::shared_ptr<const JobError> error;     ///< of a course that fails; nullptr: the default
  std::shared_ptr<const Scenario> scenario;  ///< chosen by the create, or nullptr

  std::atomic<int> polls{0};
  std::atomic<int> steps{0};
  std::atomic<std::int64_t> ended{0};  ///< unix milliseconds when the end was first seen, where no clock drives it
  ForcedState forced;
};

/// A task at one moment: what is rendered.
struct TaskView {
  core::Stage stage = core::Stage::queued;
  int progress = 0;
  std::optional<core::Instant> completed_at;  ///< the end, in whichever way
  std::optional<core::Instant> expires_at;    ///< only of a completed one
  core::Instant updated_at;
  std::shared_ptr<const JobError> error;  ///< only of a failed one; lives on when another is forced
  bool expired = false;                   ///< its assets are gone
};

/// The task now. `polls` counts the retrievals answered before; looking at it does not move it.
auto look(Task& task, core::Instant now) -> TaskView;

/// The same after counting one retrieval, for courses that polls drive.
auto poll(Task& task, core::Instant now) -> TaskView;

/// Puts it into a state by hand.
void force(Task& task, Forced forced);

/// Takes one manual step.
void step(Task& task, core::Instant now);

}  // namespace vidspec::mock
