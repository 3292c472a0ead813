#include "conformance/certificate.h"

#include <nlohmann/json.hpp>

#include "conformance/dsse.h"
#include "conformance/judge.h"
#include "core/digest.h"
#include "core/text.h"
#include "core/version.h"
#include "http/message.h"

namespace vidspec::conformance {

namespace {

using Json = nlohmann::ordered_json;
using reports::Outcome;
using reports::Report;
using reports::Verdict;

constexpr std::string_view statement_type = "https://in-toto.io/Statement/v1";
constexpr std::string_view predicate_type = "https://in-toto.io/attestation/test-result/v0.1";

auto is_loopback(const std::string& base_url) -> bool {
  const auto origin = http::origin_of(base_url);
  return origin.find("://127.0.0.1:") != std::string::npos || origin.find("://localhost:") != std::string::npos ||
         origin.find("://[::1]:") != std::string::npos;
}

auto ids_with(const Report& report, Verdict verdict) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& check : report.checks) {
    if (check.verdict == verdict) ids.push_back(check.id);
  }
  return ids;
}

void refuse_list(std::vector<std::string>& reasons, const std::vector<std::string>& ids, const std::string& what) {
  if (ids.empty()) return;
  constexpr std::size_t most = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) list += (i == 0 ? "" : ", ") + ids[i];
  if (ids.size() > most) list += " and " + std::to_string(ids.size() - most) + " more";
  reasons.push_back(what + ": " + list);
}

void refuse_verdicts(std::vector<std::string>& reasons, const Report& report) {
  refuse_list(reasons, ids_with(report, Verdict::fail), "these checks fail");
  refuse_list(reasons, ids_with(report, Verdict::error), "these checks ended in an error of ours");
  std::vector<std::string> musts;
  for (const auto& check : report.checks) {
    if (check.verdict == Verdict::could_not_run && check.binding.level == core::Level::must) musts.push_back(check.id);
  }
  refuse_list(reasons, musts, "these MUSTs could not be judged");
  if (!report.scope.empty()) reasons.push_back(report.scope);
  if (report.spend.ambiguous > 0) reasons.emplace_back("a create was not answered: what it made was not judged");
  if (report.filtered) reasons.emplace_back("a filter or level cut what was judged");
}

auto verdicts_of(const Report& report) -> std::vector<std::pair<std::string, Verdict>> {
  std::vector<std::pair<std::string, Verdict>> result;
  for (const auto& check : report.checks) result.emplace_back(check.id, check.verdict);
  return result;
}

auto day(core::Instant instant) -> std::string { return core::rfc3339(instant).substr(0, 10); }

auto statement_of(const Certification& certification, const Report& report) -> Json {
  const auto count = reports::counts(report);
  int judged = 0;
  for (const auto& check : report.checks) judged += check.subjects > 0 ? 1 : 0;
  auto passed = ids_with(report, Verdict::pass);
  const auto notes = ids_with(report, Verdict::note);
  passed.insert(passed.end(), notes.begin(), notes.end());
  const auto warned = ids_with(report, Verdict::warn);
  const auto& journal = certification.journal;
  Json configuration = Json::array();
  configuration.push_back(
      {{"name", "suite"},
       {"digest", {{"sha256", certification.binary_sha256}}},
       {"annotations", {{"version", core::version()}, {"requirements", certification.profile.requirements}}}});
  configuration.push_back({{"name", "profile"},
                           {"digest", {{"sha256", certification.profile.sha256}}},
                           {"annotations", {{"id", certification.profile.id}}}});
  configuration.push_back(
      {{"name", "target"}, {"uri", journal.header.base_url}, {"annotations", {{"ops", journal.header.ops}}}});
  configuration.push_back(
      {{"name", "selftest"},
       {"digest", {{"sha256", certification.binary_sha256}}},
       {"annotations", {{"killed", certification.score.killed}, {"faults", certification.score.faults}}}});
  configuration.push_back({{"name", "run"},
                           {"uri", journal.header.base_url},
                           {"annotations",
                            {{"started", journal.header.started},
                             {"finished", journal.finished},
                             {"issued", day(certification.issued)},
                             {"expires", day(certification.issued + std::chrono::hours(24) * certification.days)},
                             {"judged", judged},
                             {"not_judged", static_cast<int>(report.checks.size()) - judged},
                             {"not_applicable", count.at(Verdict::not_applicable)},
                             {"not_observed", ids_with(report, Verdict::not_observed)}}}});
  return {
      {"_type", statement_type},
      {"subject", Json::array({{{"name", "journal.jsonl"}, {"digest", {{"sha256", certification.journal_sha256}}}}})},
      {"predicateType", predicate_type},
      {"predicate",
       {{"result", warned.empty() ? "PASSED" : "WARNED"},
        {"configuration", std::move(configuration)},
        {"passedTests", passed},
        {"warnedTests", warned},
        {"failedTests", Json::array()}}}};
}

