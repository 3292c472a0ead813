#include "conformance/certificate.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/signature.h"
#include "core/version.h"

namespace vidspec::conformance {
namespace {

using testing::Story;

class CertificateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto& header = journal_.header;
    header.suite_version = core::version();
    header.profile_sha256 = profile_->sha256;
    header.base_url = "https://api.example/v1";
    header.ops = {"core"};
    journal_.finished = "2026-11-25T09:00:00.000Z";
    journal_.complete = true;
    report_ = judge(*profile_, journal_);
  }
  auto certification() -> Certification {
    return {*profile_, files_,  journal_, report_, core::sha256_hex("journal"), core::sha256_hex("binary"),
            score_,    issued_, 365};
  }
  auto issue() -> std::string { return certify(certification(), keys().private_pem, "k"); }
  static auto keys() -> const core::KeyPair& {
    static const auto pair = core::make_key_pair();
    return pair;
  }
  /// The one reason that a change gives, or all of them.
  auto reasons() -> std::string {
    std::string text;
    for (const auto& reason : refusals(certification())) text += (text.empty() ? "" : " | ") + reason;
    return text;
  }
  std::shared_ptr<const core::Profile> profile_ = testing::profile("openai");
  core::Journal journal_ = Story::good().journal();
  reports::Report report_;
  std::map<std::string, std::string> files_{{"task.schema.json", core::sha256_hex("schema")}};
  DetectionScore score_{150, 150, true};
  core::Instant issued_{core::Millis{1795600000000}};
};

TEST_F(CertificateTest, ACleanRunEarnsOne) {
  ASSERT_EQ(report_.outcome, reports::Outcome::conformant) << report_.exit_reason;
  EXPECT_EQ(reasons(), "");
  const auto verification = verify(issue(), keys().public_pem, "k.pub", issued_);
  ASSERT_TRUE(verification.problems.empty()) << verification.problems.front();
  const auto& certificate = *verification.certificate;
  EXPECT_EQ(certificate.target, "https://api.example/v1");
  EXPECT_EQ(certificate.profile, "openai");
  EXPECT_EQ(certificate.journal_sha256, core::sha256_hex("journal"));
  EXPECT_EQ(certificate.issued, "2026-11-25T09:46:40.000Z");
  EXPECT_EQ(certificate.expires, "2027-11-25T09:00:00.000Z");
  EXPECT_GT(certificate.judged, 0);
  EXPECT_EQ(certificate.judged + certificate.not_judged, static_cast<int>(report_.checks.size()));
  EXPECT_FALSE(certificate.not_observed.empty()) << "what was not seen is named";
}

