#include <algorithm>
#include <map>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

namespace {

void judge_two_ids(const Evidence& evidence, Out& out) {
  std::map<std::string, const Seen*> first;
  std::size_t created = 0;
  std::vector<std::pair<const Seen*, const Seen*>> doubles;
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || !core::makes_video(seen.spec->operation) || !seen.succeeded() || seen.body == nullptr)
      continue;
    const auto id = text_of(seen.body->is_object() ? evidence.profile().field(*seen.body, "id") : nullptr);
    if (id.empty()) continue;
    ++created;
    const auto [known, added] = first.emplace(id, &seen);
    if (!added) doubles.emplace_back(known->second, &seen);
  }
  if (created < 2) return;
  for (std::size_t i = 1; i < created; ++i) out.subject();
  for (const auto& [one, other] : doubles) {
    out.fail(*other, {.pointer = "/id",
                      .expected = "an id of its own",
                      .actual = "the id that #" + std::to_string(one->number()) + " was answered"});
  }
}

void judge_own_prompt(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    if (!task.asked.prompt) continue;
    for (const auto& sighting : task.sightings) {
      const auto* value = evidence.profile().field(*sighting.task, "prompt");
      if (value == nullptr || !value->is_string()) continue;
      out.expect(plain_text(text_of(value)) == plain_text(*task.asked.prompt), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "prompt"),
                  .expected = in_quotes(*task.asked.prompt) + " as sent",
                  .actual = core::show(*value),
                  .value = value});
    }
  }
}

auto id_problem(const std::string& id) -> std::string {
  constexpr std::size_t longest = 1024;
  if (id.size() > longest) return std::to_string(id.size()) + " characters";
  if (id == "." || id == "..") return "a path step";
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 32 || byte == 127) return "control characters";
  }
  return {};
}

void judge_id_usable(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    if (task.creation == nullptr) continue;
    const auto problem = id_problem(task.id);
    out.expect(problem.empty(), *task.creation,
               {.pointer = "/id", .expected = "an id that fits into one step of a path", .actual = problem});
  }
}

auto has_prompt(const core::Profile& profile) -> bool { return profile.fields.count("prompt") != 0; }

const Check table[] = {
    {.id = "identity.two-ids",
     .title = {"Two creates have two ids", "两次创建得到两个不同的 id"},
     .why = {"One of two paid videos is lost.", "两个已付费的视频会丢失一个。"},
     .fix = {"Make a new id for each job; do not answer a cached create.",
             "每个任务生成新的 id，不要返回缓存的创建应答。"},
     .conforming = "POST /videos → video_1 · POST /videos → video_2",
     .violating = "POST /videos → video_1 · POST /videos → video_1",
     .level = core::Level::must,
     .ops = "identity",
     .probe = "second-create",
     .judge = judge_two_ids},
    {.id = "identity.own-prompt",
     .title = {"A task that shows a prompt shows the one it was made from", "任务若返回提示词，则为创建时的提示词"},
     .why = {"Another prompt is another customer's data.", "出现别的提示词意味着泄露了他人的数据。"},
     .fix = {"Store the prompt with the job; check that ids of tenants do not meet.",
             "提示词与任务一起保存；检查不同租户的 id 是否冲突。"},
     .conforming = R"(sent prompt=a boat · {"prompt":"a boat"})",
     .violating = R"(sent prompt=a boat · {"prompt":"somebody else's"})",
     .probe = "create",
     .applies = has_prompt,
     .judge = judge_own_prompt},
    {.id = "identity.id-usable",
     .title = {"An id fits into one step of a path", "id 可以放进路径的一段"},
     .why = {"Clients and proxies refuse it, or cut it and ask for something else.",
             "客户端和代理会拒绝它，或截断后查询到别的东西。"},
     .fix = {"Use letters, digits, - and _; at most a few hundred of them.",
             "使用字母、数字、- 和 _，不超过几百个字符。"},
     .conforming = R"({"id":"sora-2:task_01k6"})",
     .violating = R"({"id":".."})",
     .probe = "create",
     .judge = judge_id_usable},
};

}  // namespace

auto identity() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
