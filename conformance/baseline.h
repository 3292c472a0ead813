#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// A failure that is known, owned and bound to end: one entry of a baseline file (schemas/baseline.schema.json).
struct KnownFailure {
  std::string id;
  std::optional<std::string> pointer;  ///< covers findings at this place only
  std::optional<std::string> message;  ///< covers findings whose "expected …, actual …" contains it
  std::string reason;
  std::string owner;
  std::string expires;  ///< YYYY-MM-DD, the last day on which it counts
};

struct Baseline {
  std::string profile;
  std::vector<KnownFailure> known;
};

/// Reads a baseline. Throws core::InputError with the pointer of a mistake: an unknown member, an id that the profile
/// does not have (with the nearest), a date that is none, an entry that stands there twice, another profile.
auto read_baseline(const std::filesystem::path& path, const core::Profile& profile) -> Baseline;
auto parse_baseline(std::string_view text, const std::string& name, const core::Profile& profile) -> Baseline;
auto write_baseline(const Baseline& baseline) -> std::string;

/// Something that makes the baseline red.
struct BaselineProblem {
  enum class Kind { unlisted, stale, wrong_message, expired };
  Kind kind{};
  std::string id;
  std::string text;  ///< one sentence
};

/// Waives the failures and warnings that the baseline knows (Verdict::waived, with reason), and gives what does not
/// fit: failures that are not listed, entries whose check holds now, that fail otherwise than the entry says, or that
/// have expired on `today` (YYYY-MM-DD). Entries of checks that were not judged are left alone. The report counts as
/// filtered. Outcome and exit code are not touched.
auto apply_baseline(reports::Report& report, const Baseline& baseline, std::string_view today)
    -> std::vector<BaselineProblem>;

/// What an update may change and writes into new entries.
struct BaselineUpdate {
  std::vector<std::string> ids;  ///< only these; empty: all
  std::string reason;            ///< empty: kept, or "known since TODAY" where new
  std::string owner;             ///< empty: kept, or "unassigned" where new
  std::string expires;           ///< empty: kept while it lasts, else 90 days from today
};

/// The baseline in step with a report: its failures listed at their places, what holds now taken out, what was not
/// judged kept.
auto update_baseline(const Baseline& baseline, const reports::Report& report, const BaselineUpdate& update,
                     std::string_view today) -> Baseline;

/// Whether the text is a date of the calendar, YYYY-MM-DD.
auto is_date(std::string_view text) -> bool;

/// The date so many days after another.
auto days_after(std::string_view date, int days) -> std::string;

}  // namespace vidspec::conformance
