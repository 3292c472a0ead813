#include "core/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "core/digest.h"
#include "core/error.h"
#include "core/file.h"
#include "core/profile/check.h"
#include "core/suggest.h"

namespace vidspec::core {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path acme = fs::path(VIDSPEC_SOURCE_DIR) / "fixtures" / "profiles" / "acme";

/// A copy of the acme profile in a folder of its own, gone afterwards.
class Folder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = fs::temp_directory_path() / ("vidspec-" + std::to_string(getpid()) + "-" + test->name());
    fs::remove_all(path_);
    fs::copy(acme, path_);
  }
  void TearDown() override { fs::remove_all(path_); }

  void write(const std::string& name, const std::string& content) const { write_file(path_ / name, content); }
  [[nodiscard]] auto read(const std::string& name) const -> Json {
    return Json::parse(read_file(path_ / name, 1U << 20U));
  }

  /// Applies one JSON Patch operation to a file.
  void change(const std::string& name, const std::string& op, const std::string& pointer,
              const Json& value = {}) const {
    Json step = {{"op", op}, {"path", pointer}};
    if (op != "remove") step["value"] = value;
    write(name, read(name).patch(Json::array({step})).dump(2));
  }

  [[nodiscard]] auto mistakes() const -> std::vector<std::string> {
    std::vector<std::string> lines;
    for (const auto& mistake : check_profile(path_.string())) {
      lines.push_back(mistake.file + "#" + mistake.pointer + ": " + mistake.message);
    }
    return lines;
  }

  fs::path path_;
};

TEST(Profiles, AreListedInDocumentationOrder) {
  EXPECT_THAT(builtin_profiles(), ElementsAre("openai", "openai-format", "video-generations", "video-create",
                                              "sora-format", "official-format"));
}

TEST(Profiles, BuiltInOnesHaveNoMistakes) {
  for (const auto& name : builtin_profiles()) {
    for (const auto& mistake : check_profile(name)) {
      ADD_FAILURE() << name << "/" << mistake.file << "#" << mistake.pointer << ": " << mistake.message;
    }
    const auto profile = load_profile(name);
    EXPECT_EQ(profile->id, name);
    EXPECT_EQ(profile->sha256.size(), 64U);
    EXPECT_GT(profile->requirements_of_fields.size(), 10U) << name;
  }
}

TEST(Profiles, AreTheSameFromAFolder) {
  for (const auto& name : builtin_profiles()) {
    const auto folder = (fs::path(VIDSPEC_SOURCE_DIR) / "schemas" / name).string();
    EXPECT_EQ(load_profile(folder)->sha256, load_profile(name)->sha256) << name;
  }
}

TEST(Profiles, AnUnknownNameGetsTheKnownOnesAndAGuess) {
  try {
    load_profile("opanai");
    FAIL() << "loaded";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("openai, openai-format, video-generations, video-create"));
    EXPECT_THAT(error.what(), HasSubstr("did you mean openai?"));
  }
  EXPECT_THROW(load_profile(""), InputError);
  EXPECT_THROW(load_profile("/nonexistent/folder"), InputError);
  EXPECT_THROW(load_profile("../schemas"), InputError);
}

TEST_F(Folder, IsAProviderWithoutAnyCode) {
  EXPECT_THAT(mistakes(), ElementsAre());
  const auto profile = load_profile(path_.string());
  EXPECT_EQ(profile->id, "acme");
  EXPECT_EQ(profile->stage_of("polishing"), Stage::running);
  EXPECT_EQ(profile->words.at(Stage::running), "rendering");
  const Json task = {{"clip", {{"ticket", "clp_1"}, {"state", "done"}, {"born", 1}}}};
  ASSERT_NE(profile->field(task, "id"), nullptr);
  EXPECT_EQ(*profile->field(task, "id"), "clp_1");
  EXPECT_EQ(profile->field(task, "result_url"), nullptr);
  EXPECT_EQ(profile->field(task, "prompt"), nullptr);
  ASSERT_NE(profile->schema("task"), nullptr);
  EXPECT_TRUE(profile->schema("task")->accepts(task));
  EXPECT_EQ(profile->rules.at("lifecycle.created-at-stable").level, Level::must);
  EXPECT_EQ(profile->operation(Operation::retrieve)->query.front().second, "{id}");
  EXPECT_EQ(profile->operation(Operation::list), nullptr);
  std::vector<std::string> ids;
  for (const auto& requirement : profile->requirements_of_fields) ids.push_back(requirement.id);
  EXPECT_THAT(ids, testing::IsSupersetOf({"task.id.present", "task.id.format", "task.status.enum",
                                          "task.progress.range", "task.clip.present", "task.error.message.present",
                                          "error.text.present", "deleted.gone.const"}));
}

