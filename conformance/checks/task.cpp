#include <array>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;

namespace {

auto other_unit(std::string_view unit) -> std::string_view {
  return unit == "milliseconds" ? "seconds" : "milliseconds";
}

void judge_time(const Evidence& evidence, const std::string& field, Out& out) {
  const auto& unit = evidence.profile().units.at(field);
  for (const auto& object : evidence.objects()) {
    if (object.object != "task") continue;
    const auto* value = object.value->is_object() ? evidence.profile().field(*object.value, field) : nullptr;
    if (value == nullptr || !value->is_number()) continue;
    const double moment = value->get<double>();
    // 0 for "not yet" is judged by the lifecycle; for a creation it is a date.
    if (moment == 0 && field != "created_at" && field != "updated_at") continue;
    out.expect(plausible_time(moment, unit), *object.seen,
               {.pointer = object.pointer + evidence.profile().fields.at(field),
                .expected = "unix time in " + unit,
                .actual = core::show(*value),
                .value = value,
                .when = plausible_time(moment, other_unit(unit)) ? "other-unit" : "no-time"});
  }
}

void judge_created_at_format(const Evidence& evidence, Out& out) { judge_time(evidence, "created_at", out); }
void judge_completed_at_format(const Evidence& evidence, Out& out) { judge_time(evidence, "completed_at", out); }
void judge_expires_at_format(const Evidence& evidence, Out& out) { judge_time(evidence, "expires_at", out); }
void judge_updated_at_format(const Evidence& evidence, Out& out) { judge_time(evidence, "updated_at", out); }

void judge_status_known(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    if (object.object != "task" || !object.value->is_object()) continue;
    const auto* value = evidence.profile().field(*object.value, "status");
    if (value == nullptr || !value->is_string()) continue;
    out.expect(evidence.profile().stage_of(text_of(value)).has_value(), *object.seen,
               {.pointer = object.pointer + evidence.profile().fields.at("status"),
                .expected = "a status word that is known for this dialect",
                .actual = core::show(*value),
                .value = value});
  }
}

// The member that wraps a task, or empty.
auto wrapper_of(const core::Profile& profile, const Json& body) -> std::string {
  constexpr std::array<std::string_view, 6> wrappers = {"/data", "/result", "/response", "/video", "/output", "/task"};
  if (!body.is_object() || profile.field(body, "id") != nullptr) return {};
  for (const auto wrapper : wrappers) {
    const auto* inner = core::find_pointer(body, wrapper);
    if (inner == nullptr || !inner->is_object()) continue;
    if (profile.field(*inner, "id") != nullptr || profile.field(*inner, "status") != nullptr ||
        core::find_pointer(*inner, "/task_id") != nullptr) {
      return std::string(wrapper);
    }
  }
  return {};
}

auto is_task(const core::Profile& profile, const Json& body) -> bool {
  return body.is_object() && (profile.field(body, "id") != nullptr || profile.field(body, "status") != nullptr);
}

void judge_not_wrapped(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    if (object.object != "task" || !object.pointer.empty()) continue;
    const auto wrapper = wrapper_of(evidence.profile(), *object.value);
    if (wrapper.empty() && !is_task(evidence.profile(), *object.value)) continue;
    out.expect(wrapper.empty(), *object.seen,
               {.pointer = wrapper,
                .expected = "the task itself as the body",
                .actual = "the task inside the member " + wrapper,
                .value = object.value});
  }
}

auto looks_internal(const std::string& text) -> bool {
  constexpr std::array<std::string_view, 8> roots = {"/home/", "/root/", "/tmp/", "/var/",
                                                     "/mnt/",  "/usr/",  "/opt/", "file://"};
  for (const auto root : roots) {
    if (text.compare(0, root.size(), root) == 0) return true;
  }
  return text.size() > 3 && text[1] == ':' && text[2] == '\\';
}

void judge_no_internals(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    if (object.object != "task" || !is_task(evidence.profile(), *object.value) || object.foreign) continue;
    std::string found;
    for (const auto& [key, value] : object.value->items()) {
      if (value.is_string() && looks_internal(value.get_ref<const std::string&>())) found = key;
    }
    out.expect(found.empty(), *object.seen,
               {.pointer = core::pointer_append(object.pointer, found),
                .expected = "no path of the server's own disk",
                .actual = found.empty() ? "" : core::show((*object.value)[found])});
  }
}

