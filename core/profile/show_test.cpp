#include "core/profile/show.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vidspec::core {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ShowProfiles, ListsEveryBuiltInOne) {
  for (const auto language : {Language::en, Language::zh}) {
    const auto text = list_profiles(language);
    for (const auto& name : builtin_profiles()) EXPECT_THAT(text, HasSubstr(name));
  }
  EXPECT_THAT(list_profiles(Language::zh), HasSubstr("模型接口/sora2/官方格式"));
}

TEST(ShowProfiles, TellsOneProfileInEitherLanguage) {
  const auto profile = load_profile("official-format");
  const auto english = show_profile(*profile, Language::en);
  EXPECT_THAT(english, HasSubstr("official-format: Model interfaces"));
  EXPECT_THAT(english, HasSubstr("Authorization: Bearer is optional"));
  EXPECT_THAT(english, HasSubstr("POST /v1/videos"));
  EXPECT_THAT(english, HasSubstr("0.5 CNY per second (720x1280, 1280x720)"));
  EXPECT_THAT(english, HasSubstr("2.5 CNY per second (1024x1792, 1792x1024)"));
  EXPECT_THAT(english, HasSubstr("task.size.enum: \"1024x1808\""));
  EXPECT_THAT(english, HasSubstr("size: 1024x1808"));
  EXPECT_THAT(english, HasSubstr("sha256 " + profile->sha256));
  const auto chinese = show_profile(*profile, Language::zh);
  EXPECT_THAT(chinese, HasSubstr("官方格式"));
  EXPECT_THAT(chinese, HasSubstr("可选"));
  EXPECT_THAT(chinese, Not(HasSubstr("Operations")));
}

TEST(ShowProfiles, SaysWhatIsUnknown) {
  const auto text = show_profile(*load_profile("video-create"), Language::en);
  EXPECT_THAT(text, HasSubstr("price unknown"));
  EXPECT_THAT(text, HasSubstr("GET /v1/video/query?id={id}"));
  EXPECT_THAT(text, HasSubstr("pending"));
  EXPECT_THAT(text, HasSubstr("/status_update_time"));
  EXPECT_THAT(text, HasSubstr("milliseconds"));
}

TEST(ShowProfiles, ListsMistakesOneALine) {
  EXPECT_EQ(
      show_mistakes("mine", {{"profile.json", "/id", "is wrong"}, {"x.txt", "", "does not belong here"}}, Language::en),
      "mine/profile.json#/id: is wrong\nmine/x.txt: does not belong here\nmine: 2 mistakes\n");
  EXPECT_THAT(show_mistakes("mine", {}, Language::en), HasSubstr("no mistakes"));
  EXPECT_THAT(show_mistakes("mine", {}, Language::zh), HasSubstr("没有错误"));
}

}  // namespace
}  // namespace vidspec::core
