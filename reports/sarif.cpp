#include "reports/sarif.h"

#include <nlohmann/json.hpp>

#include "core/digest.h"
#include "core/text.h"
#include "core/utf8.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t longest_message = 2000;

auto message(std::string_view text) -> OrderedJson {
  return {{"text", visible(core::elide(text.empty() ? "-" : text, longest_message), true)}};
}

auto sarif_level(const CheckResult& check) -> const char* {
  switch (check.verdict) {
    case Verdict::fail:
    case Verdict::error:
    case Verdict::waived:
      return "error";
    case Verdict::warn:
      return "warning";
    case Verdict::note:
      return "note";
    default:
      return "none";
  }
}

/// How SARIF calls a verdict; a kind other than `fail` must have level `none`.
auto sarif_kind(Verdict verdict) -> const char* {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::not_applicable:
      return "notApplicable";
    case Verdict::not_observed:
    case Verdict::could_not_run:
      return "open";
    default:
      return "fail";
  }
}

auto default_level(core::Level level) -> const char* {
  switch (level) {
    case core::Level::must:
      return "error";
    case core::Level::should:
      return "warning";
    case core::Level::may:
      break;
  }
  return "note";
}

/// A set: the schema allows no tag twice.
auto tags_of(const CheckResult& check) -> OrderedJson {
  OrderedJson tags = {visible(check.area)};
  if (check.ops != check.area) tags.push_back(visible(check.ops));
  return tags;
}

auto rule(const CheckResult& check) -> OrderedJson {
  OrderedJson json = {
      {"id", visible(check.id)},
      {"shortDescription", message(check.title.en)},
      {"fullDescription", message(check.why.en.empty() ? check.title.en : check.title.en + " " + check.why.en)},
      {"defaultConfiguration", {{"level", default_level(check.binding.level)}}},
      {"help", message((check.fix.en.empty() ? std::string() : check.fix.en + "\n") + "vidspec explain " + check.id)},
      {"properties",
       {{"level", core::name(check.binding.level)},
        {"provenance", core::name(check.binding.provenance)},
        {"tags", tags_of(check)}}}};
  const auto source = source_of(check);
  if (!source.empty()) json["properties"]["source"] = visible(core::elide(source, longest_message));
  return json;
}

auto result_text(const CheckResult& check) -> std::string {
  auto text = check.title.en;
  for (const auto& group : group_findings(check)) {
    const auto evidence = show_evidence(group, core::Language::en);
    text += "\n" + (group.first->pointer.empty() ? "" : group.first->pointer + ": ") + "expected " +
            group.first->expected + ", actual " + group.first->actual + (evidence.empty() ? "" : " (" + evidence + ")");
    if (text.size() > longest_message) break;
  }
  if (!check.reason.empty()) text += "\n" + check.reason;
  const auto advice = advice_of(check, core::Language::en);
  return advice.empty() ? text : text + "\n" + advice;
}

auto result(const CheckResult& check, std::size_t index, const Report& report) -> OrderedJson {
  const auto place = check.findings.empty() || check.findings.front().pointer.empty() ? std::string("response")
                                                                                      : check.findings.front().pointer;
  OrderedJson json = {
      {"ruleId", visible(check.id)},
      {"ruleIndex", index},
      {"kind", sarif_kind(check.verdict)},
      {"level", sarif_level(check)},
      {"message", message(result_text(check))},
      // Code scanning drops results without a file; the report is the one that always exists.
      {"locations",
       {{{"physicalLocation", {{"artifactLocation", {{"uri", "report.json"}}}, {"region", {{"startLine", 1}}}}},
         {"logicalLocations", {{{"fullyQualifiedName", visible(core::elide(report.base_url + " " + place, 300))}}}}}}},
      {"partialFingerprints", {{"vidspec/v1", core::sha256_hex(report.profile_id + "\n" + check.id + "\n" + place)}}},
      {"properties", {{"subjects", check.subjects}}}};
  if (check.verdict == Verdict::waived)
    json["suppressions"] = {{{"kind", "external"}, {"status", "accepted"}, {"justification", visible(check.reason)}}};
  return json;
}

}  // namespace

auto write_sarif(const Report& report) -> std::string {
  OrderedJson driver = {{"name", "vidspec"},
                        {"version", report.suite_version},
                        {"semanticVersion", report.suite_version},
                        {"rules", OrderedJson::array()}};
  OrderedJson results = OrderedJson::array();
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    driver["rules"].push_back(rule(report.checks[i]));
    results.push_back(result(report.checks[i], i, report));
  }
  OrderedJson invocation = {{"executionSuccessful", report.outcome != Outcome::error}, {"exitCode", report.exit_code}};
  if (!report.exit_reason.empty()) invocation["exitCodeDescription"] = visible(report.exit_reason);
  if (!report.started.empty()) invocation["startTimeUtc"] = visible(report.started);
  if (!report.finished.empty()) invocation["endTimeUtc"] = visible(report.finished);
  const OrderedJson run = {{"tool", {{"driver", std::move(driver)}}},
                           {"invocations", OrderedJson::array({std::move(invocation)})},
                           {"automationDetails", {{"id", visible("vidspec/" + report.profile_id + "/")}}},
                           {"results", std::move(results)},
                           {"properties",
                            {{"verdict", name(report.outcome)},
                             {"profile", visible(report.profile_id)},
                             {"requirements", visible(report.requirements)},
                             {"target", visible(report.base_url)}}}};
  const OrderedJson log = {
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", OrderedJson::array({run})}};
  return core::escape_json_controls(log.dump(1, ' ', false, OrderedJson::error_handler_t::replace)) + "\n";
}

}  // namespace vidspec::reports
