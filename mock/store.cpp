#include "mock/store.h"

#include <mutex>

namespace vidspec::mock {

auto TaskStore::find_owner(std::string_view key) const -> std::uint32_t {
  const std::shared_lock lock(mutex_);
  const auto found = owner_of_key_.find(key);
  return found == owner_of_key_.end() ? nobody : found->second;
}

auto TaskStore::owner(std::string_view key) -> std::uint32_t {
  if (const auto known = find_owner(key); known != nobody) return known;
  const std::unique_lock lock(mutex_);
  if (const auto found = owner_of_key_.find(key); found != owner_of_key_.end()) return found->second;
  owners_.push_back(std::make_unique<Owner>(Owner{std::string(key), {}}));
  const auto index = static_cast<std::uint32_t>(owners_.size() - 1);
  owner_of_key_.emplace(owners_.back()->key, index);
  return index;
}

auto TaskStore::key(std::uint32_t owner) const -> std::string {
  const std::shared_lock lock(mutex_);
  return owner < owners_.size() ? owners_[owner]->key : std::string();
}

auto TaskStore::add(const std::shared_ptr<Task>& task) -> bool {
  const std::unique_lock lock(mutex_);
  if (!by_id_.emplace(task->id, task).second) return false;
  task->number = next_number_++;
  by_number_.emplace_hint(by_number_.end(), task->number, task.get());
  auto& own = owners_[task->owner]->tasks;
  own.emplace_hint(own.end(), task->number, task);
  while (most_ > 0 && by_number_.size() > most_) remove_locked(by_id_.at(by_number_.begin()->second->id));
  return true;
}

auto TaskStore::find(std::string_view id) const -> std::shared_ptr<Task> {
  const std::shared_lock lock(mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

// Takes the pointer by value of its caller: the maps must not hold the last one while they are changed.
void TaskStore::remove_locked(const std::shared_ptr<Task>& task) {
  const std::shared_ptr<Task> kept = task;
  owners_[kept->owner]->tasks.erase(kept->number);
  by_number_.erase(kept->number);
  by_id_.erase(kept->id);
}

auto TaskStore::remove(std::string_view id) -> bool {
  const std::unique_lock lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return false;
  remove_locked(found->second);
  return true;
}

auto TaskStore::page(std::uint32_t owner, const PageQuery& query) const -> std::optional<Page> {
  const std::shared_lock lock(mutex_);
  if (owner >= owners_.size()) return query.after.empty() ? std::optional(Page{}) : std::nullopt;
  const ByNumber& tasks = owners_[owner]->tasks;
  auto begin = tasks.begin();
  auto end = tasks.end();
  if (!query.after.empty()) {
    const auto cursor = by_id_.find(query.after);
    if (cursor == by_id_.end() || cursor->second->owner != owner) return std::nullopt;
    (query.ascending ? begin : end) =
        query.ascending ? tasks.upper_bound(cursor->second->number) : tasks.lower_bound(cursor->second->number);
  }
  Page page;
  while (begin != end && page.tasks.size() < query.limit) {
    page.tasks.push_back(query.ascending ? (begin++)->second : (--end)->second);
  }
  page.has_more = begin != end;
  return page;
}

auto TaskStore::newest(std::size_t limit, std::optional<std::uint32_t> owner) const
    -> std::vector<std::shared_ptr<Task>> {
  std::vector<std::shared_ptr<Task>> tasks;
  if (owner) return page(*owner, {.limit = limit}).value_or(Page{}).tasks;
  const std::shared_lock lock(mutex_);
  for (auto at = by_number_.rbegin(); at != by_number_.rend() && tasks.size() < limit; ++at)
    tasks.push_back(by_id_.at(at->second->id));
  return tasks;
}

auto TaskStore::keys() const -> std::vector<std::string> {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> keys;
  for (const auto& owner : owners_) keys.push_back(owner->key);
  return keys;
}

auto TaskStore::all() const -> std::vector<std::shared_ptr<Task>> {
  const std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<Task>> tasks;
  tasks.reserve(by_number_.size());
  for (const auto& [number, task] : by_number_) tasks.push_back(by_id_.at(task->id));
  return tasks;
}

auto TaskStore::size() const -> std::size_t {
  const std::shared_lock lock(mutex_);
  return by_id_.size();
}

void TaskStore::clear(std::optional<std::uint32_t> owner) {
  const std::unique_lock lock(mutex_);
  if (owner && *owner >= owners_.size()) return;
  for (auto at = by_number_.begin(); at != by_number_.end();) {
    Task* task = (at++)->second;
    if (!owner || task->owner == *owner) remove_locked(by_id_.at(task->id));
  }
}

}  // namespace vidspec::mock
