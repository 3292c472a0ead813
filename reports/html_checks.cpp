#include <algorithm>

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

auto area_counts(const Report& report, const std::string& area) -> std::string {
  int passed = 0;
  int total = 0;
  for (const auto& check : report.checks) {
    if (check.area != area) continue;
    ++total;
    passed += check.verdict == Verdict::pass ? 1 : 0;
  }
  return std::to_string(passed) + " / " + std::to_string(total);
}

}  // namespace

auto checks(const Report& report, Language language, bool with_evidence) -> std::string {
  auto result =
      "<h2 id=\"checks\" tabindex=\"-1\">" + say(words::checks, language) + "</h2>\n" + toolbar(report, language);
  for (const auto& area : areas_of(report)) {
    result += "<section class=\"area\"><h3>" + text(area_title(area, language)) + " <small>" +
              area_counts(report, area) + " " + say(words::pass, language) + "</small></h3>\n";
    for (const auto& check : report.checks) {
      if (check.area == area) result += one_check(check, language, with_evidence);
    }
    result += "</section>\n";
  }
  return result;
}

}  // namespace vidspec::reports::html
