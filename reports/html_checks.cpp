#include <algorithm>
#include <array>

#include "reports/findings.h"
#include "reports/html_parts.h"
#include "reports/words.h"

namespace vidspec::reports::html {

namespace {

using core::Language;

constexpr std::size_t most_groups = 8;
constexpr std::size_t most_numbers = 12;

auto evidence_links(const FindingGroup& group, bool with_evidence) -> std::string {
  std::string links;
  for (std::size_t i = 0; i < std::min(group.evidence.size(), most_numbers); ++i) {
    links += (i == 0 ? "" : ", ") + evidence_link(group.evidence[i], with_evidence);
  }
  return group.evidence.size() > most_numbers ? links + " …" : links;
}

auto code(const std::string& raw) -> std::string {
  return raw.empty() ? std::string() : element("code", "", text(raw));
}

auto finding(const FindingGroup& group, Language language, bool with_evidence) -> std::string {
  const auto& first = *group.first;
  auto result = "<div class=\"finding\"><dl>" + item(words::evidence, evidence_links(group, with_evidence), language) +
                item(words::at, code(first.pointer), language) +
                item(words::expected, code(first.expected), language, "expected") +
                item(words::actual, code(first.actual), language, "actual") + "</dl>";
  if (first.ambiguous) result += element("p", "", say(words::documented_ambiguity, language));
  if (!first.hint.empty())
    result += element("p", "", element("span", "label", say(words::hint, language)) + rich(first.hint));
  if (!first.curl.empty())
    result += "<div class=\"curl\"><span class=\"label\">" + say(words::repro, language) + "</span>" +
              element("pre", "", text(first.curl)) + "</div>";
  return result + "</div>";
}

auto paragraph(const core::Text& label, const std::string& raw, Language language) -> std::string {
  return raw.empty() ? std::string() : element("p", "", element("span", "label", say(label, language)) + rich(raw));
}

auto body(const CheckResult& check, Language language, bool with_evidence) -> std::string {
  auto result = "<div class=\"body\">" + paragraph(words::reason, check.reason, language);
  const auto groups = group_findings(check);
  for (std::size_t i = 0; i < std::min(groups.size(), most_groups); ++i)
    result += finding(groups[i], language, with_evidence);
  std::size_t more = static_cast<std::size_t>(check.more_findings);
  for (std::size_t i = most_groups; i < groups.size(); ++i) more += std::max<std::size_t>(groups[i].evidence.size(), 1);
  if (more > 0) result += element("p", "", text(fill(words::more_findings, language, {std::to_string(more)})));
  result += paragraph(words::why, in(check.why, language), language) +
            paragraph(words::hint, in(check.fix, language), language) +
            paragraph(words::provenance, std::string(core::in(word(check.binding.provenance), language)), language);
  const auto source = source_of(check);
  if (!source.empty()) result += element("blockquote", "", text(source));
  return result + "<p class=\"mono\">vidspec explain " + text(check.id) + "</p></div>";
}

auto one_check(const CheckResult& check, Language language, bool with_evidence) -> std::string {
  const std::string verdict(name(check.verdict));
  const bool open = check.verdict == Verdict::fail || check.verdict == Verdict::error;
  std::string result = "<details class=\"check v-" + verdict + "\" data-verdict=\"" + verdict + "\" id=\"c-" +
                       text(check.id) + "\"" + (open ? " open" : "") + "><summary>" +
                       "<span class=\"sign\" aria-hidden=\"true\">" + std::string(symbol(check.verdict)) + "</span>" +
                       element("span", "id mono", text(check.id)) + "<span class=\"tags\">" +
                       element("span", "tag verdict", say(word(check.verdict), language)) +
                       element("span", "tag", shout(check.binding.level));
  if (check.subjects > 0)
    result += element("span", "tag", say(words::subjects, language) + " " + std::to_string(check.subjects));
  result += "</span>" + element("span", "title", rich(in(check.title, language))) + "</summary>";
  return result + body(check, language, with_evidence) + "</details>\n";
}

auto toolbar(const Report& report, Language language) -> std::string {
  auto result = "<div class=\"toolbar\" id=\"toolbar\" role=\"search\" hidden data-copy=\"" +
                say(words::copy, language) + "\" data-copied=\"" + say(words::copied, language) +
                "\"><input type=\"search\" id=\"search\" aria-label=\"" + say(words::search, language) +
                "\" placeholder=\"" + say(words::search, language) + " (/)\">";
  for (const auto& [verdict, count] : counts(report)) {
    if (count == 0) continue;
    const std::string verdict_name(name(verdict));
    result += "<button type=\"button\" class=\"v-" + verdict_name + "\" data-verdict=\"" + verdict_name +
              "\" aria-pressed=\"false\">" + say(word(verdict), language) + " " + std::to_string(count) + "</button>";
  }
  return result + "<button type=\"button\" id=\"expand\">" + say(words::expand, language) +
         "</button><output id=\"shown\" for=\"search\" data-pattern=\"" + say(words::shown, language) +
         "\"></output></div>\n";
}

/// What is to be said of an area in one line.
struct AreaSum {
  int passed = 0;
  int total = 0;
  Verdict worst = Verdict::pass;

  [[nodiscard]] auto counts() const -> std::string { return std::to_string(passed) + " / " + std::to_string(total); }
};

/// Verdicts from what has to be looked at first to what needs no look.
auto rank(Verdict verdict) -> std::size_t {
  constexpr std::array order = {Verdict::error, Verdict::fail,         Verdict::could_not_run,
                                Verdict::warn,  Verdict::waived,       Verdict::note,
                                Verdict::pass,  Verdict::not_observed, Verdict::not_applicable};
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), verdict) - order.begin());
}

auto sum_of(const Report& report, const std::string& area) -> AreaSum {
  AreaSum sum{0, 0, Verdict::not_applicable};
  for (const auto& check : report.checks) {
    if (check.area != area) continue;
    ++sum.total;
    sum.passed += check.verdict == Verdict::pass ? 1 : 0;
    if (rank(check.verdict) < rank(sum.worst)) sum.worst = check.verdict;
  }
  return sum;
}

/// A way to each area, with what is waiting there.
auto contents(const Report& report, Language language) -> std::string {
  std::string list;
  for (const auto& area : areas_of(report)) {
    const auto sum = sum_of(report, area);
    list += "<li class=\"v-" + std::string(name(sum.worst)) + "\"><a href=\"#a-" + text(area) +
            "\"><span class=\"sign\" aria-hidden=\"true\">" + std::string(symbol(sum.worst)) + "</span> " +
            text(area_title(area, language)) + " " + element("small", "", sum.counts()) + "</a></li>";
  }
  return "<nav aria-label=\"" + say(words::areas, language) + "\"><ul class=\"areas\">" + list + "</ul></nav>\n";
}

}  // namespace

auto checks(const Report& report, Language language, bool with_evidence) -> std::string {
  auto result = "<h2 id=\"checks\" tabindex=\"-1\">" + say(words::checks, language) + "</h2>\n" +
                contents(report, language) + toolbar(report, language);
  for (const auto& area : areas_of(report)) {
    result += "<section class=\"area\"><h3 id=\"a-" + text(area) + "\" tabindex=\"-1\">" +
              text(area_title(area, language)) + " <small>" + sum_of(report, area).counts() + " " +
              say(words::pass, language) + "</small></h3>\n";
    for (const auto& check : report.checks) {
      if (check.area == area) result += one_check(check, language, with_evidence);
    }
    result += "</section>\n";
  }
  return result;
}

}  // namespace vidspec::reports::html
