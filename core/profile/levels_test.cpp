#include <gtest/gtest.h>

#include "core/profile.h"

namespace vidspec::core {
namespace {

/// How strongly one requirement binds in one dialect; `none`: the dialect does not state it.
struct Row {
  const char* profile;
  const char* id;
  const char* binds;
};

auto binds(const Profile& profile, const std::string& id) -> std::string {
  for (const auto& requirement : profile.requirements_of_fields) {
    if (requirement.id != id) continue;
    return std::string(name(requirement.binding.level)) + " " + std::string(name(requirement.binding.provenance));
  }
  return "none";
}

void expect_rows(const std::vector<Row>& rows) {
  std::map<std::string, std::shared_ptr<const Profile>> profiles;
  for (const auto& row : rows) {
    auto& profile = profiles[row.profile];
    if (!profile) profile = load_profile(row.profile);
    EXPECT_EQ(binds(*profile, row.id), row.binds) << row.profile << " " << row.id;
  }
}

TEST(Levels, OfTheTaskInOpenAI) {
  const auto profile = load_profile("openai");
  for (const auto* field : {"id", "object", "model", "status", "progress", "created_at", "size", "seconds"}) {
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".present"), "must required") << field;
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".type"), "must typed") << field;
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".null"), "must typed") << field;
  }
  for (const auto* field : {"completed_at", "expires_at", "prompt", "remixed_from", "error"}) {
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".nullable-absent"), "should required") << field;
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".present"), "none") << field;
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".null"), "none") << field;
    EXPECT_EQ(binds(*profile, std::string("task.") + field + ".type"), "must typed") << field;
  }
  expect_rows({{"openai", "task.object.const", "must typed"},
               {"openai", "task.status.enum", "must typed"},
               {"openai", "task.size.enum", "must typed"},
               {"openai", "task.seconds.enum", "none"},
               {"openai", "task.progress.range", "should prose"},
               {"openai", "task.error.code.present", "must required"},
               {"openai", "task.error.message.type", "must typed"}});
}

TEST(Levels, OfOtherObjectsInOpenAI) {
  expect_rows({{"openai", "error.present", "must required"},
               {"openai", "error.type", "must typed"},
               {"openai", "error.message.present", "must required"},
               {"openai", "error.type.present", "must required"},
               {"openai", "error.param.nullable-absent", "should required"},
               {"openai", "error.code.nullable-absent", "should required"},
               {"openai", "error.code.type", "must typed"},
               {"openai", "error.message.null", "must typed"},
               {"openai", "list.has_more.present", "must required"},
               {"openai", "list.first_id.nullable-absent", "should required"},
               {"openai", "list.object.const", "must typed"},
               {"openai", "list.data.type", "must typed"},
               {"openai", "deleted.object.const", "must typed"},
               {"openai", "deleted.deleted.const", "should prose"},
               {"openai", "character.id.nullable-absent", "should required"},
               {"openai", "character.created_at.present", "must required"}});
}

TEST(Levels, OfOpenAIFormat) {
  expect_rows({{"openai-format", "task.size.present", "must required"},
               {"openai-format", "task.created_at.type", "must typed"},
               {"openai-format", "task.object.const", "should example"},
               {"openai-format", "task.status.enum", "should inferred"},
               {"openai-format", "task.progress.range", "should inferred"},
               {"openai-format", "task.seconds.enum", "should inferred"},
               {"openai-format", "task.size.enum", "none"},
               {"openai-format", "task.completed_at.type", "should inferred"},
               {"openai-format", "task.error.present", "none"},
               {"openai-format", "error.present", "should inferred"},
               {"openai-format", "error.message.present", "should inferred"},
               {"openai-format", "error.type.present", "may inferred"},
               {"openai-format", "error.param.nullable-absent", "may inferred"}});
}

TEST(Levels, OfVideoGenerations) {
  expect_rows({{"video-generations", "task.id.present", "must required"},
               {"video-generations", "task.object.const", "must typed"},
               {"video-generations", "task.status.enum", "must typed"},
               {"video-generations", "task.progress.range", "must typed"},
               {"video-generations", "task.size.enum", "must typed"},
               {"video-generations", "task.created_at.present", "none"},
               {"video-generations", "task.created_at.type", "must typed"},
               {"video-generations", "task.completed_at.null", "must typed"},
               {"video-generations", "task.error.type", "must typed"},
               {"video-generations", "task.error.code.present", "should example"},
               {"video-generations", "task.error.message.type", "should example"},
               {"video-generations", "task.remixed_from.type", "must typed"},
               {"video-generations", "error.present", "should inferred"}});
}

