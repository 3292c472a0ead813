#include <gtest/gtest.h>

#include <sstream>

#include "cli/command.h"
#include "core/file.h"

namespace vidspec::cli {
namespace {

struct Result {
  int code = 0;
  std::string out;
  std::string err;
};

auto run(std::vector<const char*> arguments) -> Result {
  arguments.insert(arguments.begin(), "vidspec");
  std::ostringstream out;
  std::ostringstream err;
  const Interrupt interrupt;
  const int code = run_process(static_cast<int>(arguments.size()), arguments.data(), out, err, interrupt);
  return {code, out.str(), err.str()};
}

TEST(Process, BadUsageIsOneLineWithAHint) {
  struct Case {
    std::vector<const char*> arguments;
    const char* err;
  };
  const std::vector<Case> cases = {
      {{"repotr"}, "vidspec: unknown command \"repotr\" (did you mean \"report\"?); see vidspec --help\n"},
      {{"zzzzzzzz"}, "vidspec: unknown command \"zzzzzzzz\"; see vidspec --help\n"},
      {{"report", "--lagn", "zh"},
       "vidspec report: unknown flag --lagn (did you mean \"--lang\"?); see vidspec report --help\n"},
      {{"report", "a", "b"}, "vidspec report: unexpected argument b; see vidspec report --help\n"},
      {{"report"}, "vidspec report: give the folder of a run or its report.json\n"},
      {{"report", "x", "--lang", "fr"}, "--lang: \"fr\" is not known; write en or zh\n"},
      {{"report", "x", "--format", "jsom"}, "--format: \"jsom\" is no format (did you mean \"json\"?)\n"},
      {{"report", "x", "--color", "red"}, "--color: \"red\" is not known; write auto, always or never\n"},
      {{"report", "/no/such"}, "/no/such: cannot be read: No such file or directory\n"},
      {{"report", "--out"}, "vidspec report: --out: 1 required TEXT missing\n"},
  };
  for (const auto& example : cases) {
    const auto result = run(example.arguments);
    EXPECT_EQ(result.code, 2) << example.err;
    EXPECT_EQ(result.err, example.err);
    EXPECT_EQ(result.out, "");
  }
}

TEST(Process, AKeyIsNeverAnArgumentAndNeverRepeated) {
  for (const char* argument : {"--api-key=sk-canary-1", "--token=sk-canary-1"}) {
    const auto result = run({"report", argument});
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.err.find("canary"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("VIDSPEC_API_KEY"), std::string::npos);
  }
}

TEST(Process, HelpAndVersionSucceed) {
  for (const char* argument : {"--help", "--version", "help", "-h"}) {
    const auto result = run({argument});
    EXPECT_EQ(result.code, 0) << argument;
    EXPECT_EQ(result.err, "");
    EXPECT_NE(result.out, "");
  }
  for (const auto& command : commands()) {
    const auto result = run({command.name.data(), "--help"});
    EXPECT_EQ(result.code, 0) << command.name;
    EXPECT_NE(result.out.find("--config"), std::string::npos);
    EXPECT_NE(run({"--help"}).out.find(command.name), std::string::npos);
  }
  EXPECT_EQ(run({}).code, 2) << "nothing to do is a mistake";
}

TEST(Process, HostileArgumentsDoNotReachTheTerminal) {
  const auto result = run({"\x1b[31mred"});
  EXPECT_EQ(result.err.find('\x1b'), std::string::npos) << result.err;
}

class Config : public testing::Test {
 protected:
  auto run_with(const std::string& config, std::vector<const char*> more = {}) -> Result {
    core::write_file(path_, config);
    std::vector<const char*> arguments = {"report", sample_.c_str(), "--config", path_.c_str()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::string path_ = testing::TempDir() + "vidspec_config_test.json";
  std::string sample_ = VIDSPEC_SOURCE_DIR "/fixtures/reports/sample.json";
};

TEST_F(Config, GivesFlagsThatTheCommandLineLeftUnset) {
  EXPECT_NE(run_with("{\"lang\": \"zh\"}").out.find("退出码"), std::string::npos);
  EXPECT_EQ(run_with("{\"lang\": \"zh\"}", {"--lang", "en"}).out.find("退出码"), std::string::npos);
  EXPECT_LT(run_with("{\"quiet\": true}").out.size(), run_with("{\"quiet\": false}").out.size());
  EXPECT_EQ(run_with("// c\n{ /* c */ \"color\": \"never\", \"format\": [\"console\"] }").code, 0);
  EXPECT_EQ(run_with("{\"out\": \"//no /* comment */\"}").code, 0);
}

TEST_F(Config, NamesWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{\"lagn\": \"zh\"}", "#/lagn: is no flag of vidspec report (did you mean \"lang\"?)"},
      {"{\"quiet\": \"yes\"}", "#/quiet: must be true or false"},
      {"{\"lang\": {}}", "#/lang: must be a string, a number, true, false or an array of these"},
      {"{\"lang\": null}", "#/lang: must be a string, a number, true, false or an array of these"},
      {"{\"lang\": \"en\", \"lang\": \"zh\"}", "#/lang: stands here twice; keep one"},
      {"[1]", ": must be an object of flags, {\"flag\": value}"},
      {"{\"config\": \"x\"}", "#/config: is no flag of vidspec report"},
      {"{\"api-key\": \"sk-canary-1\"}",
       "#/api-key: keys do not belong into this file; set VIDSPEC_API_KEY or use \"api-key-file\""},
  };
  for (const auto& [config, message] : cases) {
    const auto result = run_with(config);
    EXPECT_EQ(result.code, 2) << config;
    EXPECT_EQ(result.err.substr(0, (path_ + message).size()), path_ + message);
    EXPECT_EQ(result.err.find("canary"), std::string::npos);
  }
  EXPECT_EQ(run_with("{\"lang\": ").code, 2);
  EXPECT_EQ(run_with("/* never ends").code, 2);
}

}  // namespace
}  // namespace vidspec::cli
