#pragma once

#include <string>
#include <vector>

#include "core/evidence.h"
#include "core/profile.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// One line of a profile's catalogue: a check that is judged against it.
struct CatalogueEntry {
  std::string id;
  core::Binding binding;
  core::LocalText title;
  core::LocalText why;
  core::LocalText fix;
  std::string ops;  ///< class: "core", "list", "delete", "remix", …
};

/// Every check of a profile: field requirements of its schemas and behaviour checks that apply to it, in report order.
auto catalogue(const core::Profile& profile) -> std::vector<CatalogueEntry>;

/// Judges evidence against a profile: a pure function of its arguments, no clock, no network. Never throws for what is
/// in the journal; a check that throws becomes Verdict::error.
auto judge(const core::Profile& profile, const core::Journal& journal) -> reports::Report;

}  // namespace vidspec::conformance
