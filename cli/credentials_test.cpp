#include "cli/credentials.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/error.h"
#include "core/file.h"

namespace vidspec::cli {
namespace {

class Credentials : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("VIDSPEC_API_KEY");
    unsetenv("VIDSPEC_TEST_KEY");
  }
  void TearDown() override {
    SetUp();
    std::filesystem::remove(path_);
  }
  /// The complaint about these flags, or what went well.
  auto refusal(const KeyFlags& flags) -> std::string {
    try {
      return "accepted " + std::to_string(read_key(flags, output_).size()) + " bytes";
    } catch (const core::InputError& error) {
      return error.what();
    }
  }
  std::ostringstream out_;
  std::ostringstream err_;
  Output output_{out_, err_};
  std::string path_ = testing::TempDir() + "vidspec_key_test";
};

TEST_F(Credentials, ComeFromAVariableOrAFile) {
  EXPECT_EQ(read_key({}, output_), "");
  setenv("VIDSPEC_API_KEY", "sk-canary-default", 1);
  EXPECT_EQ(read_key({}, output_), "sk-canary-default");
  setenv("VIDSPEC_TEST_KEY", "sk-canary-named", 1);
  EXPECT_EQ(read_key({"VIDSPEC_TEST_KEY", ""}, output_), "sk-canary-named");
  core::write_file(path_, "  sk-canary-file\r\n");
  EXPECT_EQ(read_key({"", path_}, output_), "sk-canary-file") << "editors end a file with a line feed";
}

TEST_F(Credentials, AreTakenOutOfEverythingThatLeaves) {
  setenv("VIDSPEC_API_KEY", "sk-canary-0123456789", 1);
  read_key({}, output_);
  read_headers({"X-Relay-Token: canary-header-value", "X-Auth: Basic canary-basic-value", "User-Agent: plain/1.0"},
               output_);
  const std::string text =
      "sk-canary-0123456789 canary-header-value canary-basic-value plain/1.0 c2stY2FuYXJ5LTAxMjM0NTY3ODk=";
  output_.out(text);
  output_.err(text);
  output_.file(path_, text);
  for (const auto& written : {out_.str(), err_.str(), core::read_file(path_, 1000)}) {
    EXPECT_EQ(written.find("canary"), std::string::npos) << written;
    EXPECT_EQ(written.find("c2stY2FuYXJ5"), std::string::npos) << "base64 of the key";
    EXPECT_NE(written.find("plain/1.0"), std::string::npos) << "nothing else is lost";
  }
}

TEST_F(Credentials, RefusalsSayWhatToDoAndHoldNoKey) {
  setenv("VIDSPEC_API_KEY", "tiny", 1);
  EXPECT_EQ(refusal({}), "VIDSPEC_API_KEY: the key is shorter than 6 bytes and could not be kept out of the reports");
  setenv("VIDSPEC_API_KEY", "sk-canary two", 1);
  EXPECT_EQ(refusal({}),
            "VIDSPEC_API_KEY: the key holds blanks or characters that no header can carry; check how it was copied");
  EXPECT_EQ(refusal({"sk-canary", ""}), "--api-key-env: takes the name of a variable, never a key");
  EXPECT_EQ(refusal({"VIDSPEC_TEST_KEY", ""}), "--api-key-env: the variable it names is not set");
  EXPECT_EQ(refusal({"A", "B"}), "--api-key-env and --api-key-file exclude each other");
  EXPECT_NE(refusal({"", "/no/such/file"}).find("cannot be read"), std::string::npos);
  core::write_file(path_, "\n");
  EXPECT_NE(refusal({"", path_}).find("shorter than 6 bytes"), std::string::npos);
}

}  // namespace
}  // namespace vidspec::cli
