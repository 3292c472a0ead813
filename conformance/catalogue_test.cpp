#include "conformance/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "conformance/judge.h"
#include "conformance/testing.h"
#include "core/file.h"

namespace vidspec::conformance {
namespace {

namespace fs = std::filesystem;

auto golden_path(const std::string& profile) -> fs::path {
  return fs::path(VIDSPEC_SOURCE_DIR) / "fixtures" / "catalogue" / (profile + ".txt");
}

auto lines_of(const core::Profile& profile) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const auto& entry : catalogue(profile)) {
    lines.push_back(entry.id + " | " + std::string(core::name(entry.binding.level)) + " | " +
                    std::string(core::name(entry.binding.provenance)) + " | " + entry.title.en);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

auto split(const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void update(const fs::path& path, const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  fs::create_directories(path.parent_path());
  core::write_file(path, text);
}

class Catalogue : public ::testing::TestWithParam<std::string> {};

TEST_P(Catalogue, IsTheReviewedOne) {
  const auto now = lines_of(*testing::profile(GetParam()));
  const auto path = golden_path(GetParam());
  if (std::getenv("VIDSPEC_UPDATE_GOLDEN") != nullptr) update(path, now);
  ASSERT_TRUE(fs::exists(path)) << path << " is missing; write it with VIDSPEC_UPDATE_GOLDEN=1 and read it";
  const auto reviewed = split(core::read_file(path, 1U << 20U));
  for (const auto& line : now) {
    EXPECT_TRUE(std::count(reviewed.begin(), reviewed.end(), line)) << "new or changed: " << line;
  }
  for (const auto& line : reviewed) {
    EXPECT_TRUE(std::count(now.begin(), now.end(), line)) << "gone or changed: " << line;
  }
  EXPECT_EQ(now.size(), reviewed.size())
      << "accept the difference with VIDSPEC_UPDATE_GOLDEN=1 scripts/test -R conformance";
}

TEST_P(Catalogue, NamesNoCheckThatDoesNotExist) {
  const auto profile = testing::profile(GetParam());
  std::set<std::string> ids;
  for (const auto* check : behaviour_checks()) ids.insert(std::string(check->id));
  for (const auto& [id, binding] : profile->rules) EXPECT_EQ(ids.count(id), 1U) << "rules: " << id;
  for (const auto& requirement : profile->requirements_of_fields) ids.insert(requirement.id);
  for (const auto& entry : profile->ambiguities) {
    const bool request = entry.check.find(".request.") != std::string::npos;
    EXPECT_TRUE(request || ids.count(entry.check) == 1) << "ambiguities: " << entry.check;
  }
}

TEST_P(Catalogue, BindsEveryRuleOfTheProfile) {
  const auto profile = testing::profile(GetParam());
  std::set<std::string> judged;
  for (const auto& entry : catalogue(*profile)) judged.insert(entry.id);
  for (const auto& [id, binding] : profile->rules) {
    EXPECT_EQ(judged.count(id), 1U) << id << " does not apply to this profile: its rule is dead";
  }
}

INSTANTIATE_TEST_SUITE_P(Builtin, Catalogue, ::testing::ValuesIn(core::builtin_profiles()), [](const auto& row) {
  auto name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace vidspec::conformance
