#include "reports/console.h"

#include <algorithm>
#include <cmath>

#include "reports/console_page.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

using core::Text;
using Detail = ConsoleOptions::Detail;

auto paint_of(Verdict verdict) -> Paint {
  switch (verdict) {
    case Verdict::pass:
      return Paint::green;
    case Verdict::fail:
    case Verdict::error:
      return Paint::red;
    case Verdict::warn:
    case Verdict::could_not_run:
      return Paint::yellow;
    case Verdict::note:
    case Verdict::waived:
      return Paint::blue;
    default:
      return Paint::dim;
  }
}

void write_head(Page& page, const Report& report) {
  const auto language = page.options().language;
  page.line(page.painted("vidspec " + for_terminal(report.suite_version), Paint::bold));
  page.labelled(0, words::target, report.base_url);
  page.labelled(0, words::profile,
                report.profile_id + " · " + in(report.profile_title, language) + " · " + page.say(words::requirements) +
                    " " + report.requirements);
  page.labelled(0, words::evidence,
                fill(words::exchanges, language, {std::to_string(report.requests)}) + " · " +
                    show_duration(report.duration_ms) + (report.ops.empty() ? "" : " · " + joined(report.ops)));
  for (const auto& notice : report.notices) page.labelled(0, words::notice, notice, Paint::yellow);
}

void write_check_line(Page& page, const CheckResult& check, std::size_t id_width) {
  const auto id = padded(for_terminal(check.id), id_width);
  const auto level = padded(shout(check.binding.level), 6);
  const auto tail = check.subjects > 0 ? "  [" + std::to_string(check.subjects) + "]" : std::string();
  page.hanging("  " + page.painted(symbol(check.verdict), paint_of(check.verdict)) + " " + id + "  " + level + "  ",
               4 + display_width(id) + 2 + level.size() + 2, for_terminal(in(check.title, page.options().language)),
               page.painted(tail, Paint::dim));
  if (page.options().detail == Detail::verbose) page.labelled(6, words::reason, check.reason);
}

/// The first ids, and how many more: the tree above names each with its sign.
auto some_of(std::vector<std::string> ids, core::Language language) -> std::string {
  constexpr std::size_t most = 12;
  const auto more = ids.size() > most ? ids.size() - most : 0;
  ids.resize(ids.size() - more);
  return for_terminal(joined(ids)) +
         (more > 0 ? ", … " + fill(words::more_ids, language, {std::to_string(more)}) : std::string());
}

/// Why checks could not run, each reason once.
void write_obstacles(Page& page, const Report& report) {
  const auto groups = group_by_reason(report, Verdict::could_not_run);
  if (groups.empty()) return;
  page.heading(page.say(words::not_judged));
  for (const auto& group : groups) {
    std::vector<std::string> ids;
    for (const auto* check : group.checks) ids.push_back(check->id);
    page.line("  " + page.painted(symbol(Verdict::could_not_run), Paint::yellow) + " " +
              for_terminal(group.reason.empty() ? "-" : group.reason));
    page.line("    " + page.painted(some_of(ids, page.options().language), Paint::dim));
  }
}

/// Whether nothing of an area has a meaning for this run, all for one reason.
auto have_no_meaning(const std::vector<const CheckResult*>& checks) -> bool {
  return std::all_of(checks.begin(), checks.end(), [&](const CheckResult* check) {
    return check->verdict == Verdict::not_applicable && check->reason == checks.front()->reason;
  });
}

auto sum_up(const Page& page, const std::vector<const CheckResult*>& checks) -> std::string {
  const auto& reason = checks.front()->reason;
  return std::to_string(checks.size()) + " " + page.say(words::not_applicable) +
         (reason.empty() ? "" : ": " + for_terminal(reason));
}

void write_tree(Page& page, const Report& report) {
  std::size_t width = 0;
  for (const auto& check : report.checks) width = std::max(width, display_width(for_terminal(check.id)));
  width = std::min<std::size_t>(width, 48);
  for (const auto& area : areas_of(report)) {
    std::vector<const CheckResult*> checks;
    for (const auto& check : report.checks) {
      if (check.area == area) checks.push_back(&check);
    }
    page.heading(for_terminal(area_title(area, page.options().language)));
    if (page.options().detail != Detail::verbose && have_no_meaning(checks)) {
      page.line("  " +
                page.painted(std::string(symbol(Verdict::not_applicable)) + " " + sum_up(page, checks), Paint::dim));
      continue;
    }
    for (const auto* check : checks) write_check_line(page, *check, width);
  }
}

void write_finding(Page& page, const FindingGroup& group) {
  constexpr std::size_t indent = 6;
  const auto& finding = *group.first;
  const auto evidence = show_evidence(group, page.options().language);
  page.labelled(indent, words::at,
                evidence + (evidence.empty() || finding.pointer.empty() ? "" : "  ") + finding.pointer);
  page.labelled(indent, words::expected, finding.expected, Paint::green);
  page.labelled(indent, words::actual, finding.actual, Paint::red);
  if (finding.ambiguous) page.labelled(indent, words::note, page.say(words::documented_ambiguity));
  page.labelled_command(indent, words::repro, finding.curl);
}

