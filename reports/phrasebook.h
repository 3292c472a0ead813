#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

// What checks say about evidence (expected, actual, reason) is data: English text with values of the target in it, kept
// in journals and report.json. The phrase book turns it into another language when it is shown, so that a check is
// written once and an old report can be read in either language.

/// `english` in that language: its phrase with the values put in where the phrase book knows it, else as it is.
auto told(std::string_view english, core::Language language) -> std::string;

/// The report with everything that checks say about evidence in that language.
auto in_language(const Report& report, core::Language language) -> Report;

/// Whether the phrase book knows the text, or it is nothing but a value (a number, JSON, a quoted text, an HTTP
/// answer). Tests hold that for everything that checks say.
auto is_told(std::string_view english) -> bool;

/// All phrases; `{}` stands for a value or another phrase. Sorted by nothing: the one with the most letters that fits
/// wins.
auto phrases() -> std::span<const core::Text>;
auto phrases_of_checks() -> std::span<const core::Text>;  ///< what checks say of evidence
auto phrases_of_plans() -> std::span<const core::Text>;   ///< what plan and identify say
auto phrases_of_runs() -> std::span<const core::Text>;    ///< why nothing was judged, baselines, JSON that is none

}  // namespace vidspec::reports