template <const char* const& field>
auto has_unit(const core::Profile& profile) -> bool {
  return profile.units.count(field) != 0 && profile.fields.count(field) != 0;
}
constexpr const char* created_at = "created_at";
constexpr const char* completed_at = "completed_at";
constexpr const char* expires_at = "expires_at";
constexpr const char* updated_at = "updated_at";

auto has_no_status_enum(const core::Profile& profile) -> bool {
  for (const auto& requirement : profile.requirements_of_fields) {
    if (requirement.id == "task.status.enum") return false;
  }
  return profile.fields.count("status") != 0;
}

constexpr core::Text unit_why = {
    "Dates land in the year 57000 or in 1970; expiry and time-outs by age never or always strike.",
    "日期会变成公元 57000 年或 1970 年，过期和超时判断永远或总是触发。"};
constexpr core::Text unit_fix = {"Convert to the documented unit in one place.", "在一处统一换算为文档规定的单位。"};
constexpr std::string_view unit_good = R"({"created_at":1764649117})";
constexpr std::string_view unit_bad = R"({"created_at":1764649117000} where seconds are documented)";

const Check table[] = {
    {.id = "task.created_at.format",
     .title = {"created_at is unix time in the documented unit", "created_at 为文档规定单位的 unix 时间"},
     .why = unit_why,
     .fix = unit_fix,
     .conforming = unit_good,
     .violating = unit_bad,
     .probe = "create",
     .applies = has_unit<created_at>,
     .judge = judge_created_at_format},
    {.id = "task.completed_at.format",
     .title = {"completed_at is unix time in the documented unit", "completed_at 为文档规定单位的 unix 时间"},
     .why = unit_why,
     .fix = unit_fix,
     .conforming = unit_good,
     .violating = unit_bad,
     .probe = "poll",
     .applies = has_unit<completed_at>,
     .judge = judge_completed_at_format},
    {.id = "task.expires_at.format",
     .title = {"expires_at is unix time in the documented unit", "expires_at 为文档规定单位的 unix 时间"},
     .why = unit_why,
     .fix = unit_fix,
     .conforming = unit_good,
     .violating = unit_bad,
     .probe = "poll",
     .applies = has_unit<expires_at>,
     .judge = judge_expires_at_format},
    {.id = "task.updated_at.format",
     .title = {"The time of the last change is unix time in the documented unit",
               "状态更新时间为文档规定单位的 unix 时间"},
     .why = unit_why,
     .fix = unit_fix,
     .conforming = R"({"status_update_time":1759763427208})",
     .violating = R"({"status_update_time":1759763427} where milliseconds are documented)",
     .provenance = core::Provenance::example,
     .probe = "create",
     .applies = has_unit<updated_at>,
     .judge = judge_updated_at_format},
    {.id = "task.status.enum",
     .title = {"status is one of the words that are known for this dialect", "status 是该方言已知的状态词之一"},
     .why = {"Stock clients stop polling at a word they do not know, or poll for ever.",
             "官方客户端遇到未知状态词会停止轮询，或永远轮询下去。"},
     .fix = {"Translate the words of your backend into the documented ones.", "把后端状态词转换为文档中的状态词。"},
     .conforming = R"({"status":"queued"})",
     .violating = R"({"status":"NOT_START"})",
     .probe = "create poll",
     .applies = has_no_status_enum,
     .judge = judge_status_known},
    {.id = "task.not-wrapped",
     .title = {"The task is the body of the answer, not a member of it",
               "应答体本身就是任务对象，而不是包在其他字段中"},
     .why = {"Every field that a client reads is undefined.", "客户端读取的每个字段都是 undefined。"},
     .fix = {"Answer the task object itself.", "直接返回任务对象。"},
     .conforming = R"({"id":"video_1","status":"queued"})",
     .violating = R"({"code":"success","data":{"id":"video_1","status":"queued"}})",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_not_wrapped},
    {.id = "task.no-internals",
     .title = {"A task names no file of the server's own disk", "任务对象不泄露服务器本地路径"},
     .why = {"Paths tell strangers how the server is laid out.", "路径会向外人暴露服务器的结构。"},
     .fix = {"Leave internal members out of the answer.", "应答中去掉内部字段。"},
     .conforming = R"({"id":"video_1","status":"completed"})",
     .violating = R"({"id":"video_1","file_path":"/root/outputs/video_1.mp4"})",
     .level = core::Level::may,
     .probe = "poll",
     .judge = judge_no_internals},
};

}  // namespace

auto task() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
