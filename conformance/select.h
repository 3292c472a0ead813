#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/evidence.h"
#include "core/requirement.h"

namespace vidspec::conformance {

/// Which checks somebody asked for.
struct Selection {
  std::vector<std::string> only;  ///< empty: all
  std::vector<std::string> skip;
  core::Level level = core::Level::may;  ///< the lowest that is judged

  [[nodiscard]] auto takes(std::string_view id, core::Level level_of_check) const -> bool;
  /// Whether it cuts anything at all.
  [[nodiscard]] auto is_filter() const -> bool { return !only.empty() || !skip.empty() || level != core::Level::may; }
};

/// Whether a pattern names a check id: the id itself, an area or subject before a dot ("lifecycle",
/// "errors.unknown-id"), or with `*` for any text.
auto matches(std::string_view pattern, std::string_view id) -> bool;

/// The selection that a run wrote into its journal's header.
auto selection_of(const core::JournalHeader& header) -> Selection;

/// The members of a header's options that selection_of reads.
void write_selection(const Selection& selection, core::Json& options);

}  // namespace vidspec::conformance
