#pragma once

#include <memory>

#include "conformance/plan.h"
#include "conformance/selftest.h"
#include "conformance/selftest/bend.h"
#include "reports/report.h"

namespace vidspec::conformance::selftest {

/// One server to play: a case of the matrix.
struct Job {
  SelftestCase::Kind kind{};
  std::shared_ptr<const core::Profile> profile;
  std::shared_ptr<const Plan> plan;  ///< of a run that the bend's setup asks for
  Bend bend;
};

/// Every case of these profiles, in table order.
auto jobs_of(const SelftestOptions& options) -> std::vector<Job>;

/// Plays a case and says whether it held.
auto play(const Job& job) -> SelftestCase;

}  // namespace vidspec::conformance::selftest
