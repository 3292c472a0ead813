#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock/task.h"

namespace vidspec::mock {

/// One page of a list.
struct Page {
  std::vector<std::shared_ptr<Task>> tasks;
  bool has_more = false;
};

/// How a page is asked for.
struct PageQuery {
  std::size_t limit = 20;
  bool ascending = false;
  std::string after;  ///< id of the last item of the page before, or empty
};

/// All tasks, each owned by one API key. Thread-safe. Retrieve is a hash look-up, a page costs O(log n + limit).
class TaskStore {
 public:
  /// `most` > 0: beyond it the oldest tasks are dropped.
  explicit TaskStore(std::size_t most = 0) : most_(most) {}

  /// The index of an API key (its identity); the same key always has the same one.
  auto owner(std::string_view key) -> std::uint32_t;
  /// The index of a key that owner() was asked for before, or `nobody`.
  [[nodiscard]] auto find_owner(std::string_view key) const -> std::uint32_t;
  static constexpr std::uint32_t nobody = UINT32_MAX;
  /// The key of an index.
  [[nodiscard]] auto key(std::uint32_t owner) const -> std::string;

  /// Adds a task; gives it its number. False when its id is taken.
  auto add(const std::shared_ptr<Task>& task) -> bool;

  /// The task of that id, whoever owns it, or nullptr.
  [[nodiscard]] auto find(std::string_view id) const -> std::shared_ptr<Task>;

  /// Removes it; false when it was gone.
  auto remove(std::string_view id) -> bool;

  /// Newest first unless ascending. Nothing when `after` is no task of that owner.
  [[nodiscard]] auto page(std::uint32_t owner, const PageQuery& query) const -> std::optional<Page>;

  /// The newest tasks (of one owner, or of all), newest first.
  [[nodiscard]] auto newest(std::size_t limit, std::optional<std::uint32_t> owner = {}) const
      -> std::vector<std::shared_ptr<Task>>;
  /// Every key's identity, by index.
  [[nodiscard]] auto keys() const -> std::vector<std::string>;

  /// Every task, oldest first.
  [[nodiscard]] auto all() const -> std::vector<std::shared_ptr<Task>>;
  [[nodiscard]] auto size() const -> std::size_t;

  /// Forgets every task (of one owner, or of all).
  void clear(std::optional<std::uint32_t> owner = {});

 private:
  using ByNumber = std::map<std::uint64_t, std::shared_ptr<Task>>;
  struct Owner {
    std::string key;
    ByNumber tasks;
  };
  void remove_locked(const std::shared_ptr<Task>& task);

  const std::size_t most_;
  mutable std::shared_mutex mutex_;
  std::uint64_t next_number_ = 1;
  std::unordered_map<std::string_view, std::shared_ptr<Task>> by_id_;  // views into the tasks
  std::map<std::uint64_t, Task*> by_number_;
  std::vector<std::unique_ptr<Owner>> owners_;
  std::unordered_map<std::string_view, std::uint32_t> owner_of_key_;  // views into owners_
};

}  // namespace vidspec::mock
