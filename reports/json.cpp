#include "reports/json.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/lifecycle.h"
#include "core/utf8.h"

namespace vidspec::reports {

namespace {

using Ordered = nlohmann::ordered_json;

auto finding_json(const Finding& finding) -> Ordered {
  Ordered json = {{"evidence", finding.evidence},
                  {"pointer", finding.pointer},
                  {"expected", finding.expected},
                  {"actual", finding.actual},
                  {"hint", finding.hint}};
  if (finding.ambiguous) json["ambiguous"] = true;
  if (!finding.curl.empty()) json["curl"] = finding.curl;
  return json;
}

auto check_json(const CheckResult& check) -> Ordered {
  Ordered json = {{"id", check.id},
                  {"area", check.area},
                  {"ops", check.ops},
                  {"title", check.title.en},
                  {"level", core::name(check.binding.level)},
                  {"provenance", core::name(check.binding.provenance)},
                  {"source", {{"doc", check.binding.source.doc}, {"quote", check.binding.source.quote}}},
                  {"verdict", name(check.verdict)},
                  {"subjects", check.subjects},
                  {"findings", Ordered::array()},
                  {"why", check.why.en},
                  {"fix", check.fix.en},
                  {"zh", {{"title", check.title.zh}, {"why", check.why.zh}, {"fix", check.fix.zh}}}};
  for (const auto& finding : check.findings) json["findings"].push_back(finding_json(finding));
  if (check.more_findings > 0) json["more_findings"] = check.more_findings;
  if (!check.reason.empty()) json["reason"] = check.reason;
  return json;
}

auto task_json(const TaskLine& task) -> Ordered {
  Ordered json = {{"id", task.id}, {"operation", task.operation}, {"timeline", Ordered::array()}};
  for (const auto& sighting : task.timeline) {
    Ordered line = {{"t_ms", sighting.t_ms},
                    {"stage", nullptr},
                    {"status", sighting.status},
                    {"progress", nullptr},
                    {"evidence", sighting.evidence}};
    if (sighting.stage) line["stage"] = core::name(*sighting.stage);
    if (sighting.progress) line["progress"] = *sighting.progress;
    json["timeline"].push_back(std::move(line));
  }
  return json;
}

auto spend_json(const core::Spend& spend) -> Ordered {
  Ordered json = {{"videos", spend.videos},     {"max_videos", spend.max_videos}, {"cost", nullptr},
                  {"currency", spend.currency}, {"ambiguous", spend.ambiguous},   {"orphans", spend.orphans}};
  if (spend.cost) json["cost"] = *spend.cost;
  return json;
}

auto report_json(const Report& report) -> Ordered {
  Ordered json = {{"schema_version", 1},
                  {"verdict", name(report.outcome)},
                  {"exit_code", report.exit_code},
                  {"exit_reason", report.exit_reason},
                  {"scope", report.scope},
                  {"suite", {{"version", report.suite_version}, {"requirements", report.requirements}}},
                  {"profile",
                   {{"id", report.profile_id},
                    {"sha256", report.profile_sha256},
                    {"title", report.profile_title.en},
                    {"title_zh", report.profile_title.zh},
                    {"documents", Ordered::array()}}},
                  {"target", {{"base_url", report.base_url}}},
                  {"run",
                   {{"started", report.started},
                    {"finished", report.finished},
                    {"duration_ms", report.duration_ms},
                    {"requests", report.requests},
                    {"ops", report.ops},
                    {"filtered", report.filtered}}},
                  {"journal", {{"sha256", report.journal_sha256}, {"complete", report.journal_complete}}},
                  {"spend", spend_json(report.spend)},
                  {"counts", Ordered::object()},
                  {"notices", report.notices},
                  {"checks", Ordered::array()},
                  {"tasks", Ordered::array()}};
  for (const auto& document : report.documents) {
    json["profile"]["documents"].push_back({{"id", document.id}, {"title", document.title}, {"url", document.url}});
  }
  for (const auto& [verdict, count] : counts(report)) json["counts"][std::string(name(verdict))] = count;
  for (const auto& check : report.checks) json["checks"].push_back(check_json(check));
  for (const auto& task : report.tasks) json["tasks"].push_back(task_json(task));
  return json;
}

}  // namespace

auto write_json(const Report& report) -> std::string {
  // Reports can be built from bytes of a target, which need not be UTF-8.
  return core::escape_json_controls(report_json(report).dump(1, ' ', false, Ordered::error_handler_t::replace)) + "\n";
}

}  // namespace vidspec::reports
