#pragma once

#include <string>
#include <vector>

#include "conformance/check.h"
#include "core/profile.h"

namespace vidspec::conformance {

/// One check of a profile's catalogue: either a behaviour check or a field requirement.
struct Entry {
  const Check* check = nullptr;
  std::size_t field = 0;  ///< index into requirements_of_fields where `check` is nullptr
};

/// The checks of a profile in report order: areas together, fields of an object after its behaviour.
auto entries(const core::Profile& profile) -> std::vector<Entry>;

/// What a report says about an entry before it was judged.
auto blank_result(const core::Profile& profile, const Entry& entry) -> reports::CheckResult;

/// The intents whose absence explains that an entry had no subject.
auto probes_of(const core::Profile& profile, const Entry& entry) -> std::vector<std::string>;

}  // namespace vidspec::conformance
