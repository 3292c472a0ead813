#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conformance/collect.h"
#include "core/journal.h"

namespace vidspec::conformance {

/// What the evidence says about one dialect, in falling order of how much it says for it.
enum class Standing {
  speaks,    ///< a whole job was seen and breaks no MUST of the dialect
  possible,  ///< nothing seen speaks against it, but no whole job was seen
  no
};
auto name(Standing standing) -> std::string_view;  ///< "speaks", "possible", "no"

/// Why a dialect is not spoken, or not proven.
struct Reason {
  std::string check;     ///< id of the MUST that is broken, or empty
  std::string expected;  ///< for reasons without a check: the whole sentence
  std::string actual;
  int evidence = 0;     ///< number in `journal`
  std::string journal;  ///< name of the evidence that shows it (see SinkFor), or empty
};

/// One dialect, compared with a server.
struct Candidate {
  std::shared_ptr<const core::Profile> profile;
  Standing standing = Standing::possible;
  int held = 0;    ///< requirements that were judged and hold
  int warned = 0;  ///< requirements below MUST that do not
  std::vector<Reason> reasons;
};

/// What came of comparing a server with several dialects.
struct Identification {
  std::vector<Candidate> candidates;  ///< the likeliest first
  core::Spend spend;
  bool interrupted = false;
  std::string unreachable;  ///< not empty: nothing could be judged; one line about what is wrong and what to do
};

/// Compares recorded evidence with a dialect: a pure function. Evidence that was collected for another dialect counts
/// as far as both have the same requests. `label` becomes Reason::journal.
auto compare(const std::shared_ptr<const core::Profile>& profile, const core::Journal& journal,
             const std::string& label) -> Candidate;

/// The order of candidates: by standing, then by what does not hold, then by what does.
auto likelier(const Candidate& a, const Candidate& b) -> bool;

/// Makes the sink of one piece of evidence; called with "openai" for what is free, with "openai-create" for a create.
using SinkFor = std::function<std::unique_ptr<core::MemoryJournal>(const std::string& name)>;

/// Asks a server which of these dialects it speaks: by GETs alone, the same request only once for all dialects. Where
/// `options.max_videos` is 1, dialects that remain are then tried with one create each until the first is accepted; its
/// job is watched to its end and compared with all of them. A lost answer to a create ends it: spend.ambiguous.
auto identify(const std::vector<std::shared_ptr<const core::Profile>>& profiles, const RunOptions& options,
              const http::Exchange& target, core::Clock& clock, const SinkFor& sink_for,
              const std::function<void(const Progress&)>& progress = {}) -> Identification;

}  // namespace vidspec::conformance