/// Reads a statement that its signature vouches for; a wrong form is a certificate that nobody of ours wrote.
auto certificate_of(const core::Json& statement) -> Certificate {
  const auto text = [&](const char* pointer) {
    return statement.at(core::Json::json_pointer(pointer)).get<std::string>();
  };
  const auto number = [&](const char* pointer) { return statement.at(core::Json::json_pointer(pointer)).get<int>(); };
  Certificate certificate;
  if (text("/_type") != statement_type || text("/predicateType") != predicate_type)
    throw std::runtime_error("it is no test result of in-toto");
  certificate.journal_sha256 = text("/subject/0/digest/sha256");
  certificate.result = text("/predicate/result");
  const std::string configuration = "/predicate/configuration/";
  certificate.binary_sha256 = text((configuration + "0/digest/sha256").c_str());
  certificate.suite_version = text((configuration + "0/annotations/version").c_str());
  certificate.requirements = text((configuration + "0/annotations/requirements").c_str());
  certificate.profile_sha256 = text((configuration + "1/digest/sha256").c_str());
  certificate.profile = text((configuration + "1/annotations/id").c_str());
  certificate.target = text((configuration + "2/uri").c_str());
  certificate.issued = text((configuration + "4/annotations/issued").c_str());
  certificate.expires = text((configuration + "4/annotations/expires").c_str());
  certificate.judged = number((configuration + "4/annotations/judged").c_str());
  certificate.not_judged = number((configuration + "4/annotations/not_judged").c_str());
  statement.at(core::Json::json_pointer(configuration + "4/annotations/not_observed")).get_to(certificate.not_observed);
  return certificate;
}

}  // namespace

auto refusals(const Certification& certification) -> std::vector<std::string> {
  std::vector<std::string> reasons;
  const auto& journal = certification.journal;
  const auto& header = journal.header;
  if (header.recorded_by != "run") reasons.emplace_back("the evidence was not collected by vidspec run");
  if (!journal.complete) reasons.push_back("the journal is not complete: " + journal.problem);
  if (journal.interrupted) reasons.emplace_back("the run was interrupted");
  if (header.suite_version != core::version())
    reasons.push_back("the run was made with vidspec " + header.suite_version + ", this is " +
                      std::string(core::version()));
  if (header.profile != certification.profile.id || header.profile_sha256 != certification.profile.sha256) {
    reasons.push_back("the run was made with another version of profile " + header.profile);
  }
  if (!header.base_url.starts_with("https://") && !is_loopback(header.base_url))
    reasons.emplace_back("the target was not reached over https");
  const auto again = judge(certification.profile, journal);
  refuse_verdicts(reasons, again);
  if (verdicts_of(again) != verdicts_of(certification.report))
    reasons.emplace_back("report.json does not say what the journal says: a baseline, a filter or a change by hand");
  if (again.outcome != Outcome::conformant && reasons.empty())
    reasons.push_back("the run is " + std::string(reports::name(again.outcome)));
  if (!certification.score.passed)
    reasons.emplace_back("the selftest of this vidspec does not pass; see vidspec selftest");
  return reasons;
}

auto certify(const Certification& certification, const std::string& private_pem, const std::string& key_name)
    -> std::string {
  const auto report = judge(certification.profile, certification.journal);
  const auto statement = statement_of(certification, report).dump(-1, ' ', false, Json::error_handler_t::replace);
  return seal(statement, private_pem, key_name);
}

auto verify(std::string_view text, const std::string& public_pem, const std::string& key_name, core::Instant now)
    -> Verification {
  Verification verification;
  const auto opened = unseal(text, public_pem, key_name);
  if (!opened.problem.empty()) {
    verification.problems.push_back(opened.problem);
    return verification;
  }
  const auto statement = core::parse_json(opened.payload);
  try {
    if (!statement) throw std::runtime_error(statement.error);
    verification.certificate = certificate_of(*statement.value);
  } catch (const std::exception& problem) {
    verification.problems.push_back(std::string("is signed, but says nothing that this version understands: ") +
                                    problem.what());
    return verification;
  }
  if (verification.certificate->expires < day(now))
    verification.problems.push_back("has expired on " + verification.certificate->expires);
  if (verification.certificate->result != "PASSED" && verification.certificate->result != "WARNED") {
    verification.problems.push_back("says " + core::elide(verification.certificate->result, 40));
  }
  return verification;
}

void verify_journal(Verification& verification, const core::Profile& profile, const core::Journal& journal,
                    const std::string& journal_sha256) {
  if (!verification.certificate) return;
  const auto& certificate = *verification.certificate;
  if (journal_sha256 != certificate.journal_sha256) {
    verification.problems.emplace_back("the journal is not the one that was certified");
    return;
  }
  if (profile.sha256 != certificate.profile_sha256)
    verification.notes.push_back("judged again with another version of profile " + profile.id);
  if (certificate.suite_version != core::version()) {
    verification.notes.push_back("judged again by vidspec " + std::string(core::version()) + "; it was issued by " +
                                 certificate.suite_version);
  }
  const auto report = judge(profile, journal);
  if (report.outcome != Outcome::conformant)
    verification.problems.push_back("judging the journal again says " + std::string(reports::name(report.outcome)) +
                                    ": " + report.exit_reason);
}

}  // namespace vidspec::conformance
