#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mock/scenario.h"

namespace vidspec::mock {

/// The scenarios that clients may name: the built-in ones and those that were added. Never looks at the file system.
/// Thread-safe.
class Library {
 public:
  /// Throws core::InputError for a name that is not there, with what is near.
  auto find(const std::string& name) -> std::shared_ptr<const Scenario>;

  /// Adds or replaces; at most 1,000.
  void add(std::shared_ptr<const Scenario> scenario);

  /// Names, sorted.
  [[nodiscard]] auto names() const -> std::vector<std::string>;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Scenario>> loaded_;  // guarded by mutex_
};

}  // namespace vidspec::mock