TEST_F(Folder, CanBeNamedByItsManifest) { EXPECT_EQ(load_profile((path_ / "profile.json").string())->id, "acme"); }

TEST_F(Folder, DigestCoversNamesSizesAndBytes) {
  const auto before = load_profile(path_.string())->sha256;
  std::string all;
  for (const auto* name :
       {"create.request.schema.json", "deleted.schema.json", "error.schema.json", "profile.json", "task.schema.json"}) {
    const auto bytes = read_file(path_ / name, 1U << 20U);
    all += std::string(name) + '\0' + std::to_string(bytes.size()) + '\0' + bytes;
  }
  EXPECT_EQ(before, sha256_hex(all));
  change("profile.json", "replace", "/title/en", "Acme clips");
  EXPECT_NE(load_profile(path_.string())->sha256, before);
}

TEST_F(Folder, LoadingNamesFileAndPointerOfTheFirstMistake) {
  change("profile.json", "replace", "/units/progress", "percentage");
  try {
    load_profile(path_.string());
    FAIL() << "loaded";
  } catch (const InputError& error) {
    EXPECT_EQ(error.where(), path_.string() + "/profile.json");
    EXPECT_EQ(error.pointer(), "/units/progress");
    EXPECT_THAT(error.message(), HasSubstr("fraction"));
  }
}

TEST_F(Folder, BoundsHold) {
  write("notes.txt", "x");
  write("big.schema.json", std::string((1U << 20U) + 1, ' '));
  EXPECT_THAT(mistakes(), testing::IsSupersetOf({HasSubstr("notes.txt#: does not belong here"),
                                                 HasSubstr("big.schema.json#: is larger than")}));
  for (int i = 0; i < 70; ++i) write("x" + std::to_string(i) + ".schema.json", "{}");
  EXPECT_THAT(mistakes(), testing::Contains(HasSubstr("at most 64 files")));
}

TEST_F(Folder, ListsSeveralMistakesAtOnce) {
  change("profile.json", "replace", "/auth/source", "manul");
  change("profile.json", "replace", "/fields/progress", "/clip/percent");
  change("profile.json", "replace", "/statuses/failed", {"broken", "done"});
  EXPECT_THAT(mistakes(),
              testing::UnorderedElementsAre(
                  "profile.json#/auth/source: \"manul\" is no document of this profile; did you mean \"manual\"?",
                  HasSubstr("profile.json#/fields/progress: \"/clip/percent\" is not in task.schema.json"),
                  HasSubstr("\"done\" is also a word of completed")));
}

TEST(Profile, AmbiguityCoversItsValuesAndItsCase) {
  Profile profile;
  profile.ambiguities.push_back({"task.size.enum", {"\"1x1\""}, "", {}, {}});
  profile.ambiguities.push_back({"lifecycle.id-stable", {}, "prefix-dropped", {}, {}});
  profile.ambiguities.push_back({"lifecycle.error-only-on-failed", {}, "", {}, {}});
  const Json one = "1x1";
  const Json two = "2x2";
  EXPECT_NE(profile.ambiguity("task.size.enum", &one), nullptr);
  EXPECT_EQ(profile.ambiguity("task.size.enum", &two), nullptr);
  EXPECT_EQ(profile.ambiguity("task.size.enum", nullptr), nullptr);
  EXPECT_EQ(profile.ambiguity("task.size.type", &one), nullptr);
  EXPECT_NE(profile.ambiguity("lifecycle.id-stable", &one, "prefix-dropped"), nullptr);
  EXPECT_EQ(profile.ambiguity("lifecycle.id-stable", &one), nullptr);
  EXPECT_EQ(profile.ambiguity("lifecycle.id-stable", &one, "other"), nullptr);
  EXPECT_NE(profile.ambiguity("lifecycle.error-only-on-failed", nullptr), nullptr);
  EXPECT_NE(profile.ambiguity("lifecycle.error-only-on-failed", nullptr, "pending"), nullptr);
}

TEST(Suggest, FindsTheNearestWord) {
  EXPECT_EQ(closest("Openai", {"openai", "openai-format"}), "openai");
  EXPECT_EQ(closest("sora", {"openai", "sora-format"}), std::nullopt);
  EXPECT_EQ(closest("", {"openai"}), std::nullopt);
  EXPECT_EQ(closest(std::string(100'000, 'x'), {"openai"}), std::nullopt);
}

TEST(CheckIds, HaveOneForm) {
  for (const auto* id : {"task.id.type", "lifecycle.no-regression", "task.clip.fileName.type", "a.b"})
    EXPECT_TRUE(is_check_id(id)) << id;
  for (const auto* id : {"", "task", ".task", "task.", "a..b", "a b.c", "a.b/c"}) EXPECT_FALSE(is_check_id(id)) << id;
}

}  // namespace
}  // namespace vidspec::core
