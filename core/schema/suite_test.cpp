#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/schema.h"

// The official JSON-Schema-Test-Suite: draft-07 as Debian packages it, and both drafts from a checkout where one is
// there.
namespace vidspec::core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view draft7 = "http://json-schema.org/draft-07/schema#";
constexpr std::string_view draft2020 = "https://json-schema.org/draft/2020-12/schema";

/// A required case that we do not pass, and why.
struct Exception {
  std::string_view suite;  ///< folder of the draft
  std::string_view test;   ///< "file: group: test"
  std::string_view reason;
};
constexpr std::array<Exception, 0> exceptions = {};

auto read(const fs::path& path) -> std::shared_ptr<const Json> {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const JsonResult result = parse_json(text.str(), {.max_bytes = 1U << 20U});
  if (!result) ADD_FAILURE() << path << ": " << result.error;
  return result.value;
}

/// The suite serves its remotes from here.
auto remotes(const fs::path& folder) -> std::function<std::shared_ptr<const Json>(std::string_view)> {
  return [folder](std::string_view uri) -> std::shared_ptr<const Json> {
    constexpr std::string_view origin = "http://localhost:1234/";
    if (!uri.starts_with(origin)) return nullptr;
    const fs::path path = folder / uri.substr(origin.size());
    return fs::is_regular_file(path) ? read(path) : nullptr;
  };
}

struct Score {
  int cases = 0;
  std::vector<std::string> wrong;
};

void run_group(const std::string& file, const Json& group, const SchemaOptions& options, Score& score) {
  const std::string title = file + ": " + group["description"].get<std::string>() + ": ";
  std::optional<Schema> schema;
  std::string problem;
  try {
    schema = Schema::compile(group["schema"], options);
  } catch (const InputError& error) {
    problem = error.what();
  }
  for (const Json& test : group["tests"]) {
    ++score.cases;
    const bool expected = test["valid"];
    const bool accepted = schema && schema->accepts(test["data"]);
    const std::vector<Violation> violations = schema ? schema->validate(test["data"]) : std::vector<Violation>{};
    if (schema && accepted == expected && violations.empty() == expected) continue;
    score.wrong.push_back(title + test["description"].get<std::string>());
    if (!problem.empty()) std::cout << "  cannot compile: " << problem << '\n';
  }
}

auto run_folder(const fs::path& folder, const SchemaOptions& options) -> Score {
  Score score;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.insert(entry.path());
  }
  for (const fs::path& path : files) {
    const auto groups = read(path);
    if (groups == nullptr) continue;
    for (const Json& group : *groups) run_group(path.stem().string(), group, options, score);
  }
  return score;
}

/// Every required case of a draft, with the exceptions that are listed for it.
void run_required(const fs::path& root, const std::string& draft, std::string_view dialect) {
  SchemaOptions options{.strict = false, .dialect = std::string(dialect), .resolve = remotes(root / "remotes")};
  const Score score = run_folder(root / "tests" / draft, options);
  std::set<std::string> expected;
  for (const Exception& exception : exceptions) {
    if (exception.suite == draft) expected.emplace(exception.test);
  }
  for (const std::string& wrong : score.wrong) {
    EXPECT_EQ(expected.erase(wrong), 1U) << "wrong: " << wrong;
  }
  for (const std::string& stale : expected) ADD_FAILURE() << "listed as an exception, but passes: " << stale;
  std::cout << "  " << draft << ": " << score.cases - static_cast<int>(score.wrong.size()) << " of " << score.cases
            << " required cases\n";
  EXPECT_GT(score.cases, 400);
}

auto checkout() -> fs::path {
  if (const char* path = std::getenv("VIDSPEC_SCHEMA_SUITE")) return path;
  return fs::path(VIDSPEC_SOURCE_DIR) / ".." / "shared" / "json-schema-test-suite";
}

TEST(SchemaSuite, ExceptionsAreFewAndReasoned) {
  EXPECT_LE(exceptions.size(), 6U);
  for (const Exception& exception : exceptions) {
    EXPECT_EQ(exception.suite, "draft2020-12");
    EXPECT_FALSE(exception.reason.empty());
  }
}

TEST(SchemaSuite, Draft07OfDebian) {
  const fs::path root = "/usr/share/json-schema-test-suite";
  ASSERT_TRUE(fs::is_directory(root / "tests/draft7")) << "install it: apt-get install json-schema-test-suite";
  run_required(root, "draft7", draft7);
}

TEST(SchemaSuite, BothDraftsOfTheCheckout) {
  if (!fs::is_directory(checkout() / "tests")) {
    GTEST_SKIP() << "no JSON-Schema-Test-Suite at " << checkout() << " (or $VIDSPEC_SCHEMA_SUITE): 2020-12 was not run";
  }
  run_required(checkout(), "draft7", draft7);
  run_required(checkout(), "draft2020-12", draft2020);
}

TEST(SchemaSuite, OptionalCases) {
  if (!fs::is_directory(checkout() / "tests")) GTEST_SKIP() << "no JSON-Schema-Test-Suite at " << checkout();
  for (const auto& [draft, dialect] : {std::pair{"draft7", draft7}, {"draft2020-12", draft2020}}) {
    SchemaOptions options{.strict = false, .dialect = std::string(dialect), .resolve = remotes(checkout() / "remotes")};
    const Score other = run_folder(checkout() / "tests" / draft / "optional", options);
    options.assert_formats = true;
    const Score formats = run_folder(checkout() / "tests" / draft / "optional/format", options);
    std::cout << "  " << draft << ": " << other.cases - static_cast<int>(other.wrong.size()) << " of " << other.cases
              << " optional cases, " << formats.cases - static_cast<int>(formats.wrong.size()) << " of "
              << formats.cases << " of formats\n";
    for (const std::string& wrong : other.wrong) std::cout << "  - " << wrong << '\n';
    for (const std::string& wrong : formats.wrong) std::cout << "  - " << wrong << '\n';
  }
}

}  // namespace
}  // namespace vidspec::core
