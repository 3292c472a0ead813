#include "reports/markdown.h"

#include <algorithm>

#include "reports/console.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

using core::Language;
using core::Text;

constexpr std::size_t most_details = 50;  // checks with a section of their own; a job summary is cut at 1 MiB
constexpr std::size_t most_groups = 3;
constexpr std::size_t longest_cell = 600;

auto say(const Text& text, Language language) -> std::string { return std::string(core::in(text, language)); }

auto safe(std::string_view text) -> std::string { return for_markdown(core::elide(text, longest_cell)); }

auto code(std::string_view text) -> std::string { return markdown_code(core::elide(text, longest_cell)); }

auto badge_of(Outcome outcome) -> std::string_view {
  switch (outcome) {
    case Outcome::conformant:
      return "✅";
    case Outcome::not_conformant:
      return "❌";
    case Outcome::incomplete:
      return "⚠️";
    case Outcome::error:
      break;
  }
  return "💥";
}

auto row(std::initializer_list<std::string> cells) -> std::string {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

auto head(const Report& report, Language language) -> std::string {
  auto text =
      "## " + std::string(badge_of(report.outcome)) + " vidspec: " + say(word(report.outcome), language) + "\n\n" +
      safe(console_verdict(report, language)) + "\n\n" + row({say(words::target, language), code(report.base_url)}) +
      "|---|---|\n" +
      row({say(words::profile, language), safe(report.profile_id + " (" + in(report.profile_title, language) + ")")}) +
      row({say(words::requirements, language), safe(report.requirements)}) +
      row({say(words::evidence, language), fill(words::exchanges, language, {std::to_string(report.requests)}) + " · " +
                                               show_duration(report.duration_ms)}) +
      row({say(words::checks, language), show_economy(report, language)}) +
      row({say(words::spend, language), safe(show_spend(report.spend, language))}) + "\n" +
      show_counts(report, language) + "\n";
  for (const auto& notice : report.notices) text += "\n> " + say(words::notice, language) + ": " + safe(notice) + "\n";
  if (!report.spend.orphans.empty())
    text += "\n> " + say(words::orphans, language) + ": " + safe(joined(report.spend.orphans)) + "\n";
  return text;
}

auto detail(const CheckResult& check, Language language) -> std::string {
  std::string text = "\n#### " + std::string(symbol(check.verdict)) + " " + code(check.id) + " · " +
                     shout(check.binding.level) + "\n\n" + safe(in(check.title, language)) + "\n";
  if (!check.reason.empty()) text += "\n" + say(words::reason, language) + ": " + safe(check.reason) + "\n";
  const auto groups = group_findings(check);
  for (std::size_t i = 0; i < std::min(groups.size(), most_groups); ++i) {
    const auto& finding = *groups[i].first;
    const auto evidence = show_evidence(groups[i], language);
    text += "\n" +
            row({say(words::at, language),
                 code(evidence + (evidence.empty() || finding.pointer.empty() ? "" : "  ") + finding.pointer)}) +
            "|---|---|\n" + row({say(words::expected, language), code(finding.expected)}) +
            row({say(words::actual, language), code(finding.actual)});
    if (!finding.curl.empty()) text += row({say(words::repro, language), code(finding.curl)});
  }
  const auto& why = in(check.why, language);
  const auto advice = advice_of(check, language);
  if (!why.empty()) text += "\n**" + say(words::why, language) + "** " + safe(why) + "\n";
  if (!advice.empty()) text += "\n**" + say(words::hint, language) + "** " + safe(advice) + "\n";
  const auto source = source_of(check);
  if (!source.empty()) text += "\n**" + say(words::source, language) + "** " + safe(source) + "\n";
  return text;
}

auto section(const Report& report, Verdict verdict, const Text& title, Language language, std::size_t& room)
    -> std::string {
  std::string text;
  for (const auto& check : report.checks) {
    if (check.verdict != verdict || room == 0) continue;
    --room;
    text += detail(check, language);
  }
  return text.empty() ? text : "\n### " + say(title, language) + "\n" + text;
}

/// What kept checks from being judged, each reason once.
auto obstacles(const Report& report, Language language) -> std::string {
  std::string text;
  for (const auto& group : group_by_reason(report, Verdict::could_not_run)) {
    const auto others = group.checks.size() - 1;
    text += "- " + code(group.checks.front()->id) +
            (others > 0 ? " " + fill(words::and_more_checks, language, {std::to_string(others)}) : "") + ": " +
            safe(group.reason) + "\n";
  }
  return text.empty() ? text : "\n### " + say(words::not_judged, language) + "\n\n" + text;
}

/// One row per check, folded away.
auto all_checks(const Report& report, Language language) -> std::string {
  auto text = "\n<details><summary>" + say(words::checks, language) + " (" + std::to_string(report.checks.size()) +
              ")</summary>\n\n" +
              row({"", say(words::checks, language), say(words::level, language), say(words::subjects, language)}) +
              "|---|---|---|---|\n";
  for (const auto& check : report.checks) {
    text += row({std::string(symbol(check.verdict)) + " " + say(word(check.verdict), language), code(check.id),
                 shout(check.binding.level), std::to_string(check.subjects)});
  }
  return text + "\n</details>\n";
}

}  // namespace

auto write_markdown(const Report& original, Language language) -> std::string {
  const auto report = in_language(original, language);
  std::size_t room = most_details;
  auto text = head(report, language);
  text += section(report, Verdict::error, words::errors_of_ours, language, room);
  text += section(report, Verdict::fail, words::failures, language, room);
  text += obstacles(report, language);
  text += section(report, Verdict::warn, words::warnings, language, room);
  text += section(report, Verdict::waived, words::waivers, language, room);
  text += section(report, Verdict::note, words::notes, language, room);
  const auto unseen = ids_with(report, Verdict::not_observed);
  if (!unseen.empty()) text += "\n" + say(words::no_subject, language) + ": " + safe(joined(unseen)) + "\n";
  return text + all_checks(report, language);
}

auto write_annotations(const Report& report) -> std::string {
  std::string text;
  for (const auto& check : report.checks) {
    const bool failed = check.verdict == Verdict::fail || check.verdict == Verdict::error;
    if (!failed && check.verdict != Verdict::warn) continue;
    text += std::string(failed ? "::error" : "::warning") +
            " title=" + for_workflow_property(core::elide(check.id, longest_cell)) + "::" +
            for_workflow(core::elide(check.title.en + "\n" + message_of(check) + "\n" + advice_of(check, Language::en),
                                     2 * longest_cell)) +
            "\n";
  }
  if (report.exit_code != 0 && ids_with(report, Verdict::fail).empty() && ids_with(report, Verdict::error).empty())
    text += "::error title=vidspec::" + for_workflow(core::elide(exit_sentence(report), longest)) + "\n";
  return text;
}

}  // namespace vidspec::reports
