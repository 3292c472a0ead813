#include "conformance/baseline.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <set>

namespace vidspec::conformance {

using reports::CheckResult;
using reports::Finding;
using reports::Verdict;

namespace {

auto message_of(const Finding& finding) -> std::string {
  return "expected " + finding.expected + ", actual " + finding.actual;
}

auto at_place(const KnownFailure& entry, const Finding& finding) -> bool {
  return !entry.pointer || *entry.pointer == finding.pointer;
}

auto covers(const KnownFailure& entry, const Finding& finding) -> bool {
  return at_place(entry, finding) && (!entry.message || message_of(finding).find(*entry.message) != std::string::npos);
}

auto is_red(Verdict verdict) -> bool { return verdict == Verdict::fail || verdict == Verdict::warn; }

auto was_judged(Verdict verdict) -> bool {
  return is_red(verdict) || verdict == Verdict::pass || verdict == Verdict::note;
}

using Entries = std::vector<const KnownFailure*>;

auto entries_of(const Baseline& baseline, const std::string& id) -> Entries {
  Entries entries;
  for (const auto& entry : baseline.known) {
    if (entry.id == id) entries.push_back(&entry);
  }
  return entries;
}

auto label(const KnownFailure& entry) -> std::string {
  return entry.id + (entry.pointer ? " (" + *entry.pointer + ")" : "");
}

/// What is wrong with one entry against what its check found.
auto problem_of(const KnownFailure& entry, const CheckResult& check, std::string_view today)
    -> std::optional<BaselineProblem> {
  using Kind = BaselineProblem::Kind;
  const auto& findings = check.findings;
  const auto any = [&](auto holds) { return std::any_of(findings.begin(), findings.end(), holds); };
  if (!is_red(check.verdict) || !any([&](const Finding& finding) { return at_place(entry, finding); })) {
    return BaselineProblem{Kind::stale, entry.id, label(entry) + " holds now; the entry is stale"};
  }
  if (!any([&](const Finding& finding) { return covers(entry, finding); })) {
    return BaselineProblem{Kind::wrong_message, entry.id,
                           label(entry) + " fails otherwise than its entry says: " + message_of(findings.front())};
  }
  if (entry.expires < today)
    return BaselineProblem{Kind::expired, entry.id,
                           label(entry) + " was to be mended by " + entry.expires + " (" + entry.owner + ")"};
  return std::nullopt;
}

auto waiver_of(const Entries& entries) -> std::string {
  const auto& entry = *entries.front();
  return "known failure until " + entry.expires + " (" + entry.owner + "): " + entry.reason;
}

void judge_entries(CheckResult& check, const Entries& entries, std::string_view today,
                   std::vector<BaselineProblem>& problems) {
  Entries good;
  for (const auto* entry : entries) {
    if (auto problem = problem_of(*entry, check, today)) {
      problems.push_back(std::move(*problem));
    } else {
      good.push_back(entry);
    }
  }
  if (!is_red(check.verdict)) return;
  const auto uncovered = std::find_if(check.findings.begin(), check.findings.end(), [&](const Finding& finding) {
    return std::none_of(good.begin(), good.end(), [&](const KnownFailure* entry) { return covers(*entry, finding); });
  });
  if (uncovered == check.findings.end() && !good.empty()) {
    check.verdict = Verdict::waived;
    check.reason = waiver_of(good);
  } else if (check.verdict == Verdict::fail && (entries.empty() || !good.empty())) {
    problems.push_back({BaselineProblem::Kind::unlisted, check.id,
                        check.id + " fails and is not listed" +
                            (uncovered == check.findings.end() ? "" : ": " + message_of(*uncovered))});
  }
}

/// The entries that a failing check needs now: one for each place.
auto entries_now(const CheckResult& check, const Entries& old, const BaselineUpdate& update, std::string_view today)
    -> std::vector<KnownFailure> {
  std::vector<KnownFailure> result;
  std::set<std::string> places;
  for (const auto& finding : check.findings) {
    if (!places.insert(finding.pointer).second) continue;
    auto kept =
        std::find_if(old.begin(), old.end(), [&](const KnownFailure* entry) { return covers(*entry, finding); });
    if (kept == old.end())
      kept = std::find_if(old.begin(), old.end(), [&](const KnownFailure* entry) { return at_place(*entry, finding); });
    KnownFailure entry{check.id,     finding.pointer,      std::nullopt, "known since " + std::string(today),
                       "unassigned", days_after(today, 90)};
    if (kept != old.end()) {
      const auto default_expiry = entry.expires;
      entry = **kept;
      if (!covers(entry, finding)) entry.message.reset();  // it says something else now
      if (entry.expires < today) entry.expires = default_expiry;
    }
    if (!update.reason.empty()) entry.reason = update.reason;
    if (!update.owner.empty()) entry.owner = update.owner;
    if (!update.expires.empty()) entry.expires = update.expires;
    const bool known = std::any_of(result.begin(), result.end(), [&](const KnownFailure& other) {
      return other.pointer == entry.pointer && other.message == entry.message;
    });
    if (!known) result.push_back(std::move(entry));
  }
  return result;
}

}  // namespace

auto apply_baseline(reports::Report& report, const Baseline& baseline, std::string_view today)
    -> std::vector<BaselineProblem> {
  std::vector<BaselineProblem> problems;
  report.filtered = true;
  for (auto& check : report.checks) {
    if (was_judged(check.verdict)) judge_entries(check, entries_of(baseline, check.id), today, problems);
  }
  return problems;
}

auto update_baseline(const Baseline& baseline, const reports::Report& report, const BaselineUpdate& update,
                     std::string_view today) -> Baseline {
  const auto wanted = [&](const std::string& id) {
    return update.ids.empty() || std::find(update.ids.begin(), update.ids.end(), id) != update.ids.end();
  };
  Baseline result{report.profile_id, {}};
  std::set<std::string> done;
  for (const auto& check : report.checks) {
    const auto old = entries_of(baseline, check.id);
    done.insert(check.id);
    // A report that was made with the baseline shows its failures as waived.
    const bool failing = check.verdict == Verdict::fail || check.verdict == Verdict::waived ||
                         (check.verdict == Verdict::warn && !old.empty());
    const bool judged = was_judged(check.verdict) || check.verdict == Verdict::waived;
    if (!wanted(check.id) || !judged) {
      for (const auto* entry : old) result.known.push_back(*entry);
    } else if (failing) {
      for (auto& entry : entries_now(check, old, update, today)) result.known.push_back(std::move(entry));
    }
  }
  for (const auto& entry : baseline.known) {
    if (!done.contains(entry.id)) result.known.push_back(entry);
  }
  return result;
}

namespace {

auto parse_date(std::string_view text) -> std::optional<std::chrono::year_month_day> {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const auto part = text.substr(at, length);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc{} && end == part.data() + part.size() ? value : -1;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace

auto is_date(std::string_view text) -> bool { return parse_date(text).has_value(); }

auto days_after(std::string_view date, int days) -> std::string {
  const auto start = parse_date(date).value_or(
      std::chrono::year_month_day{std::chrono::year(1970), std::chrono::month(1), std::chrono::day(1)});
  const std::chrono::year_month_day end{std::chrono::sys_days(start) + std::chrono::days(days)};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(end.year()),
                static_cast<unsigned>(end.month()), static_cast<unsigned>(end.day()));
  return text.data();
}

}  // namespace vidspec::conformance
