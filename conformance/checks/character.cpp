#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

void judge_create_supported(const Evidence& evidence, Out& out) {
  judge_supported(evidence, Operation::character_create, out);
}
void judge_retrieve_supported(const Evidence& evidence, Out& out) {
  judge_supported(evidence, Operation::character_retrieve, out);
}

void judge_accepted(const Evidence& evidence, Out& out) {
  for (const auto operation : {Operation::character_create, Operation::character_retrieve}) {
    for (const auto* seen : evidence.of(operation)) {
      if (seen->intent() != "character" || !seen->answered() || says_unsupported(*seen) || seen->status() == 429)
        continue;
      out.expect(seen->succeeded(), *seen,
                 {.pointer = "status", .expected = "a documented request is accepted", .actual = describe(*seen)});
    }
  }
}

void judge_same(const Evidence& evidence, Out& out) {
  for (const auto* made : evidence.of(Operation::character_create)) {
    if (!made->succeeded() || made->body == nullptr) continue;
    for (const auto* got : evidence.of(Operation::character_retrieve)) {
      if (!got->succeeded() || got->body == nullptr || got->id != text_of(made->at("/id"))) continue;
      for (const auto* member : {"/id", "/name", "/created_at"}) {
        const auto* before = made->at(member);
        const auto* now = got->at(member);
        if (before == nullptr || now == nullptr) continue;
        out.expect(*before == *now, *got,
                   {.pointer = member, .expected = core::show(*before), .actual = core::show(*now), .value = now});
      }
    }
  }
}

void judge_status(const Evidence& evidence, Out& out) {
  for (const auto operation : {Operation::character_create, Operation::character_retrieve}) {
    for (const auto* seen : evidence.of(operation)) {
      if (!seen->succeeded()) continue;
      expect_documented_status(*seen, out);
    }
  }
}

void judge_created_at(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    const auto* value = object.object == "character" ? core::find_pointer(*object.value, "/created_at") : nullptr;
    if (value == nullptr || !value->is_number()) continue;
    out.expect(plausible_time(value->get<double>(), "seconds"), *object.seen,
               {.pointer = object.pointer + "/created_at",
                .expected = "unix time in seconds",
                .actual = core::show(*value),
                .value = value});
  }
}

template <Operation operation>
auto has(const core::Profile& profile) -> bool {
  return offers(profile, operation);
}

constexpr core::Text op_why = {"Clients that offer it to their users fail.", "向用户提供该功能的客户端会失败。"};
constexpr core::Text op_fix = {"Route the documented path, or tell your users that it is missing.",
                               "提供文档规定的路径，或告知用户不支持。"};

const Check table[] = {
    {.id = "character.create.supported",
     .title = {"Characters can be made", "支持创建 character"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "POST /videos/characters → 200",
     .violating = "POST /videos/characters → 404",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_create>,
     .judge = judge_create_supported},
    {.id = "character.retrieve.supported",
     .title = {"Characters can be retrieved", "支持查询 character"},
     .why = op_why,
     .fix = op_fix,
     .conforming = "GET /videos/characters/{id} → 200",
     .violating = "GET /videos/characters/{id} → 404",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_retrieve>,
     .judge = judge_retrieve_supported},
    {.id = "character.same",
     .title = {"A character that is retrieved is the one that was asked for", "查询到的 character 与所查询的一致"},
     .why = {"Videos show somebody else.", "视频里出现别的人物。"},
     .fix = {"Look it up by the id of the path.", "按路径中的 id 查询。"},
     .conforming = R"(GET /videos/characters/c1 → {"id":"c1"})",
     .violating = R"(GET /videos/characters/c1 → {"id":"c2"})",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_retrieve>,
     .judge = judge_same},
    {.id = "character.accepted",
     .title = {"Making and retrieving a character is accepted", "创建和查询 character 的请求被接受"},
     .why = op_why,
     .fix = {"Accept what the documentation allows.", "接受文档允许的请求。"},
     .conforming = "POST /videos/characters name=… video=… → 200",
     .violating = "POST /videos/characters name=… video=… → 500",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_create>,
     .judge = judge_accepted},
    {.id = "character.status",
     .title = {"Characters come with the documented success status", "character 接口成功时返回文档规定的状态码"},
     .why = {"Strict clients take any other status for an error.", "严格的客户端会把其他状态码当作错误。"},
     .fix = {"Answer 200.", "返回 200。"},
     .conforming = "POST /videos/characters → 200",
     .violating = "POST /videos/characters → 201",
     .provenance = core::Provenance::typed,
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_create>,
     .judge = judge_status},
    {.id = "character.created_at.format",
     .title = {"created_at of a character is unix time in seconds", "character 的 created_at 是以秒为单位的 unix 时间"},
     .why = {"Dates land in the year 57000 or in 1970.", "日期会变成公元 57000 年或 1970 年。"},
     .fix = {"Convert to the documented unit in one place.", "在一处统一换算为文档规定的单位。"},
     .conforming = R"({"id":"char_1","name":"Mo","created_at":1764649117})",
     .violating = R"({"id":"char_1","name":"Mo","created_at":1764649117000})",
     .ops = "character",
     .probe = "character",
     .applies = has<Operation::character_create>,
     .judge = judge_created_at},
};

}  // namespace

auto character() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