TEST_F(CertificateTest, IsAnInTotoTestResult) {
  const auto envelope = core::Json::parse(issue());
  EXPECT_EQ(envelope["payloadType"], "application/vnd.in-toto+json");
  std::string payload;
  ASSERT_TRUE(core::base64_decode(envelope["payload"].get<std::string>(), payload));
  const auto statement = core::Json::parse(payload);
  EXPECT_EQ(statement["_type"], "https://in-toto.io/Statement/v1");
  EXPECT_EQ(statement["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
  EXPECT_TRUE(statement["predicate"]["failedTests"].empty());
  const auto& digest = statement["predicate"]["configuration"][0]["digest"]["sha256"];
  EXPECT_EQ(digest.get<std::string>(), core::sha256_hex("binary"));
}

// Every bit of every byte of a small one: dsse_test.
TEST_F(CertificateTest, ChangedBytesAreCaught) {
  const auto text = issue();
  ASSERT_TRUE(verify(text, keys().public_pem, "k", issued_).problems.empty());
  for (std::size_t i = 0; i < text.size(); i += 97) {
    auto bent = text;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    ASSERT_FALSE(verify(bent, keys().public_pem, "k", issued_).problems.empty()) << "byte " << i;
  }
}

TEST_F(CertificateTest, AnotherKeyDoesNotVouch) {
  const auto verification = verify(issue(), core::make_key_pair().public_pem, "other.pub", issued_);
  EXPECT_EQ(verification.problems, std::vector<std::string>{"was signed with another key than other.pub"});
  EXPECT_FALSE(verification.certificate);
  EXPECT_THROW(verify(issue(), "no key", "k.pub", issued_), core::InputError);
}

TEST_F(CertificateTest, Expires) {
  const auto text = issue();
  const auto end = *core::parse_rfc3339("2027-11-25T09:00:00Z");
  EXPECT_TRUE(verify(text, keys().public_pem, "k", end - core::Millis{1}).problems.empty());
  EXPECT_EQ(verify(text, keys().public_pem, "k", end).problems, std::vector<std::string>{"expired on 2027-11-25"});
  EXPECT_EQ(verify(text, keys().public_pem, "k", issued_ - std::chrono::hours(25)).problems,
            std::vector<std::string>{"was issued in the future, on 2026-11-25"});
  issued_ = end;
  EXPECT_EQ(reasons(), "the run is older than the 365 days that a certificate of it would last");
}

TEST_F(CertificateTest, TheJournalIsJudgedAgain) {
  auto verification = verify(issue(), keys().public_pem, "k", issued_);
  verify_journal(verification, *profile_, journal_, core::sha256_hex("journal"));
  EXPECT_TRUE(verification.problems.empty());
  verify_journal(verification, *profile_, journal_, core::sha256_hex("another"));
  EXPECT_EQ(verification.problems, std::vector<std::string>{"the journal is not the one that was certified"});
  auto failing = verify(issue(), keys().public_pem, "k", issued_);
  journal_.exchanges[1].answer.body = "{}";
  verify_journal(failing, *profile_, journal_, core::sha256_hex("journal"));
  EXPECT_EQ(failing.problems.size(), 1U) << "a signature does not make a failing journal good";
}

TEST_F(CertificateTest, MoreThanTheJournalShowsIsNotValid) {
  auto verification = verify(issue(), keys().public_pem, "k", issued_);
  verification.certificate->passed.push_back(verification.certificate->not_observed.back());
  verification.certificate->not_observed.pop_back();
  verify_journal(verification, *profile_, journal_, core::sha256_hex("journal"));
  EXPECT_EQ(
      verification.problems,
      std::vector<std::string>{"judging the journal again says something else of its checks than the certificate"});
}

TEST_F(CertificateTest, IsRefusedForEachReason) {
  journal_.header.recorded_by = "har";
  EXPECT_EQ(reasons(), "the evidence was not collected by vidspec run");
  journal_.header.recorded_by = "run";
  journal_.header.base_url = "http://api.example/v1";
  EXPECT_NE(reasons().find("the target was not reached over https"), std::string::npos);
  journal_.header.base_url = "https://api.example/v1";
  journal_.header.suite_version = "0.0.1";
  EXPECT_EQ(reasons(), "the run was made with vidspec 0.0.1, this is " + std::string(core::version()));
  journal_.header.suite_version = core::version();
  journal_.header.profile_sha256 = "0";
  EXPECT_EQ(reasons(), "the run was made with another version of profile openai");
  journal_.header.profile_sha256 = profile_->sha256;
  report_.checks[0].verdict = reports::Verdict::waived;
  EXPECT_EQ(reasons(), "a baseline waives these checks: " + report_.checks[0].id);
  report_.checks[0].verdict = reports::Verdict::fail;
  EXPECT_EQ(reasons(), "report.json does not say what the journal says: it was changed, or written by another suite");
  report_ = judge(*profile_, journal_);
  score_.passed = false;
  EXPECT_EQ(reasons(), "the selftest of this vidspec does not pass for this profile; see vidspec selftest");
  score_.passed = true;
  journal_.spend = core::Spend{1, 2, {}, "", 1, {}};
  EXPECT_NE(reasons().find("a create was not answered"), std::string::npos);
}

TEST_F(CertificateTest, AllReasonsAreTold) {
  journal_.complete = false;
  journal_.problem = "the footer is missing";
  journal_.interrupted = true;
  journal_.exchanges[1].answer.body = R"({"id":7})";
  score_.passed = false;
  const auto all = refusals(certification());
  EXPECT_GE(all.size(), 5U);
  EXPECT_NE(reasons().find("these checks fail: "), std::string::npos);
}

}  // namespace
}  // namespace vidspec::conformance
