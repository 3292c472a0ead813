#include "reports/findings.h"
#include "reports/html_parts.h"
#include "reports/words.h"

namespace vidspec::reports::html {

namespace {

using core::Language;

auto facts(const Report& report, Language language) -> std::string {
  const auto fact = [&](const core::Text& label, const std::string& inner) {
    return inner.empty() ? std::string() : "<div>" + item(label, inner, language) + "</div>";
  };
  return "<dl class=\"facts\">" + fact(words::target, element("span", "mono", text(report.base_url))) +
         fact(words::profile,
              text(in(report.profile_title, language) + " (" + report.profile_id + ", " + report.requirements + ")")) +
         fact(words::scope, text(joined(report.ops))) + fact(words::checks, text(show_economy(report, language))) +
         fact(words::spend, text(show_spend(report.spend, language))) +
         fact(words::evidence, text(fill(words::exchanges, language, {std::to_string(report.requests)}) + " · " +
                                    show_duration(report.duration_ms))) +
         fact(words::started, text(report.started)) + "</dl>";
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
  if (report.exit_code != 0 && !report.exit_reason.empty()) detail += element("p", "detail", text(report.exit_reason));
  if (report.exit_reason != report.scope && !report.scope.empty()) detail += element("p", "detail", text(report.scope));
  return "<header class=\"banner\"><div class=\"wrap\"><div class=\"brand\">vidspec · " +
         say(words::page_title, language) + "</div><h1>" + say(word(report.outcome), language) + "</h1>" +
         element("p", "meaning",
                 text(core::in(exit_meaning(report.exit_code), language)) + " (" +
                     text(fill(words::exit_code, language, {std::to_string(report.exit_code)})) + ")") +
         detail + facts(report, language) + tiles(report, language) + callouts(report, language) + "</div></header>\n";
}

auto to_fix(const Report& report, Language language) -> std::string {
  std::string list;
  for (const auto verdict : {Verdict::error, Verdict::fail, Verdict::could_not_run, Verdict::warn}) {
    for (const auto& check : report.checks) {
      const bool relevant = verdict != Verdict::could_not_run || check.binding.level == core::Level::must;
      if (check.verdict != verdict || !relevant) continue;
      const auto advice = verdict == Verdict::could_not_run ? check.reason : advice_of(check, language);
      list += "<li class=\"v-" + std::string(name(verdict)) + "\"><span class=\"sign\" aria-hidden=\"true\">" +
              std::string(symbol(verdict)) + "</span> <a class=\"mono\" href=\"#c-" + text(check.id) + "\">" +
              text(check.id) + "</a> " + element("span", "tag verdict", say(word(verdict), language)) + " " +
              text(in(check.title, language), 300) + (advice.empty() ? "" : element("p", "", text(advice, 400))) +
              "</li>";
    }
  }
  return list.empty() ? list : "<h2>" + say(words::to_fix, language) + "</h2><ul class=\"fixes\">" + list + "</ul>\n";
}

}  // namespace vidspec::reports::html
