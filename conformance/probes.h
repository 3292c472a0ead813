#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/session.h"

namespace vidspec::conformance {

/// One situation worth producing: a request, or a few, that the plan may send. A literal in probes.cpp; the order of
/// the table is the order of sending (free first, destructive last).
struct Probe {
  std::string_view intent;  ///< the word that goes into the journal
  core::Operation operation{};
  std::string_view summary;       ///< one line for people
  std::string_view ops = "core";  ///< class of operations
  std::string_view needs = {};    ///< intents, by blanks, that must come before
  bool billable = false;
  bool negative = false;
  bool free_get = false;       ///< sent by --free-only too
  bool on_given_task = false;  ///< makes sense on --task-id
  int at_most = 1;             ///< 0: as often as the deadline allows
  bool (*applies)(const core::Profile& profile, const RunOptions& options) = nullptr;  ///< default: always
  void (*run)(Session& session) = nullptr;
};

/// Every probe, in the order of sending.
auto all_probes() -> const std::vector<const Probe*>&;

// The tables, one per file.
auto free_probes() -> std::span<const Probe>;
auto paid_probes() -> std::span<const Probe>;
auto content_probes() -> std::span<const Probe>;
auto further_probes() -> std::span<const Probe>;
auto derived_probes() -> std::span<const Probe>;
auto last_probes() -> std::span<const Probe>;

/// What the preflight says about a target.
struct Preflight {
  CollectEnd end = CollectEnd::done;
  std::string message;
};

/// A few GETs that tell whether this is the API at all, before anything is spent.
auto preflight(Session& session) -> Preflight;

/// Whether retrieve is routed below a base URL: an id that never existed gets another answer than a path that never
/// did. Sends two GETs with unknown ids `number` and `number + 1`.
auto is_routed(Session& session, const std::string& base, int number) -> bool;

}  // namespace vidspec::conformance
