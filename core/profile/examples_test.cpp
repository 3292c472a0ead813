#include <gtest/gtest.h>

#include <set>

#include "core/embedded.h"
#include "core/profile.h"
#include "core/request_check.h"

namespace vidspec::core {
namespace {

struct Example {
  std::string file;
  Json json;
};

auto examples(const std::string& profile) -> std::vector<Example> {
  std::vector<Example> found;
  for (const auto path : embedded_files("fixtures/examples/" + profile + "/")) {
    found.push_back({std::string(path), Json::parse(embedded_file(path))});
  }
  return found;
}

auto is_request(const Example& example) -> bool {
  return example.json.at("object").get<std::string>().ends_with(".request");
}

/// The ids that an answer fails, each with the value that failed it.
auto failures(const Profile& profile, const Example& example) -> std::vector<std::pair<std::string, const Json*>> {
  std::vector<std::pair<std::string, const Json*>> failed;
  judge_fields(profile.requirements_of_fields, example.json.at("object").get<std::string>(), example.json.at("value"),
               [&](const FieldOutcome& outcome) {
                 if (!outcome.holds) failed.emplace_back(outcome.requirement->id, outcome.value);
               });
  return failed;
}

class Examples : public testing::TestWithParam<std::string> {};

TEST_P(Examples, SayWhereTheyComeFrom) {
  const auto profile = load_profile(GetParam());
  ASSERT_FALSE(examples(GetParam()).empty());
  for (const auto& [file, json] : examples(GetParam())) {
    const auto kind = json.at("kind").get<std::string>();
    EXPECT_TRUE(kind == "documented" || kind == "captured" || kind == "constructed") << file;
    EXPECT_TRUE(json.at("source").contains("quote") || json.at("source").contains("path")) << file;
    const auto document = json.at("source").at("doc").get<std::string>();
    EXPECT_TRUE(std::any_of(profile->documents.begin(), profile->documents.end(), [&](const Document& d) {
      return d.id == document;
    })) << file;
    const auto object = json.at("object").get<std::string>();
    EXPECT_TRUE(object == "content" || profile->schema(object) != nullptr) << file;
    EXPECT_FALSE(json.contains("deviates") && kind == "documented")
        << file << ": what is documented has to be accepted";
  }
}

TEST_P(Examples, OfAnswersAreAcceptedOrListedAsAmbiguous) {
  const auto profile = load_profile(GetParam());
  for (const auto& example : examples(GetParam())) {
    if (is_request(example)) continue;
    const auto deviates = example.json.value("deviates", std::set<std::string>());
    std::set<std::string> seen;
    for (const auto& [id, value] : failures(*profile, example)) {
      seen.insert(id);
      EXPECT_TRUE(deviates.count(id) != 0 || profile->ambiguity(id, value) != nullptr)
          << example.file << " fails " << id << " with " << (value == nullptr ? "nothing" : value->dump());
    }
    for (const auto& id : deviates) EXPECT_EQ(seen.count(id), 1U) << example.file << " no longer fails " << id;
  }
}

TEST_P(Examples, OfRequestsAreAccepted) {
  const auto profile = load_profile(GetParam());
  for (const auto& example : examples(GetParam())) {
    if (!is_request(example)) continue;
    for (const auto& mistake :
         check_request(*profile, example.json.at("object").get<std::string>(), example.json.at("value"))) {
      ADD_FAILURE() << example.file << " " << mistake.id << ": expected " << mistake.expected << ", found "
                    << mistake.actual;
    }
  }
}

/// The profile without one of its ambiguities.
auto without(const Profile& profile, std::size_t index) -> Profile {
  auto copy = profile;
  copy.ambiguities.erase(copy.ambiguities.begin() + static_cast<std::ptrdiff_t>(index));
  return copy;
}

auto is_needed(const Profile& profile, std::size_t index) -> bool {
  const auto& id = profile.ambiguities[index].check;
  const auto rest = without(profile, index);
  for (const auto& example : examples(profile.id)) {
    if (example.json.value("contradicts", std::set<std::string>()).count(id) != 0) return true;
    if (is_request(example)) {
      const auto mistakes = check_request(rest, example.json.at("object").get<std::string>(), example.json.at("value"));
      if (std::any_of(mistakes.begin(), mistakes.end(), [&](const auto& mistake) { return mistake.id == id; }))
        return true;
      continue;
    }
    for (const auto& [failed, value] : failures(profile, example)) {
      if (failed == id && rest.ambiguity(id, value) == nullptr) return true;
    }
  }
  return false;
}

TEST_P(Examples, NeedEveryAmbiguity) {
  const auto profile = load_profile(GetParam());
  for (std::size_t i = 0; i < profile->ambiguities.size(); ++i) {
    EXPECT_TRUE(is_needed(*profile, i)) << profile->ambiguities[i].check << ": no example shows the contradiction";
  }
}

TEST_P(Examples, ShowEveryAmbiguousValue) {
  const auto profile = load_profile(GetParam());
  for (const auto& entry : profile->ambiguities) {
    for (const auto& value : entry.accept) {
      bool shown = false;
      for (const auto& example : examples(GetParam()))
        shown = shown || example.json.at("value").dump().find(value) != std::string::npos;
      EXPECT_TRUE(shown) << entry.check << " accepts " << value << ", which no example has";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Builtin, Examples, testing::ValuesIn(builtin_profiles()), [](const auto& row) {
  auto name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace vidspec::core
