#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/profile.h"

namespace vidspec::mock {

/// Where a request goes.
struct Route {
  const core::OperationSpec* operation = nullptr;  ///< nullptr: no operation of the dialect
  std::string id;                                  ///< decoded, of `{id}` in path or query
  std::string allow;  ///< methods of this path when it exists under others only ("GET, DELETE")
};

/// Finds the operation of a method and target. Fixed words win over `{id}`. HEAD goes where GET goes. No regular
/// expressions.
class Router {
 public:
  explicit Router(const core::Profile& profile);

  [[nodiscard]] auto find(std::string_view method, std::string_view target) const -> Route;

 private:
  struct Entry {
    const core::OperationSpec* operation;
    std::vector<std::string> segments;  // `{id}` stands for any non-empty segment
    std::string id_query;               // name of the query member that carries the id, or empty
  };
  std::vector<Entry> entries_;  // those with fewer `{id}` first
};

}  // namespace vidspec::mock
