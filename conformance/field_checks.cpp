#include "conformance/field_checks.h"

#include <map>

#include "conformance/check.h"
#include "reports/phrasebook.h"

namespace vidspec::conformance {

using core::Assertion;

namespace {

struct ObjectName {
  std::string_view object, en, zh;
};
constexpr ObjectName object_names[] = {{"task", "a task", "任务对象"},
                                       {"error", "an error answer", "错误应答"},
                                       {"list", "a list", "列表"},
                                       {"deleted", "the answer to delete", "删除应答"},
                                       {"character", "a character", "character 对象"}};

auto name_of(std::string_view object) -> ObjectName {
  for (const auto& name : object_names) {
    if (name.object == object) return name;
  }
  return {object, object, object};
}

// The path of a field as people write it: "/error/code" is error.code; the whole object has none.
auto dotted(std::string_view pointer) -> std::string {
  std::string text;
  for (const auto& step : path_steps(pointer)) {
    if (step == "*") continue;
    text += (text.empty() ? "" : ".") + step;
  }
  return text;
}

/// Every report names every field, and profiles have few kinds of them: each is looked up once.
auto in_chinese(const std::string& expected) -> const std::string& {
  thread_local std::map<std::string, std::string> known;
  const auto [entry, fresh] = known.try_emplace(expected);
  if (fresh) entry->second = reports::told(expected, core::Language::zh);
  return entry->second;
}

struct Words {
  std::string title_en, title_zh, why_en, why_zh, fix_en, fix_zh;
};

auto words_of(const core::FieldRequirement& r, const std::string& field_en, const std::string& field_zh) -> Words {
  const auto& expected = r.expected;
  const auto& expected_zh = in_chinese(expected);
  switch (r.assertion) {
    case Assertion::present:
      return {field_en + " is there",
              field_zh + "必须存在",
              "Clients that rely on the documented member read undefined or fail to decode the whole body.",
              "依赖该字段的客户端会读到 undefined，或整个应答解码失败。",
              "Add the member to every such answer.",
              "在每个此类应答中加上该字段。"};
    case Assertion::nullable_absent:
      return {field_en + " is there, null where it has no value",
              field_zh + "必须存在，没有值时为 null",
              "Strict decoders tell a member that is null from one that is missing.",
              "严格的解码器会区分 null 与缺失。",
              "Send the member with null instead of leaving it out.",
              "没有值时返回 null，不要省略。"};
    case Assertion::null:
      return {field_en + " is never null",
              field_zh + "不能为 null",
              "Clients use the value without asking whether it is null.",
              "客户端会直接使用该值而不判断 null。",
              "Send a value of the documented type.",
              "返回文档规定类型的值。"};
    case Assertion::type:
      return {field_en + " is " + expected,
              field_zh + "的类型为 " + expected_zh,
              "Typed clients fail to decode, others compute with the wrong kind of value.",
              "强类型客户端解码失败，其他客户端会用错误类型的值计算。",
              "Convert the value before it is sent.",
              "返回前转换类型。"};
    case Assertion::enum_:
      return {field_en + " is " + expected,
              field_zh + "只能取 " + expected_zh,
              "Clients have no branch for another value: they stop, or wait for ever.",
              "客户端没有处理其他值的分支：会停止，或永远等待。",
              "Translate the values of your backend into the documented ones.",
              "把后端的值转换为文档规定的值。"};
    case Assertion::const_:
      return {field_en + " is " + expected,
              field_zh + "固定为 " + expected_zh,
              "Clients tell kinds of objects apart by it.",
              "客户端用它区分对象类型。",
              "Send exactly this value.",
              "返回该固定值。"};
    case Assertion::range:
      return {field_en + " is " + expected,
              field_zh + "的取值范围为 " + expected_zh,
              "Progress bars, sums and buffers go out of their bounds.",
              "进度条、求和与缓冲区会越界。",
              "Bound the value before it is sent.",
              "返回前限制取值范围。"};
    case Assertion::format:
      return {field_en + " is " + expected,
              field_zh + "的格式为 " + expected_zh,
              "Clients parse the text by its documented form.",
              "客户端按文档规定的格式解析。",
              "Write the value in the documented form.",
              "按文档规定的格式输出。"};
  }
  return {};
}

}  // namespace

auto field_texts(const core::FieldRequirement& requirement) -> FieldTexts {
  const auto object = name_of(requirement.object);
  const auto path = dotted(requirement.pointer);
  const auto en =
      path.empty() ? "The body of " + std::string(object.en) : "`" + path + "` of " + std::string(object.en);
  const auto zh = path.empty() ? std::string(object.zh) + "的正文" : std::string(object.zh) + "的 `" + path + "` ";
  auto words = words_of(requirement, en, zh);
  return {{std::move(words.title_en), std::move(words.title_zh)},
          {std::move(words.why_en), std::move(words.why_zh)},
          {std::move(words.fix_en), std::move(words.fix_zh)}};
}

auto ops_of_object(std::string_view object) -> std::string {
  if (object == "list" || object == "character") return std::string(object);
  return object == "deleted" ? "delete" : "core";
}

auto probe_of_object(std::string_view object) -> std::string {
  if (object == "task") return "create poll";
  if (object == "error") return "unknown-id";
  if (object == "deleted") return "delete";
  return std::string(object);
}

namespace {

auto is_private(const core::Profile& profile, const core::FieldRequirement& requirement) -> bool {
  for (const auto* field : {"prompt", "result_url"}) {
    const auto found = profile.fields.find(field);
    if (found != profile.fields.end() && found->second == requirement.pointer) return true;
  }
  return false;
}

// The requirements of `error` begin at a member; a body that can have none violates its type.
void judge_error_without_object(const Evidence& evidence, const ObjectSeen& object,
                                std::vector<reports::CheckResult>& results) {
  const auto& requirements = evidence.profile().requirements_of_fields;
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    if (requirements[i].id != "error.type") continue;
    Out out(evidence, requirements[i].id, results[i]);
    out.expect(false, *object.seen,
               {.pointer = "",
                .expected = "an object with the member `error`",
                .actual = core::show(*object.value),
                .hint = {},
                .value = object.value,
                .when = {}});
  }
}

}  // namespace

void judge_field_requirements(const Evidence& evidence, std::vector<reports::CheckResult>& results) {
  const auto& profile = evidence.profile();
  const auto& requirements = profile.requirements_of_fields;
  for (const auto& object : evidence.objects()) {
    if (object.object == "error" && !object.value->is_object()) {
      judge_error_without_object(evidence, object, results);
      continue;
    }
    core::judge_fields(requirements, object.object, *object.value, [&](const core::FieldOutcome& outcome) {
      const auto index = static_cast<std::size_t>(outcome.requirement - requirements.data());
      Out out(evidence, outcome.requirement->id, results[index]);
      out.subject();
      if (outcome.holds) return;
      const bool hide = object.foreign && outcome.value != nullptr && is_private(profile, *outcome.requirement);
      out.fail(*object.seen, {.pointer = object.pointer + outcome.pointer,
                              .expected = outcome.requirement->expected,
                              .actual = hide ? std::string(core::type_name(*outcome.value)) : outcome.actual,
                              .hint = {},
                              .value = outcome.value,
                              .when = {}});
    });
  }
}

}  // namespace vidspec::conformance
