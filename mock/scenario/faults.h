#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/json.h"
#include "core/profile.h"
#include "http/message.h"
#include "mock/task.h"

namespace vidspec::mock {

/// What a fault knows besides its parameters.
struct FaultContext {
  const core::Profile& profile;
  core::Instant now;
  std::uint64_t random = 0;    ///< drawn for this request: the same seed gives the same sequence
  const Task* task = nullptr;  ///< that the request is about, or nullptr
  std::string_view id;         ///< of the route, as the client said
  std::string_view origin;
  std::string_view files_key;   ///< secret of result URLs
  core::Millis retry_after{0};  ///< until the rate window or outage ends
};

/// One way for an answer to go wrong: a pure function on it.
struct Fault {
  std::string_view name;
  std::string_view summary;
  /// Whether the answer is not that of the operation, so that (unless the rule says otherwise) the operation does not
  /// happen.
  bool replaces = false;
  void (*apply)(const core::Json& parameters, const FaultContext& context, http::Response& response);
};

/// Every fault there is, in documentation order.
auto faults() -> std::span<const Fault>;
auto find_fault(std::string_view name) -> const Fault*;

}  // namespace vidspec::mock
