#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"
#include "core/text.h"

namespace vidspec::conformance {

/// Proving that the checks can fail: clean servers, legal variations, faults, null targets and a canary, all in memory.
struct SelftestOptions {
  std::vector<std::string> profiles;  ///< empty: every built-in one
  std::string only;                   ///< pattern over the ids of faults and variations; empty: all
  int sample = 0;                     ///< of each profile's variations and faults at most so many; 0: all
  int threads = 2;
  std::function<void(int done, int of)> progress;  ///< called from one thread at a time
};

/// One server that was played.
struct SelftestCase {
  enum class Kind { clean, legal, fault, null, canary };
  Kind kind = Kind::fault;
  std::string id;
  std::string profile;
  std::string says;              ///< what the server does, in English
  std::string caught_by;         ///< faults: the check that must be red
  bool held = false;             ///< as it should be: green, caught, or without a vacuous pass
  std::vector<std::string> red;  ///< ids that were fail or warn; lifecycle.reaches-end where it could not run
  std::string problem;           ///< one line where it did not hold
  std::string excuse;            ///< why a survivor is equivalent to a good server; empty: it is not
};

/// What came of a selftest.
struct SelftestReport {
  std::vector<SelftestCase> cases;              ///< in table order, by profile
  std::vector<std::string> unkilled;            ///< "profile check" of MUST checks that no fault turned red
  bool canary_caught = false;                   ///< false: nothing was measured, the selftest is void
  [[nodiscard]] auto failed() const -> int;     ///< cases that did not hold and have no excuse
  [[nodiscard]] auto exit_code() const -> int;  ///< 0, 1 for survivors or unkilled checks, 5 when void
};
auto name(SelftestCase::Kind kind) -> std::string_view;

/// Plays every case. Pure but for time: no network, no files.
auto run_selftest(const SelftestOptions& options = {}) -> SelftestReport;

/// The kill matrix and what did not hold, for people.
auto write_selftest(const SelftestReport& report, bool verbose) -> std::string;

/// A line of the fault table, for `vidspec explain`.
struct FaultLine {
  std::string id;
  std::string says;
};
/// The faults that a check of this profile must catch, as the selftest plays them.
auto faults_caught_by(std::string_view check, const core::Profile& profile) -> std::vector<FaultLine>;

/// How many faults and legal variations there are.
struct SelftestSize {
  std::size_t faults = 0, variations = 0;
};
auto selftest_size() -> SelftestSize;

}  // namespace vidspec::conformance