void write_detail(Page& page, const CheckResult& check) {
  constexpr std::size_t indent = 6;
  const auto language = page.options().language;
  page.line();
  page.line("  " +
            page.painted(std::string(symbol(check.verdict)) + " " + for_terminal(check.id), paint_of(check.verdict)) +
            "  " + shout(check.binding.level) + " · " + page.say(word(check.binding.provenance)));
  page.line("    " + for_terminal(in(check.title, language)));
  page.labelled(indent, words::reason, check.reason);
  const auto groups = group_findings(check);
  const auto most = static_cast<std::size_t>(page.options().max_findings);
  const auto shown = page.options().detail == Detail::verbose ? groups.size() : std::min(groups.size(), most);
  for (std::size_t i = 0; i < shown; ++i) write_finding(page, groups[i]);
  std::size_t more = static_cast<std::size_t>(check.more_findings);
  for (std::size_t i = shown; i < groups.size(); ++i) more += std::max<std::size_t>(groups[i].evidence.size(), 1);
  if (more > 0) page.line(std::string(indent, ' ') + fill(words::more_findings, language, {std::to_string(more)}));
  page.labelled(indent, words::why, in(check.why, language));
  page.labelled(indent, words::hint, advice_of(check, language));
  page.labelled(indent, words::source, source_of(check));
  page.labelled_command(indent, words::explain, "vidspec explain " + check.id);
}

void write_details(Page& page, const Report& report, Verdict verdict, const Text& title) {
  const auto wanted = [&](const CheckResult& check) { return check.verdict == verdict; };
  if (std::none_of(report.checks.begin(), report.checks.end(), wanted)) return;
  page.heading(page.say(title));
  for (const auto& check : report.checks) {
    if (wanted(check)) write_detail(page, check);
  }
}

auto show_sighting(const Sighting& sighting) -> std::string {
  auto text = show_duration(sighting.t_ms) + " " + for_terminal(sighting.status);
  if (sighting.progress) text += " " + show_number(*sighting.progress) + "%";
  return text;
}

/// One line per task: the sightings where the status changed, those between them as a number.
void write_task(Page& page, const TaskLine& task) {
  const auto& timeline = task.timeline;
  std::string line = "  " + page.painted(for_terminal(task.id), Paint::bold) + "  " +
                     (task.operation.empty() ? page.say(words::seen_in_list) : for_terminal(task.operation)) + "  ";
  std::size_t skipped = 0;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const bool changed = i == 0 || timeline[i].status != timeline[i - 1].status;
    if (!changed && i + 1 < timeline.size()) {
      ++skipped;
      continue;
    }
    if (skipped > 0)
      line += " → " +
              page.painted("… " + fill(words::elided, page.options().language, {std::to_string(skipped)}), Paint::dim);
    skipped = 0;
    line += (i == 0 ? "" : " → ") + page.painted(show_sighting(timeline[i]), changed ? Paint::plain : Paint::dim);
  }
  page.line(line);
}

void write_totals(Page& page, const Report& report) {
  const auto language = page.options().language;
  page.line();
  const auto unseen = ids_with(report, Verdict::not_observed);
  if (!unseen.empty() && page.options().detail != Detail::quiet) {
    page.line(page.painted(page.say(words::no_subject) + " (" + std::to_string(unseen.size()) + "): ", Paint::dim) +
              some_of(unseen, language));
  }
  page.line(show_economy(report, language) + ": " + show_counts(report, language));
  page.line(for_terminal(show_spend(report.spend, language)) + " · " +
            fill(words::exchanges, language, {std::to_string(report.requests)}) + " · " +
            show_duration(report.duration_ms));
  if (!report.spend.orphans.empty()) page.labelled(0, words::orphans, joined(report.spend.orphans), Paint::yellow);
  if (!report.journal_complete) page.line(page.painted(page.say(words::journal_incomplete), Paint::yellow));
  if (report.filtered) page.line(page.painted(page.say(words::filtered), Paint::yellow));
}

}  // namespace

auto console_verdict(const Report& report, core::Language language) -> std::string {
  auto line = std::string(core::in(word(report.outcome), language)) + " · " +
              fill(words::exit_code, language, {std::to_string(report.exit_code)}) + ": ";
  const auto reason = told(report.exit_reason, language);
  const bool says_it_all = report.exit_code == 0 || report.exit_code > 100 || reason.empty();
  // That a MUST does not hold is said better by how many of them.
  line += report.exit_code == 1 && !reason.empty() ? reason : std::string(core::in(exit_meaning(report), language));
  if (!says_it_all && report.exit_code != 1) line += " · " + reason;
  if (report.exit_reason != report.scope && !report.scope.empty() && !nothing_judged(report))
    line += " · " + told(report.scope, language);
  if (report.spend.ambiguous > 0)
    line += " · " + fill(words::ambiguous_spend, language, {std::to_string(report.spend.ambiguous)});
  return for_terminal(line);
}

auto write_console(const Report& original, const ConsoleOptions& options) -> std::string {
  const auto report = in_language(original, options.language);
  Page page(options);
  const bool quiet = options.detail == Detail::quiet;
  if (!quiet) {
    write_head(page, report);
    if (!nothing_judged(report)) write_tree(page, report);
  }
  write_details(page, report, Verdict::error, words::errors_of_ours);
  write_details(page, report, Verdict::fail, words::failures);
  if (!quiet) {
    write_obstacles(page, report);
    write_details(page, report, Verdict::warn, words::warnings);
    write_details(page, report, Verdict::waived, words::waivers);
    write_details(page, report, Verdict::note, words::notes);
    if (!report.tasks.empty()) page.heading(page.say(words::tasks));
    for (const auto& task : report.tasks) write_task(page, task);
  }
  write_totals(page, report);
  const auto paint = report.outcome == Outcome::conformant   ? Paint::green
                     : report.outcome == Outcome::incomplete ? Paint::yellow
                                                             : Paint::red;
  page.line(page.painted(console_verdict(report, options.language), paint));
  return page.take();
}

}  // namespace vidspec::reports
