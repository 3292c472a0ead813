#include <algorithm>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"
#include "core/request_check.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Operation;

namespace {

// What a negative did wrong, for people: "missing prompt".
auto violation_of(const Seen& seen) -> std::string {
  const auto field = seen.fact("field");
  return seen.fact("violation") + (field.empty() ? "" : " " + field);
}

// A refusal by a server that refuses every create says nothing.
auto accepts_any(const Evidence& evidence) -> bool {
  const auto& creates = evidence.of(Operation::create);
  return std::any_of(creates.begin(), creates.end(),
                     [&](const Seen* seen) { return shows_job(evidence.profile(), *seen); });
}

void judge_rejects(const Evidence& evidence, std::string_view violation, Out& out) {
  if (!accepts_any(evidence)) return;
  for (const auto* seen : evidence.with_intent("negative")) {
    if (seen->fact("violation") != violation || !seen->is(Operation::create) || !seen->answered()) continue;
    const Json field = seen->fact("field");
    out.expect(!seen->succeeded(), *seen,
               {.pointer = "status",
                .expected = "a refusal (" + violation_of(*seen) + ")",
                .actual = describe(*seen),
                .value = &field,
                .when = violation});
  }
}

void judge_rejects_malformed(const Evidence& evidence, Out& out) { judge_rejects(evidence, "malformed", out); }
void judge_rejects_missing(const Evidence& evidence, Out& out) { judge_rejects(evidence, "missing", out); }
void judge_rejects_type(const Evidence& evidence, Out& out) { judge_rejects(evidence, "type", out); }
void judge_rejects_enum(const Evidence& evidence, Out& out) { judge_rejects(evidence, "enum", out); }
void judge_rejects_file(const Evidence& evidence, Out& out) { judge_rejects(evidence, "file", out); }
void judge_rejects_model(const Evidence& evidence, Out& out) { judge_rejects(evidence, "unknown-model", out); }
void judge_rejects_range(const Evidence& evidence, Out& out) { judge_rejects(evidence, "range", out); }

auto takes_body(const core::Profile& profile) -> bool {
  const auto* create = profile.operation(Operation::create);
  return create != nullptr && !create->request.empty();
}

// Whether a violation of a rule can be sent at all: in a form every text is a string.
auto can_be_broken(const core::Profile& profile, const core::RequestRule& rule) -> bool {
  const auto* create = profile.operation(Operation::create);
  if (rule.assertion == core::Assertion::present) return true;
  if (core::find_pointer(profile.create_default, rule.pointer) == nullptr) return false;
  if (rule.assertion != core::Assertion::type) return true;
  const auto* type = core::find_pointer(profile.schemas.at(create->request), "/properties" + rule.pointer + "/type");
  const bool json =
      std::find(create->encodings.begin(), create->encodings.end(), "application/json") != create->encodings.end();
  return json || (type != nullptr && (*type == "integer" || *type == "number"));
}

// Whether the documentation of create has a rule of that kind that a server should enforce.
template <core::Assertion assertion>
auto forbids(const core::Profile& profile) -> bool {
  if (!takes_body(profile)) return false;
  const auto rules = core::request_rules(profile, profile.operation(Operation::create)->request);
  return std::any_of(rules.begin(), rules.end(), [&](const core::RequestRule& rule) {
    return rule.assertion == assertion && !rule.pointer.empty() && rule.rejected != core::Level::may &&
           can_be_broken(profile, rule);
  });
}

auto takes_image_file(const core::Profile& profile) -> bool {
  const auto* create = profile.operation(Operation::create);
  if (!takes_body(profile) || profile.create_fields.image.empty()) return false;
  const auto* property =
      core::find_pointer(profile.schemas.at(create->request), "/properties" + profile.create_fields.image);
  const auto& encodings = create->encodings;
  const auto* types = property == nullptr ? nullptr : core::find_pointer(*property, "/x-vidspec/file");
  return types != nullptr && types->is_array() && !types->empty() &&
         std::find(encodings.begin(), encodings.end(), "multipart/form-data") != encodings.end();
}

auto names_models(const core::Profile& profile) -> bool {
  return profile.rules.count("create.rejects-unknown-model") != 0;
}

const Check table[] = {
    {.id = "create.rejects-malformed",
     .title = {"A damaged body is refused", "损坏的请求体被拒绝"},
     .why = {"A half-read request becomes a job that nobody asked for, and a bill.",
             "没读懂的请求会变成没人要的任务和账单。"},
     .fix = {"Refuse with 400 what does not parse.", "无法解析时返回 400。"},
     .conforming = R"(POST /videos {"prompt": → 400)",
     .violating = R"(POST /videos {"prompt": → 200 with a task)",
     .probe = "negative",
     .applies = takes_body,
     .judge = judge_rejects_malformed},
    {.id = "create.rejects-missing",
     .title = {"A request without a required field is refused", "缺少必填字段的请求被拒绝"},
     .why = {"The mistake shows only after the job was billed, if at all.", "错误要到计费之后才暴露，甚至不暴露。"},
     .fix = {"Check required fields before the job is queued; answer 400 and name the field in param.",
             "入队前检查必填字段；返回 400 并在 param 中指出字段。"},
     .conforming = "POST /videos without prompt → 400",
     .violating = "POST /videos without prompt → 200 with a task",
     .probe = "negative",
     .applies = forbids<core::Assertion::present>,
     .judge = judge_rejects_missing},
    {.id = "create.rejects-type",
     .title = {"A value of the wrong type is refused", "类型错误的值被拒绝"},
     .why = {"The server guesses what was meant, and bills the guess.", "服务器会猜测用意，并按猜测计费。"},
     .fix = {"Check types before the job is queued; answer 400.", "入队前检查类型；返回 400。"},
     .conforming = R"(POST /videos {"prompt":{},…} → 400)",
     .violating = R"(POST /videos {"prompt":{},…} → 200 with a task)",
     .probe = "negative",
     .applies = forbids<core::Assertion::type>,
     .judge = judge_rejects_type},
    {.id = "create.rejects-enum",
     .title = {"A value outside the documented list is refused", "不在文档枚举中的值被拒绝"},
     .why = {"Users pay for another length or size than they asked for.", "用户为并非所要的时长或尺寸付费。"},
     .fix = {"Check against the documented values before the job is queued; answer 400 and list them.",
             "入队前对照文档枚举检查；返回 400 并列出可用值。"},
     .conforming = "POST /videos size=1x1 → 400",
     .violating = "POST /videos size=1x1 → 200 with a task of another size",
     .probe = "negative",
     .applies = forbids<core::Assertion::enum_>,
     .judge = judge_rejects_enum},
    {.id = "create.rejects-range",
     .title = {"A value beyond the documented bounds is refused", "超出文档范围的值被拒绝"},
     .why = {"Empty or cut prompts give videos that nobody wanted.", "空的或被截断的提示词会生成没人要的视频。"},
     .fix = {"Check lengths and bounds before the job is queued; answer 400.", "入队前检查长度和范围；返回 400。"},
     .conforming = "POST /videos with an empty prompt → 400",
     .violating = "POST /videos with an empty prompt → 200 with a task",
     .probe = "negative",
     .applies = forbids<core::Assertion::range>,
     .judge = judge_rejects_range},
    {.id = "create.rejects-file",
     .title = {"A reference that is no image is refused", "不是图片的参考文件被拒绝"},
     .why = {"The file is dropped in silence, and the video has nothing to do with it.",
             "文件被悄悄丢弃，生成的视频与之无关。"},
     .fix = {"Check media type and bytes of the file; answer 400.", "检查文件的媒体类型和内容；返回 400。"},
     .conforming = "POST /videos input_reference=reference.txt → 400",
     .violating = "POST /videos input_reference=reference.txt → 200 with a task",
     .probe = "negative",
     .applies = takes_image_file,
     .judge = judge_rejects_file},
    {.id = "create.rejects-unknown-model",
     .title = {"A model that is not documented is refused", "文档未列出的模型被拒绝"},
     .why = {"Users pay for a model that they did not choose.", "用户为并未选择的模型付费。"},
     .fix = {"Check against the models that you offer; answer 400.", "对照可用模型检查；返回 400。"},
     .conforming = "POST /videos model=no-such-model → 400",
     .violating = "POST /videos model=no-such-model → 200 with a task",
     .probe = "negative",
     .applies = names_models,
     .judge = judge_rejects_model},
};

}  // namespace

auto create_rejects() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
