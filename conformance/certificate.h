#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/evidence.h"
#include "core/profile.h"
#include "core/time.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// How well the program that judged can judge: from a selftest on the same profile.
struct DetectionScore {
  int killed = 0;  ///< faults that their own check caught
  int faults = 0;
  bool passed = false;  ///< nothing survived, nothing legal was red, the canary was caught
};

/// Plays the selftest of one profile. Takes seconds.
auto detection_score(const std::string& profile) -> DetectionScore;

/// What a certificate is made from. Refers to its parts, which must outlive it.
struct Certification {
  const core::Profile& profile;
  const std::map<std::string, std::string>& profile_files;  ///< SHA-256 of each file of the profile
  const core::Journal& journal;
  const reports::Report& report;  ///< as the run wrote it
  std::string journal_sha256;     ///< of the whole file
  std::string binary_sha256;      ///< of the program that judges
  DetectionScore score;
  core::Instant issued;
  int days = 365;  ///< from the end of the run to the end of the certificate
};

/// Every reason why this run earns no certificate; empty: it does. The journal is judged again for it.
auto refusals(const Certification& certification) -> std::vector<std::string>;

/// What a certificate counts as passed: what holds, and what a document leaves open.
auto passed_in(const reports::Report& report) -> std::vector<std::string>;

/// The signed certificate: a DSSE envelope (Ed25519) around an in-toto Statement v1 with a test-result predicate
/// (schemas/certificate.schema.json), one line of JSON. Only for a certification without refusals. Throws
/// core::InputError for a bad key.
auto certify(const Certification& certification, const std::string& private_pem, const std::string& key_name)
    -> std::string;

/// What a certificate says, once its signature holds.
struct Certificate {
  std::string target, profile, profile_sha256, suite_version, binary_sha256, requirements, result, journal_sha256,
      finished, issued, expires;
  int judged = 0, not_judged = 0, killed = 0, faults = 0;
  std::vector<std::string> ops, passed, warned, not_observed;
};

/// What verifying found out.
struct Verification {
  std::optional<Certificate> certificate;  ///< nothing when its signature does not hold
  std::vector<std::string> problems;       ///< why it is not valid; empty: it is
  std::vector<std::string> notes;          ///< what could not be looked at, and what differs without harm
};

/// Looks at signature, form and expiry. Every byte of the text counts: a certificate that is spelled otherwise is not
/// the one that was signed. Throws core::InputError only for a bad public key.
auto verify(std::string_view text, const std::string& public_pem, const std::string& key_name, core::Instant now)
    -> Verification;

/// Holds a journal against a certificate: its bytes, and what judging it again says.
void verify_journal(Verification& verification, const core::Profile& profile, const core::Journal& journal,
                    const std::string& journal_sha256);

}  // namespace vidspec::conformance
