#include <gtest/gtest.h>

#include "core/text.h"
#include "mock/mock.h"
#include "mock/testing.h"

// What holds for a mock of every built-in profile.
namespace vidspec::mock {
namespace {

using core::Millis;

// A create body in the dialect's first encoding.
auto create(TestBench& bench, const core::Profile& profile) -> http::Response {
  const auto& operation = *profile.operation(core::Operation::create);
  const std::string target = profile.base_path + operation.path;
  if (operation.encodings.front() == "application/json") return bench.post(target, profile.create_default);
  std::vector<std::pair<std::string, std::string>> fields;
  for (const auto& [name, value] : profile.create_default.items()) {
    fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return bench.ask("POST", target, form(fields), form_type);
}

auto retrieve(TestBench& bench, const core::Profile& profile, const std::string& id) -> http::Response {
  const auto& operation = *profile.operation(core::Operation::retrieve);
  std::string target = profile.base_path + operation.path;
  if (const auto at = target.find("{id}"); at != std::string::npos) target.replace(at, 4, core::percent_encode(id));
  if (!operation.query.empty()) target += "?" + operation.query.front().first + "=" + core::percent_encode(id);
  return bench.get(target);
}

class EveryProfile : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Mock, EveryProfile, testing::ValuesIn(core::builtin_profiles()), [](const auto& instance) {
  std::string name = instance.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST_P(EveryProfile, ATaskIsAsItsSchemaSaysFromBeginningToEnd) {
  TestBench bench(GetParam());
  const auto profile = profile_of(GetParam());
  const auto made = create(bench, *profile);
  EXPECT_EQ(made.status, 200) << made.body;
  auto task = bench.json(made);
  const std::string id = profile->field(task, "id")->get<std::string>();
  std::vector<core::Stage> stages;
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(conforms(GetParam(), "task", task), "") << task;
    EXPECT_EQ(*profile->field(task, "id"), id);
    stages.push_back(profile->stage_of(profile->field(task, "status")->get<std::string>()).value());
    bench.clock.advance(Millis{800});
    task = bench.json(retrieve(bench, *profile, id));
  }
  EXPECT_EQ(stages.front(), core::Stage::queued);
  EXPECT_EQ(stages[3], core::Stage::running);
  EXPECT_EQ(stages.back(), core::Stage::completed);
}

TEST_P(EveryProfile, WhatIsCompletedCanBeDownloaded) {
  TestBench bench(GetParam());
  const auto profile = profile_of(GetParam());
  const auto id = profile->field(bench.json(create(bench, *profile)), "id")->get<std::string>();
  bench.clock.advance(Millis{5000});
  const auto task = bench.json(retrieve(bench, *profile, id));
  for (const auto& way : profile->download) {
    std::string target;
    if (way == "result_url") {
      const auto url = profile->field(task, "result_url")->get<std::string>();
      ASSERT_TRUE(url.starts_with("http://mock.test/")) << url;
      target = url.substr(std::string("http://mock.test").size());
      bench.key.clear();
      EXPECT_EQ(bench.get(target.substr(0, target.find('?'))).status, 403);
    } else {
      target = profile->base_path + profile->operation(core::Operation::content)->path;
      target.replace(target.find("{id}"), 4, core::percent_encode(id));
    }
    const auto file = bench.get(target);
    EXPECT_EQ(file.status, 200) << target;
    ASSERT_NE(file.source, nullptr);
    std::string head(8, ' ');
    file.source->read(0, head);
    EXPECT_EQ(head.substr(4), "ftyp");
  }
}

TEST_P(EveryProfile, AFailureIsExplained) {
  TestBench bench(GetParam(), {.course = {.fails = true, .fail_percent = 10}});
  const auto profile = profile_of(GetParam());
  const auto id = profile->field(bench.json(create(bench, *profile)), "id")->get<std::string>();
  bench.clock.advance(Millis{5000});
  const auto task = bench.json(retrieve(bench, *profile, id));
  EXPECT_EQ(conforms(GetParam(), "task", task), "") << task;
  EXPECT_EQ(profile->stage_of(profile->field(task, "status")->get<std::string>()), core::Stage::failed);
  EXPECT_NE(task.dump().find("blocked by our moderation"), std::string::npos) << task;
}

TEST_P(EveryProfile, RefusalsAreInTheEnvelope) {
  TestBench bench(GetParam());
  const auto profile = profile_of(GetParam());
  const auto expect = [&](const std::string& situation, const http::Response& answer) {
    const auto& statuses = profile->errors.at(situation).statuses;
    EXPECT_NE(std::find(statuses.begin(), statuses.end(), answer.status), statuses.end()) << situation << answer.status;
    EXPECT_EQ(conforms(GetParam(), "error", bench.json(answer)), "") << answer.body;
  };
  expect("unknown-id", retrieve(bench, *profile, "nothing"));
  bench.key = "sk-invalid-key";
  expect("wrong-key", retrieve(bench, *profile, "nothing"));
  bench.key.clear();
  if (profile->auth.required) expect("no-key", retrieve(bench, *profile, "nothing"));
  bench.key = "sk-test";
  const auto& create = *profile->operation(core::Operation::create);
  expect("invalid", bench.ask("POST", profile->base_path + create.path, "{\"prompt\":", create.encodings.front()));
}

}  // namespace
}  // namespace vidspec::mock
