#include "conformance/certificate.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "conformance/certificate/dsse.h"
#include "conformance/judge.h"
#include "conformance/selftest.h"
#include "core/version.h"
#include "http/message.h"
#include "reports/findings.h"

namespace vidspec::conformance {

namespace {

using Json = nlohmann::ordered_json;
using reports::ids_with;
using reports::Report;
using reports::Verdict;

auto is_loopback(const std::string& base_url) -> bool {
  const auto origin = http::origin_of(base_url);
  return origin.find("://127.0.0.1:") != std::string::npos || origin.find("://localhost:") != std::string::npos ||
         origin.find("://[::1]:") != std::string::npos;
}

auto end_of(const Certification& certification) -> core::Instant {
  const auto run = core::parse_rfc3339(certification.journal.finished).value_or(core::Instant{});
  return run + std::chrono::hours(24) * certification.days;
}

void refuse_list(std::vector<std::string>& reasons, const std::string& what, std::vector<std::string> ids) {
  if (ids.empty()) return;
  constexpr std::size_t most = 5;
  const auto more = ids.size() > most ? ids.size() - most : 0;
  ids.resize(ids.size() - more);
  reasons.push_back(what + ": " + reports::joined(ids) + (more > 0 ? " and " + std::to_string(more) + " more" : ""));
}

void refuse_evidence(std::vector<std::string>& reasons, const Certification& certification) {
  const auto& journal = certification.journal;
  const auto& header = journal.header;
  if (header.recorded_by != "run") reasons.emplace_back("the evidence was not collected by vidspec run");
  if (!journal.complete) reasons.push_back("the journal is not complete: " + journal.problem);
  if (journal.interrupted) reasons.emplace_back("the run was interrupted");
  if (header.suite_version != core::version()) {
    reasons.push_back("the run was made with vidspec " + header.suite_version + ", this is " +
                      std::string(core::version()));
  }
  if (header.profile != certification.profile.id || header.profile_sha256 != certification.profile.sha256) {
    reasons.push_back("the run was made with another version of profile " + header.profile);
  }
  if (!header.base_url.starts_with("https://") && !is_loopback(header.base_url))
    reasons.emplace_back("the target was not reached over https");
  if (journal.complete && end_of(certification) <= certification.issued) {
    reasons.push_back("the run is older than the " + std::to_string(certification.days) +
                      " days that a certificate of it would last");
  }
}

void refuse_verdicts(std::vector<std::string>& reasons, const Report& report) {
  refuse_list(reasons, "these checks fail", ids_with(report, Verdict::fail));
  refuse_list(reasons, "these checks ended in an error of ours", ids_with(report, Verdict::error));
  std::vector<std::string> musts;
  for (const auto& check : report.checks) {
    if (check.verdict == Verdict::could_not_run && check.binding.level == core::Level::must) musts.push_back(check.id);
  }
  refuse_list(reasons, "these MUSTs could not be judged", std::move(musts));
  if (!report.scope.empty()) reasons.push_back("not enough was judged; " + report.scope);
  if (report.spend.ambiguous > 0) reasons.emplace_back("a create was not answered: what it made was not judged");
  if (report.filtered) reasons.emplace_back("a filter or level cut what was judged");
}

auto verdicts_of(const Report& report) -> std::map<std::string, Verdict> {
  std::map<std::string, Verdict> result;
  for (const auto& check : report.checks) result.emplace(check.id, check.verdict);
  return result;
}

/// The report as it was written must say what the journal says.
void refuse_report(std::vector<std::string>& reasons, const Report& written, const Report& again) {
  const auto waived = ids_with(written, Verdict::waived);
  refuse_list(reasons, "a baseline waives these checks", waived);
  if (written.filtered && !again.filtered && waived.empty())
    reasons.emplace_back("the report was made with a baseline");
  if (waived.empty() && verdicts_of(again) != verdicts_of(written))
    reasons.emplace_back("report.json does not say what the journal says: it was changed, or written by another suite");
}

auto counts_of(const Report& report) -> Json {
  Json json = Json::object();
  for (const auto& [verdict, count] : reports::counts(report)) json[std::string(name(verdict))] = count;
  return json;
}

auto judged_in(const Report& report) -> int {
  return static_cast<int>(
      std::count_if(report.checks.begin(), report.checks.end(), [](const auto& check) { return check.subjects > 0; }));
}

auto configuration_of(const Certification& certification, const Report& report) -> Json {
  const auto& header = certification.journal.header;
  const auto& score = certification.score;
  const int judged = judged_in(report);
  Json list = Json::array();
  list.push_back(
      {{"name", "vidspec"},
       {"digest", {{"sha256", certification.binary_sha256}}},
       {"annotations", {{"version", core::version()}, {"requirements", certification.profile.requirements}}}});
  list.push_back({{"name", "profile"},
                  {"digest", {{"sha256", certification.profile.sha256}}},
                  {"annotations", {{"id", certification.profile.id}, {"files", certification.profile_files}}}});
  list.push_back({{"name", "selftest"},
                  {"digest", {{"sha256", certification.binary_sha256}}},
                  {"annotations", {{"killed", score.killed}, {"faults", score.faults}}}});
  list.push_back({{"name", "run"},
                  {"uri", header.base_url},
                  {"annotations",
                   {{"ops", header.ops},
                    {"started", header.started},
                    {"finished", certification.journal.finished},
                    {"issued", core::rfc3339(certification.issued)},
                    {"expires", core::rfc3339(end_of(certification))},
                    {"judged", judged},
                    {"not_judged", static_cast<int>(report.checks.size()) - judged},
                    {"counts", counts_of(report)},
                    {"not_observed", ids_with(report, Verdict::not_observed)}}}});
  return list;
}

auto statement_of(const Certification& certification, const Report& report) -> Json {
  const auto warned = ids_with(report, Verdict::warn);
  return {
      {"_type", "https://in-toto.io/Statement/v1"},
      {"subject", Json::array({{{"name", "journal.jsonl"}, {"digest", {{"sha256", certification.journal_sha256}}}}})},
      {"predicateType", "https://in-toto.io/attestation/test-result/v0.1"},
      {"predicate",
       {{"result", warned.empty() ? "PASSED" : "WARNED"},
        {"configuration", configuration_of(certification, report)},
        {"passedTests", passed_in(report)},
        {"warnedTests", warned},
        {"failedTests", Json::array()}}}};
}

}  // namespace

auto detection_score(const std::string& profile) -> DetectionScore {
  SelftestOptions options;
  options.profiles = {profile};
  const auto report = run_selftest(options);
  DetectionScore score;
  for (const auto& one : report.cases) {
    if (one.kind != SelftestCase::Kind::fault) continue;
    ++score.faults;
    score.killed += one.held ? 1 : 0;
  }
  score.passed = report.exit_code() == 0 && score.faults > 0;
  return score;
}

auto refusals(const Certification& certification) -> std::vector<std::string> {
  std::vector<std::string> reasons;
  const auto again = judge(certification.profile, certification.journal);
  refuse_evidence(reasons, certification);
  refuse_verdicts(reasons, again);
  refuse_report(reasons, certification.report, again);
  if (!certification.score.passed)
    reasons.emplace_back("the selftest of this vidspec does not pass for this profile; see vidspec selftest");
  if (reasons.empty() && again.outcome != reports::Outcome::conformant)
    reasons.push_back("the run is " + std::string(reports::name(again.outcome)) + ": " + again.exit_reason);
  return reasons;
}

auto certify(const Certification& certification, const std::string& private_pem, const std::string& key_name)
    -> std::string {
  const auto report = judge(certification.profile, certification.journal);
  const auto statement = statement_of(certification, report).dump(-1, ' ', false, Json::error_handler_t::replace);
  return seal(statement, private_pem, key_name);
}

}  // namespace vidspec::conformance