TEST(Levels, OfVideoCreate) {
  expect_rows({{"video-create", "task.id.present", "must required"},
               {"video-create", "task.status.type", "must typed"},
               {"video-create", "task.status.enum", "should inferred"},
               {"video-create", "task.updated_at.present", "must required"},
               {"video-create", "task.updated_at.type", "must typed"},
               {"video-create", "task.result_url.type", "should inferred"},
               {"video-create", "task.result_url.present", "none"},
               {"video-create", "task.progress.range", "should inferred"},
               {"video-create", "task.object.present", "none"},
               {"video-create", "error.present", "should inferred"}});
}

TEST(Levels, OfSoraFormat) {
  expect_rows({{"sora-format", "task.seconds.present", "must required"},
               {"sora-format", "task.size.present", "none"},
               {"sora-format", "task.size.type", "must typed"},
               {"sora-format", "task.object.const", "should inferred"},
               {"sora-format", "task.status.enum", "should inferred"},
               {"sora-format", "task.error.message.type", "must typed"},
               {"sora-format", "task.metadata.type", "must typed"},
               {"sora-format", "error.present", "should inferred"},
               {"sora-format", "error.type", "must typed"},
               {"sora-format", "error.message.present", "should inferred"},
               {"sora-format", "error.message.type", "must typed"},
               {"sora-format", "error.type.present", "may inferred"},
               {"sora-format", "error.param.nullable-absent", "may inferred"},
               {"sora-format", "error.code.type", "must typed"}});
}

TEST(Levels, OfOfficialFormat) {
  const auto profile = load_profile("official-format");
  for (const auto& requirement : profile->requirements_of_fields) {
    EXPECT_NE(requirement.binding.level, Level::must) << requirement.id << ": one example is no more than a hint";
  }
  expect_rows({{"official-format", "task.id.present", "should example"},
               {"official-format", "task.created_at.type", "should example"},
               {"official-format", "task.status.enum", "should inferred"},
               {"official-format", "task.quality.present", "may example"},
               {"official-format", "task.quality.type", "may example"},
               {"official-format", "task.size.enum", "should inferred"}});
}

TEST(Levels, OfBehaviourWhereTheDocumentSaysMore) {
  struct Rule {
    const char* profile;
    const char* id;
    Level level;
    Provenance provenance;
  };
  const std::vector<Rule> rules = {
      {"openai", "lifecycle.failure-explained", Level::must, Provenance::prose},
      {"openai", "task.created_at.format", Level::must, Provenance::prose},
      {"openai-format", "task.created_at.format", Level::should, Provenance::example},
      {"video-create", "task.updated_at.format", Level::should, Provenance::example},
      {"sora-format", "create.rejects-type", Level::must, Provenance::typed},
      {"sora-format", "errors.invalid.status", Level::should, Provenance::typed},
      {"openai", "create.rejects-missing", Level::should, Provenance::required},
      {"official-format", "create.returns-id", Level::must, Provenance::example},
  };
  for (const auto& rule : rules) {
    const auto profile = load_profile(rule.profile);
    const auto found = profile->rules.find(rule.id);
    ASSERT_NE(found, profile->rules.end()) << rule.profile << " " << rule.id;
    EXPECT_EQ(found->second.level, rule.level) << rule.profile << " " << rule.id;
    EXPECT_EQ(found->second.provenance, rule.provenance) << rule.profile << " " << rule.id;
  }
  for (const auto* name : {"openai-format", "video-generations", "video-create", "official-format"}) {
    const auto profile = load_profile(name);
    for (const auto& [id, binding] : profile->rules) {
      EXPECT_FALSE(id.starts_with("create.rejects-") && binding.level == Level::must)
          << name << " " << id << ": no error answer is documented";
    }
  }
}

TEST(Levels, EveryQuoteIsShortAndOnOneLine) {
  for (const auto& name : builtin_profiles()) {
    const auto profile = load_profile(name);
    for (const auto& requirement : profile->requirements_of_fields) {
      const auto& quote = requirement.binding.source.quote;
      EXPECT_LE(quote.size(), 240U) << name << " " << requirement.id;
      EXPECT_EQ(quote.find('\n'), std::string::npos) << name << " " << requirement.id;
    }
  }
}

}  // namespace
}  // namespace vidspec::core
