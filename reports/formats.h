#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/evidence.h"
#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// What a writer may use besides the report.
struct Rendering {
  core::Language language = core::Language::en;
  const core::Journal* journal = nullptr;  ///< the evidence, for the formats that show it; may be missing
};

/// One report format: a file that it makes and the function that writes it.
struct Format {
  std::string_view name;  ///< as in --format
  std::string_view file;  ///< in the output folder
  bool by_default;        ///< written by every run
  bool needs_journal;     ///< cannot be written from report.json alone
  auto(*write)(const Report& report, const Rendering& rendering) -> std::string;
  /// The same in pieces, for what may be large; may be missing.
  void (*write_pieces)(const Rendering& rendering, const std::function<void(std::string_view)>& put) = nullptr;
};

/// All formats that are files, in the order in which they are written.
auto formats() -> std::span<const Format>;

/// The format of that name, or nullptr.
auto find_format(std::string_view name) -> const Format*;

}  // namespace vidspec::reports
