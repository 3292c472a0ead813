#include <nlohmann/json.hpp>

#include "conformance/certificate.h"
#include "conformance/certificate/dsse.h"
#include "conformance/judge.h"
#include "core/text.h"
#include "core/version.h"
#include "reports/findings.h"

namespace vidspec::conformance {

namespace {

using core::Json;

/// Reads a statement that its signature vouches for. Throws std::exception where it has another form.
auto certificate_of(const Json& statement) -> Certificate {
  const auto& predicate = statement.at("predicate");
  const auto& list = predicate.at("configuration");
  const auto& suite = list.at(0);
  const auto& profile = list.at(1);
  const auto& score = list.at(2).at("annotations");
  const auto& run = list.at(3).at("annotations");
  const auto digest = [](const Json& descriptor) { return descriptor.at("digest").at("sha256").get<std::string>(); };
  Certificate certificate;
  certificate.result = predicate.at("result").get<std::string>();
  certificate.journal_sha256 = digest(statement.at("subject").at(0));
  certificate.binary_sha256 = digest(suite);
  certificate.suite_version = suite.at("annotations").at("version").get<std::string>();
  certificate.requirements = suite.at("annotations").at("requirements").get<std::string>();
  certificate.profile_sha256 = digest(profile);
  certificate.profile = profile.at("annotations").at("id").get<std::string>();
  certificate.killed = score.at("killed").get<int>();
  certificate.faults = score.at("faults").get<int>();
  certificate.target = list.at(3).at("uri").get<std::string>();
  certificate.finished = run.at("finished").get<std::string>();
  certificate.issued = run.at("issued").get<std::string>();
  certificate.expires = run.at("expires").get<std::string>();
  certificate.judged = run.at("judged").get<int>();
  certificate.not_judged = run.at("not_judged").get<int>();
  run.at("ops").get_to(certificate.ops);
  run.at("not_observed").get_to(certificate.not_observed);
  predicate.at("passedTests").get_to(certificate.passed);
  predicate.at("warnedTests").get_to(certificate.warned);
  return certificate;
}

/// Whether a certificate says of the checks what judging its journal again says.
auto says_the_same(const Certificate& certificate, const reports::Report& report) -> bool {
  return certificate.passed == passed_in(report) &&
         certificate.warned == reports::ids_with(report, reports::Verdict::warn) &&
         certificate.not_observed == reports::ids_with(report, reports::Verdict::not_observed);
}

void check_time(Verification& verification, core::Instant now) {
  const auto issued = core::parse_rfc3339(verification.certificate->issued);
  const auto expires = core::parse_rfc3339(verification.certificate->expires);
  if (!issued || !expires) {
    verification.problems.emplace_back("does not say when it was issued and when it expires");
  } else if (*expires <= now) {
    verification.problems.push_back("expired on " + core::rfc3339(*expires).substr(0, 10));
  } else if (*issued > now + std::chrono::hours(24)) {
    verification.problems.push_back("was issued in the future, on " + core::rfc3339(*issued).substr(0, 10));
  }
}

}  // namespace

auto passed_in(const reports::Report& report) -> std::vector<std::string> {
  std::vector<std::string> passed;
  for (const auto verdict : {reports::Verdict::pass, reports::Verdict::note}) {
    for (const auto& check : report.checks) {
      if (check.verdict == verdict) passed.push_back(check.id);
    }
  }
  return passed;
}

auto verify(std::string_view text, const std::string& public_pem, const std::string& key_name, core::Instant now)
    -> Verification {
  Verification verification;
  const auto opened = unseal(text, public_pem, key_name);
  if (!opened.problem.empty()) {
    verification.problems.push_back(opened.problem);
    return verification;
  }
  try {
    const auto statement = Json::parse(opened.payload);
    if (statement.at("_type") != "https://in-toto.io/Statement/v1" ||
        statement.at("predicateType") != "https://in-toto.io/attestation/test-result/v0.1") {
      throw std::runtime_error("it is no test result of in-toto");
    }
    verification.certificate = certificate_of(statement);
  } catch (const std::exception& problem) {
    verification.problems.push_back(std::string("is signed, but says nothing that this version understands: ") +
                                    core::elide(problem.what(), 200));
    return verification;
  }
  check_time(verification, now);
  const auto& result = verification.certificate->result;
  if (result != "PASSED" && result != "WARNED") verification.problems.push_back("says " + core::elide(result, 40));
  return verification;
}

void verify_journal(Verification& verification, const core::Profile& profile, const core::Journal& journal,
                    const std::string& journal_sha256) {
  if (!verification.certificate) return;
  const auto& certificate = *verification.certificate;
  auto& problems = verification.problems;
  if (journal_sha256 != certificate.journal_sha256) {
    problems.emplace_back("the journal is not the one that was certified");
    return;
  }
  if (journal.header.base_url != certificate.target) problems.emplace_back("the journal is about another target");
  const auto report = judge(profile, journal);
  if (report.outcome != reports::Outcome::conformant) {
    problems.push_back("judging the journal again says " + std::string(reports::name(report.outcome)) + ": " +
                       report.exit_reason);
  }
  const bool same_suite = certificate.suite_version == core::version();
  const bool same_profile = profile.sha256 == certificate.profile_sha256;
  if (!same_suite) {
    verification.notes.push_back("judged again by vidspec " + std::string(core::version()) + "; it was issued by " +
                                 certificate.suite_version);
  }
  if (!same_profile) verification.notes.push_back("judged again with another version of profile " + profile.id);
  if (same_suite && same_profile && problems.empty() && !says_the_same(certificate, report))
    problems.emplace_back("judging the journal again says something else of its checks than the certificate");
}

}  // namespace vidspec::conformance
