#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "cli/command.h"
#include "conformance/certificate.h"
#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/digest.h"
#include "core/file.h"
#include "core/journal.h"
#include "core/signature.h"
#include "core/version.h"
#include "http/clock.h"
#include "reports/json.h"

namespace vidspec::cli {
namespace {

namespace fs = std::filesystem;
using conformance::testing::Story;

/// A folder with the journal and the report of a good run, and a pair of keys.
class CertificateFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    auto story = Story::good();
    auto header = story.journal().header;
    header.suite_version = core::version();
    header.profile_sha256 = story.profile().sha256;
    header.started = core::rfc3339(now_ - std::chrono::minutes(2));
    header.ops = {"core"};
    core::FileJournal file(folder_ / "journal.jsonl", core::Redactor());
    file.begin(header);
    for (const auto& exchange : story.journal().exchanges) file.add(exchange);
    file.end({1, 2, 0.4, "USD", 0, {}}, false, now_);
    core::write_file(folder_ / "report.json", reports::write_json(conformance::judge(story.profile(), file.journal())));
    ASSERT_EQ(run({"keygen", at("issuer")}), 0) << text_;
  }

  [[nodiscard]] static auto at(const std::string& name) -> std::string { return (folder_ / name).string(); }

  auto run(std::vector<const char*> arguments) -> int {
    arguments.insert(arguments.begin(), "vidspec");
    std::ostringstream out, err;
    const Interrupt interrupt;
    const int code = run_process(static_cast<int>(arguments.size()), arguments.data(), out, err, interrupt);
    text_ = out.str() + err.str();
    return code;
  }
  auto run(const std::vector<std::string>& arguments) -> int {
    std::vector<const char*> pointers;
    for (const auto& argument : arguments) pointers.push_back(argument.c_str());
    return run(pointers);
  }

  /// As vidspec certify, with a selftest that was passed.
  void certify() {
    const auto bytes = core::read_file(at("journal.jsonl"), 1U << 30U);
    const auto journal = core::read_journal(at("journal.jsonl"));
    const auto profile = core::load_profile("openai");
    const auto report = reports::read_report(folder_);
    const std::map<std::string, std::string> files;
    const conformance::Certification certification{*profile, files,          journal, report, core::sha256_hex(bytes),
                                                   "b",      {10, 10, true}, now_,    365};
    ASSERT_EQ(conformance::refusals(certification), std::vector<std::string>());
    const auto key = core::read_file(at("issuer.key"), 4096);
    core::write_file(at("certificate.json"), conformance::certify(certification, key, "issuer.key"));
  }
  auto verify() -> int { return run({"verify", at("certificate.json"), "--key", at("issuer.pub")}); }

  core::Instant now_ = http::SystemClock().now();
  std::string text_;
  static inline const fs::path folder_ = fs::path(::testing::TempDir()) / "vidspec-certificate";
};

TEST_F(CertificateFiles, HoldWithTheirJournal) {
  certify();
  EXPECT_EQ(verify(), 0) << text_;
  EXPECT_NE(text_.find("VALID · exit code 0: signed, in time, and its journal says the same"), std::string::npos);
  EXPECT_NE(text_.find("10 of 10 faults caught"), std::string::npos);
}

TEST_F(CertificateFiles, SayLoudlyThatTheJournalIsMissing) {
  certify();
  fs::remove(folder_ / "journal.jsonl");
  EXPECT_EQ(verify(), 0);
  EXPECT_NE(text_.find("THE JOURNAL WAS NOT LOOKED AT"), std::string::npos) << text_;
  EXPECT_EQ(run({"verify", at("certificate.json"), "--key", at("issuer.pub"), "--journal", at("none.jsonl")}), 2);
}

TEST_F(CertificateFiles, NoticeAnyChangedByteOfTheJournal) {
  certify();
  const auto journal = core::read_file(at("journal.jsonl"), 1U << 20U);
  for (std::size_t i = 0; i < journal.size(); i += i + 400 < journal.size() ? 67 : 7) {
    auto bent = journal;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    core::write_file(at("journal.jsonl"), bent);
    ASSERT_EQ(verify(), 1) << "byte " << i;
    ASSERT_NE(text_.find("the journal is not the one that was certified"), std::string::npos) << text_;
  }
}

TEST_F(CertificateFiles, AreNotValidOnceChanged) {
  certify();
  auto text = core::read_file(at("certificate.json"), 1U << 20U);
  text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
  core::write_file(at("certificate.json"), text);
  EXPECT_EQ(verify(), 1);
  EXPECT_NE(text_.find("NOT VALID · exit code 1"), std::string::npos) << text_;
}

TEST_F(CertificateFiles, PrivateKeysArePrivate) {
  struct stat status {};
  ASSERT_EQ(::stat(at("issuer.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(text_.find("PRIVATE"), std::string::npos);
  EXPECT_EQ(run({"keygen", at("issuer")}), 2) << "never replaced";
  fs::permissions(at("issuer.key"), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(run({"certify", folder_.string(), "--key", at("issuer.key")}), 2);
  EXPECT_NE(text_.find("chmod 600"), std::string::npos) << text_;
}

TEST_F(CertificateFiles, BadKeysAreOneLine) {
  core::write_file(at("bad.pub"), "no key");
  core::write_file(at("large.pub"), std::string(20'000, 'x'));
  certify();
  for (const auto* name : {"bad.pub", "large.pub", "none.pub", "issuer.key"}) {
    EXPECT_EQ(run({"verify", at("certificate.json"), "--key", at(name)}), 2) << name;
    EXPECT_EQ(std::count(text_.begin(), text_.end(), '\n'), 1) << text_;
  }
  EXPECT_EQ(run({"certify", folder_.string(), "--key", at("issuer.pub")}), 2) << text_;
}

}  // namespace
}  // namespace vidspec::cli
