#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "conformance/kept.h"
#include "conformance/route.h"
#include "core/evidence.h"
#include "core/profile.h"
#include "core/time.h"
#include "http/relay.h"

namespace vidspec::conformance {

/// Turns what passes through a relay into evidence, without holding a body as a whole. Thread-safe.
class ProxyRecorder {
 public:
  /// `upstream` is the API base. The profile and the clock must outlive the recorder and its passages.
  ProxyRecorder(const core::Profile& profile, std::string_view upstream, const core::Clock& clock);

  /// What a relay calls for each request.
  auto open(const http::Request& head) -> std::unique_ptr<http::Passage>;

  /// The exchanges that have ended since the last call, in the order in which they ended, numbered on from there. Not
  /// redacted.
  auto take() -> std::vector<core::Exchange>;

  /// Every credential that a client has sent so far: what has to be taken out of the evidence.
  auto secrets() -> std::vector<std::string>;

 private:
  class Recording;
  void add(core::Exchange exchange);
  void learn(const core::Headers& headers);

  const core::Clock& clock_;
  core::Instant started_;
  Router router_;
  Room room_;
  std::mutex mutex_;
  std::vector<core::Exchange> ended_;
  std::vector<std::string> secrets_;
  int next_ = 1;
};

}  // namespace vidspec::conformance
