#include "reports/junit.h"

#include <array>
#include <cstdio>

#include "core/text.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

constexpr std::size_t longest = 2000;  // of one text; the evidence is in report.html

auto attribute(std::string_view name, std::string_view value) -> std::string {
  return " " + std::string(name) + "=\"" + for_xml(visible(core::elide(value, longest))) + "\"";
}

auto seconds(std::int64_t milliseconds) -> std::string {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%lld.%03d", static_cast<long long>(milliseconds / 1000),
                static_cast<int>(milliseconds % 1000));
  return text.data();
}

struct Counts {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;

  void operator+=(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

/// What both the root and its suites may say in every schema that is about.
auto show(const Counts& counts) -> std::string {
  return attribute("tests", std::to_string(counts.tests)) + attribute("failures", std::to_string(counts.failures)) +
         attribute("errors", std::to_string(counts.errors));
}

auto element(std::string_view tag, std::string_view type, std::string_view message, std::string_view text)
    -> std::string {
  return "      <" + std::string(tag) + (type.empty() ? "" : attribute("type", type)) + attribute("message", message) +
         ">" + for_xml(core::elide(text, longest)) + "</" + std::string(tag) + ">\n";
}

/// Everything about a check that a reader of a CI page needs, because some systems show only the text.
auto story(const CheckResult& check, const std::string& message) -> std::string {
  std::string text = visible(message) + "\n";
  const auto line = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) text += std::string(label) + visible(value) + "\n";
  };
  for (const auto& group : group_findings(check)) {
    text += "\n";
    line("", show_evidence(group, core::Language::en));
    line("expected: ", group.first->expected);
    line("actual:   ", group.first->actual);
    line("repro:    ", group.first->curl);
    if (text.size() > longest) break;
  }
  text += "\n";
  line("why:      ", check.why.en);
  line("fix:      ", advice_of(check, core::Language::en));
  return text + "explain:  vidspec explain " + visible(check.id);
}

/// The child of a test case that tells the verdict, counted; empty for a pass.
auto outcome_of(const CheckResult& check, Counts& counts) -> std::string {
  const auto message = check.id + ": " + message_of(check);
  const bool must = check.binding.level == core::Level::must;
  switch (check.verdict) {
    case Verdict::pass:
      return {};
    case Verdict::fail:
      ++counts.failures;
      return element("failure", shout(check.binding.level), message, story(check, message));
    case Verdict::error:
      ++counts.errors;
      return element("error", "vidspec", message, story(check, message));
    case Verdict::could_not_run:
      if (must) {
        ++counts.errors;
        return element("error", "could-not-run", message, story(check, message));
      }
      break;
    case Verdict::waived:
      ++counts.skipped;
      return element("skipped", "", "known failure: " + message, story(check, message));
    case Verdict::warn:
    case Verdict::note:
      return "      <system-out>" +
             for_xml(core::elide(std::string(name(check.verdict)) + ": " + story(check, message), longest)) +
             "</system-out>\n";
    default:
      break;
  }
  ++counts.skipped;
  const auto said = std::string(name(check.verdict)) + ": " + message_of(check);
  return element("skipped", "", said, visible(said));
}

auto test_case(const CheckResult& check, Counts& counts) -> std::string {
  ++counts.tests;
  const auto head = "    <testcase" + attribute("classname", check.area + "." + shout(check.binding.level)) +
                    attribute("name", check.id + " " + check.title.en) + " time=\"0\"";
  const auto child = outcome_of(check, counts);
  return child.empty() ? head + "/>\n" : head + ">\n" + child + "    </testcase>\n";
}

auto type_of(const Report& report) -> std::string_view {
  switch (report.exit_code) {
    case 1:
      return "baseline";
    case 4:
      return "environment";
    case 6:
      return "ambiguous-spend";
    default:
      return report.exit_code > 100 ? "interrupted" : name(report.outcome);
  }
}

/// A run that no check makes red, but its exit code does: the target was not reached, the baseline does not fit, not
/// enough was seen. Whoever reads only this file must not take it for green.
auto whole_run_case(const Report& report, const std::string& case_name, Counts& counts) -> std::string {
  ++counts.tests;
  ++counts.errors;
  const auto message = exit_sentence(report);
  return "    <testcase" + attribute("classname", "vidspec." + case_name) + attribute("name", case_name) +
         " time=\"0\">\n" + element("error", type_of(report), message, message) + "    </testcase>\n";
}

auto properties(const Report& report) -> std::string {
  const auto property = [](std::string_view key, std::string_view value) {
    return "      <property" + attribute("name", key) + attribute("value", value) + "/>\n";
  };
  return "    <properties>\n" + property("verdict", name(report.outcome)) +
         property("exit_code", std::to_string(report.exit_code)) + property("suite.version", report.suite_version) +
         property("profile", report.profile_id) + property("target", report.base_url) +
         property("spend.videos", std::to_string(report.spend.videos)) + "    </properties>\n";
}

}  // namespace

auto write_junit(const Report& report) -> std::string {
  Counts total;
  std::string suites;
  const auto timestamp = report.started.empty() ? std::string() : attribute("timestamp", report.started.substr(0, 19));
  const auto suite = [&](const std::string& suite_name, const Counts& counts, std::int64_t time,
                         const std::string& content) {
    total += counts;
    suites += "  <testsuite" + attribute("name", suite_name) + show(counts) +
              attribute("skipped", std::to_string(counts.skipped)) + attribute("time", seconds(time)) + timestamp +
              ">\n" + content + "  </testsuite>\n";
  };
  // The duration belongs to the run: one task serves every check, so no check has a time of its own.
  if (report.exit_code == 4 || report.checks.empty()) {
    Counts counts;
    const auto content = properties(report) + whole_run_case(report, "preflight", counts);
    suite("preflight", counts, report.duration_ms, content);
  }
  bool first = suites.empty();
  for (const auto& area : areas_of(report)) {
    Counts counts;
    std::string content = first ? properties(report) : std::string();
    for (const auto& check : report.checks) {
      if (check.area == area) content += test_case(check, counts);
    }
    suite(area, counts, first ? report.duration_ms : 0, content);
    first = false;
  }
  if (report.exit_code != 0 && total.failures + total.errors == 0) {
    Counts counts;
    const auto content = whole_run_case(report, "run", counts);
    suite("run", counts, 0, content);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
         attribute("name", "vidspec " + report.suite_version + " " + report.profile_id + " " + report.requirements) +
         show(total) + attribute("time", seconds(report.duration_ms)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace vidspec::reports
