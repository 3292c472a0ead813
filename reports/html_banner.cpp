#include "reports/findings.h"
#include "reports/html_parts.h"
#include "reports/words.h"

namespace vidspec::reports::html {

namespace {

using core::Language;

/// "2026-11-21 10:00:00 UTC" of a time as reports have it, anything else as it is.
auto readable_time(const std::string& started) -> std::string {
  const bool usual = started.size() >= 20 && started[10] == 'T' && started.back() == 'Z';
  return usual ? started.substr(0, 10) + " " + started.substr(11, 8) + " UTC" : started;
}

auto facts(const Report& report, Language language) -> std::string {
  const auto fact = [&](const core::Text& label, const std::string& inner) {
    return inner.empty() ? std::string() : "<div>" + item(label, inner, language) + "</div>";
  };
  return "<dl class=\"facts\">" + fact(words::target, element("span", "mono", text(report.base_url))) +
         fact(words::profile,
              text(in(report.profile_title, language) + " · " + report.profile_id + " · " + report.requirements)) +
         fact(words::scope, text(joined(report.ops))) + fact(words::checks, text(show_economy(report, language))) +
         fact(words::spend, text(show_spend(report.spend, language))) +
         fact(words::evidence, text(fill(words::exchanges, language, {std::to_string(report.requests)}) + " · " +
                                    show_duration(report.duration_ms))) +
         fact(words::started, text(readable_time(report.started))) + "</dl>";
}

auto tiles(const Report& report, Language language) -> std::string {
  std::string list = "<ul class=\"tiles\">";
  for (const auto& [verdict, count] : counts(report)) {
    if (count == 0) continue;
    list += "<li class=\"tile v-" + std::string(name(verdict)) + "\"><b>" + std::to_string(count) + "</b>" +
            element("span", "", say(word(verdict), language)) + "</li>";
  }
  return list + "</ul>";
}

auto callout(const std::string& inner, bool bad = false) -> std::string {
  return element("p", bad ? "callout bad" : "callout", inner);
}

auto callouts(const Report& report, Language language) -> std::string {
  std::string result;
  if (report.spend.ambiguous > 0)
    result += callout(text(fill(words::ambiguous_spend, language, {std::to_string(report.spend.ambiguous)})), true);
  if (!report.spend.orphans.empty())
    result += callout(say(words::orphans, language) + ": " + text(joined(report.spend.orphans)), true);
  if (!report.journal_complete) result += callout(say(words::journal_incomplete, language));
  if (report.filtered) result += callout(say(words::filtered, language));
  for (const auto& notice : report.notices) result += callout(text(notice));
  return result;
}

}  // namespace

auto banner(const Report& report, Language language) -> std::string {
  std::string detail;
  // That a MUST does not hold is said better by how many of them.
  const bool reason_says_it = report.exit_code == 1 && !report.exit_reason.empty();
  const auto meaning = reason_says_it ? report.exit_reason : std::string(core::in(exit_meaning(report), language));
  if (report.exit_code != 0 && !report.exit_reason.empty() && !reason_says_it)
    detail += element("p", "detail", text(report.exit_reason));
  if (report.exit_reason != report.scope && !report.scope.empty() && !nothing_judged(report))
    detail += element("p", "detail", text(report.scope));
  return "<header class=\"banner\"><div class=\"wrap\"><div class=\"brand\">vidspec · " +
         say(words::page_title, language) + "</div><h1>" + say(word(report.outcome), language) + "</h1>" +
         element("p", "meaning",
                 text(fill(words::meaning_with_code, language, {meaning, std::to_string(report.exit_code)}))) +
         detail + facts(report, language) + tiles(report, language) + callouts(report, language) + "</div></header>\n";
}

namespace {

auto fix_head(const CheckResult& check, Language language) -> std::string {
  return "<span class=\"sign\" aria-hidden=\"true\">" + std::string(symbol(check.verdict)) +
         "</span> <a class=\"mono\" href=\"#c-" + text(check.id) + "\">" + text(check.id) + "</a> " +
         element("span", "tag verdict", say(word(check.verdict), language));
}

/// The checks of that verdict, each with what to do.
auto fixes(const Report& report, Verdict verdict, Language language) -> std::string {
  std::string list;
  for (const auto& check : report.checks) {
    if (check.verdict != verdict) continue;
    const auto advice = advice_of(check, language);
    list += element("li", "v-" + std::string(name(verdict)),
                    fix_head(check, language) + " " + rich(in(check.title, language), 300) +
                        (advice.empty() ? "" : element("p", "", rich(advice, 400))));
  }
  return list;
}

/// What kept checks from being judged, each reason once.
auto obstacles(const Report& report, Language language) -> std::string {
  std::string list;
  for (const auto& group : group_by_reason(report, Verdict::could_not_run)) {
    const auto others = group.checks.size() - 1;
    list +=
        element("li", "v-could-not-run",
                fix_head(*group.checks.front(), language) +
                    (others > 0 ? " " + text(fill(words::and_more_checks, language, {std::to_string(others)})) : "") +
                    element("p", "", text(group.reason, 400)));
  }
  return list;
}

}  // namespace

auto to_fix(const Report& report, Language language) -> std::string {
  const auto list = fixes(report, Verdict::error, language) + fixes(report, Verdict::fail, language) +
                    obstacles(report, language) + fixes(report, Verdict::warn, language);
  return list.empty() ? list : "<h2>" + say(words::to_fix, language) + "</h2><ul class=\"fixes\">" + list + "</ul>\n";
}

}  // namespace vidspec::reports::html
