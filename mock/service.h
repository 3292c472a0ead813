#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/profile.h"
#include "http/message.h"
#include "mock/media.h"
#include "mock/mock.h"
#include "mock/service/body.h"
#include "mock/service/hints.h"
#include "mock/service/render.h"
#include "mock/service/route.h"
#include "mock/store.h"

namespace vidspec::mock {

/// What a task is going to be, decided before it is made.
struct Life {
  core::Course course;
  double jitter = 0;  ///< see jittered()
  std::shared_ptr<const JobError> error;
  std::shared_ptr<const Scenario> scenario;
  std::string id_form;   ///< empty: the dialect's
  bool lenient = false;  ///< whatever the request says is taken
};

/// One authenticated request on its way through the service.
struct Call {
  const http::Request& request;
  const core::OperationSpec& operation;
  std::string id;  ///< of the route, decoded
  core::Instant now;
  std::uint32_t owner = 0;
  std::string_view key;
  RenderContext context;
  Life life;                   ///< of a task that this call makes
  Body body;                   ///< of a call with a request schema, read before
  std::shared_ptr<Task> task;  ///< in: the task of `id` where there is one; out: the task that was made too
};

/// The operations of one dialect over a task store: no faults, no authentication, no journal. Thread-safe.
class Service {
 public:
  Service(std::shared_ptr<const core::Profile> profile, const Settings& settings);

  auto answer(Call& call) -> http::Response;

  /// The file of a result URL ("/files/<id>.mp4?sig=…").
  auto file(std::string_view target, core::Instant now) -> http::Response;

  /// An error in the dialect's envelope.
  [[nodiscard]] auto refuse(const ApiError& error) const -> http::Response;
  /// The first documented status of a situation ("unknown-id"), or `fallback`.
  [[nodiscard]] auto status_of(const std::string& situation, int fallback) const -> int;
  [[nodiscard]] auto unknown_video(std::string_view id) const -> http::Response;

  [[nodiscard]] auto profile() const -> const core::Profile& { return *profile_; }
  [[nodiscard]] auto hints() const -> const Hints& { return hints_; }
  [[nodiscard]] auto files_key() const -> std::string_view { return files_key_; }
  auto store() -> TaskStore& { return store_; }
  /// The video of a completed task, for people who look on; no key, no expiry.
  auto preview(Task& task, core::Instant now) -> http::Response;

  // What an exported state holds besides the tasks.
  [[nodiscard]] auto creations(const std::string& key) -> std::uint64_t;
  void set_creations(const std::string& key, std::uint64_t count);
  [[nodiscard]] auto characters() -> core::Json;
  void check_characters(const core::Json& json) const;
  void set_characters(const core::Json& json);

  /// The task as the dialect shows it, without counting a poll.
  auto render(Task& task, core::Instant now, const RenderContext& context) const -> std::string;

 private:
  struct Character {
    std::string key;  // identity
    std::string name;
    core::Instant created;
  };

  auto create(Call& call) -> http::Response;
  auto derive(Call& call) -> http::Response;
  auto retrieve(const Call& call) -> http::Response;
  auto list(const Call& call) -> http::Response;
  auto remove(const Call& call) -> http::Response;
  auto content(const Call& call) -> http::Response;
  auto create_character(const Call& call) -> http::Response;
  auto retrieve_character(const Call& call) -> http::Response;

  void describe(const Body& body, Task& task) const;
  auto make(Call& call, std::shared_ptr<Task> task) -> http::Response;
  auto video(const Task& task) -> std::shared_ptr<const http::ByteSource>;
  auto download(const Task& task, std::string_view variant, std::string_view media_type) -> http::Response;
  auto not_downloadable(const Task& task, const TaskView& view) const -> std::optional<ApiError>;
  [[nodiscard]] auto ok(const core::OperationSpec& operation, std::string body) const -> http::Response;

  const std::shared_ptr<const core::Profile> profile_;
  const std::uint64_t seed_;
  const std::uint64_t content_size_;
  const Hints hints_;
  const std::string files_key_;
  const TaskRenderer renderer_;
  TaskStore store_;
  Media media_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> created_;  // guarded by mutex_: creations of each key
  std::map<std::string, Character, std::less<>> characters_;   // guarded by mutex_, bounded
};

}  // namespace vidspec::mock
