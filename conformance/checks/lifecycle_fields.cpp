#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Stage;

namespace {

auto explains(const Json* value) -> bool {
  return value != nullptr && value->is_string() && !core::trim(value->get_ref<const std::string&>()).empty();
}

void judge_error_only_on_failed(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      if (!sighting.stage || sighting.stage == Stage::failed) continue;
      const auto* error = evidence.profile().field(*sighting.task, "error");
      const bool filled = error != nullptr && (error->is_object() || explains(error));
      out.expect(!filled, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "error"),
                  .expected = "no error while the task is " + in_quotes(sighting.status),
                  .actual = error == nullptr ? "missing" : core::show(*error),
                  .value = error,
                  .when = core::name(*sighting.stage)});
    }
  }
}

void judge_failure_explained(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      if (sighting.stage != Stage::failed) continue;
      const auto& value = *sighting.task;
      const auto* error = evidence.profile().field(value, "error");
      const bool explained = explains(error) || explains(core::find_pointer(value, "/error/message")) ||
                             explains(evidence.profile().field(value, "error.message")) ||
                             explains(core::find_pointer(value, "/fail_reason")) ||
                             explains(core::find_pointer(value, "/detail/failure_reason"));
      out.expect(explained, *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "error"),
                  .expected = "a non-empty text at error, error.message, fail_reason or detail.failure_reason",
                  .actual = error == nullptr ? "none of them" : core::show(*error),
                  .value = error});
    }
  }
}

void judge_result_url_late(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    for (const auto& sighting : task.sightings) {
      const auto* url = evidence.profile().field(*sighting.task, "result_url");
      if (!sighting.stage || url == nullptr) continue;
      out.expect(sighting.stage == Stage::completed || !explains(url), *sighting.seen,
                 {.pointer = field_pointer(evidence, sighting, "result_url"),
                  .expected = "no address while the task is " + in_quotes(sighting.status),
                  .actual = core::show(*url),
                  .value = url});
    }
  }
}

auto same_number(const std::string& a, const std::string& b) -> bool {
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a);
  const double y = std::strtod(b.c_str(), &end_b);
  return !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0' && std::abs(x - y) < 1e-9;
}

// "720*1280" and "720 × 1280" are 720x1280: where a document gives no format, the numbers are what counts.
auto same_size(std::string a, std::string b) -> bool {
  const auto plain = [](std::string text) {
    for (const std::string_view sign : {"×", "*", "X"}) {
      const auto at = text.find(sign);
      if (at != std::string::npos) text.replace(at, sign.size(), "x");
    }
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    return text;
  };
  a = plain(std::move(a));
  return size_in(a) && a == plain(std::move(b));
}

// A dated release of the model that was asked for by its alias: "sora-2" answered as "sora-2-2025-12-08".
auto is_dated_name(const std::string& echoed, const std::string& asked) -> bool {
  constexpr std::string_view shape = "-2000-00-00";
  if (echoed.size() != asked.size() + shape.size() || echoed.compare(0, asked.size(), asked) != 0) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = echoed[asked.size() + i];
    if (shape[i] == '-' ? c != '-' : (c < '0' || c > '9')) return false;
  }
  return true;
}

// What kind of difference an echo shows, for ambiguities that allow one kind.
auto difference(const TaskSighting& sighting, std::string_view field, const std::string& wanted,
                const std::string& echoed) -> std::string_view {
  if (echoed.empty()) return "empty";
  if (field == "model" && is_poll(sighting)) return "retrieved-model";
  const auto asked = field == "size" ? size_in(wanted) : std::nullopt;
  if (!asked) return field;
  const auto got = size_in(echoed);
  if (!got) return "no-size";
  return asked->turn() != got->turn() ? "orientation" : field;
}

void judge_echo(const Evidence& evidence, const TaskHistory& task, std::string_view field,
                const std::optional<std::string>& asked, Out& out) {
  std::optional<std::string> wanted = asked;
  std::string where = " as requested";
  for (const auto& sighting : task.sightings) {
    const auto* value = evidence.profile().field(*sighting.task, field);
    const auto echoed = scalar_text(value);
    if (!echoed) continue;
    if (!wanted) {
      wanted = echoed;
      where = " as before" + seen_in(sighting);
      continue;
    }
    const bool same = *echoed == *wanted || (field == "seconds" && same_number(*echoed, *wanted)) ||
                      (field == "size" && same_size(*echoed, *wanted)) ||
                      (field == "model" && asked && is_dated_name(*echoed, *wanted));
    out.expect(same, *sighting.seen,
               {.pointer = field_pointer(evidence, sighting, field),
                .expected = in_quotes(*wanted) + where,
                .actual = core::show(*value),
                .value = value,
                .when = difference(sighting, field, *wanted, *echoed)});
  }
}

void judge_echo_stable(const Evidence& evidence, Out& out) {
  for (const auto& task : evidence.tasks()) {
    const bool stitched = task.creation != nullptr && task.creation->is(core::Operation::extend);
    judge_echo(evidence, task, "model", task.asked.model, out);
    judge_echo(evidence, task, "seconds", stitched ? std::nullopt : task.asked.seconds, out);
    judge_echo(evidence, task, "size", task.asked.size, out);
  }
}

auto has_result_url(const core::Profile& profile) -> bool { return profile.fields.count("result_url") != 0; }
auto has_error(const core::Profile& profile) -> bool { return profile.fields.count("error") != 0; }
auto has_echo(const core::Profile& profile) -> bool {
  return profile.fields.count("model") + profile.fields.count("seconds") + profile.fields.count("size") != 0;
}

const Check table[] = {
    {.id = "lifecycle.error-only-on-failed",
     .title = {"Only a failed job carries an error", "只有失败的任务才带 error"},
     .why = {"Clients that look at error first give up a job that goes on and is paid for.",
             "先看 error 的客户端会放弃仍在进行且已付费的任务。"},
     .fix = {"Leave error null or out unless the status is the failure word.", "状态不是失败时 error 置空或不返回。"},
     .conforming = R"({"status":"in_progress","error":null})",
     .violating = R"({"status":"in_progress","error":{"code":"x","message":"y"}})",
     .probe = "poll",
     .applies = has_error,
     .judge = judge_error_only_on_failed},
    {.id = "lifecycle.failure-explained",
     .title = {"A failed job says why", "失败的任务说明原因"},
     .why = {"Users see that it failed and cannot tell a refused prompt from a broken server.",
             "用户只知道失败，分不清是提示词被拒还是服务故障。"},
     .fix = {"Give a reason in error.message.", "在 error.message 中给出原因。"},
     .conforming = R"({"status":"failed","error":{"code":"moderation_blocked","message":"Your request was blocked."}})",
     .violating = R"({"status":"failed","error":null})",
     .probe = "fail-poll given-failed-task",
     .judge = judge_failure_explained},
    {.id = "lifecycle.result-url-late",
     .title = {"The address of the video is given only with a completed job", "视频地址只在任务完成后给出"},
     .why = {"Clients that take an address for completion download too early and save an error.",
             "以地址判断完成的客户端会过早下载，把错误信息存成视频。"},
     .fix = {"Leave the address null or out until the video is there.", "视频可取之前地址置空或不返回。"},
     .conforming = R"({"status":"pending","video_url":null})",
     .violating = R"({"status":"pending","video_url":"https://cdn.example/soon.mp4"})",
     .probe = "poll",
     .applies = has_result_url,
     .judge = judge_result_url_late},
    {.id = "lifecycle.echo-stable",
     .title = {"Model, seconds and size are those of the request and stay the same",
               "model、seconds、size 与请求一致且保持不变"},
     .why = {"Billing and audit do not match, and users pay for another length or size than they see.",
             "账单与审计对不上，用户看到的时长或尺寸与付费的不同。"},
     .fix = {"Store what was asked for with the job and answer that.", "把请求值与任务一起保存并原样返回。"},
     .conforming = R"(sent seconds=4 · {"seconds":"4"} in every answer)",
     .violating = R"(sent seconds=4 · {"seconds":"10"})",
     .probe = "create",
     .applies = has_echo,
     .judge = judge_echo_stable},
};

}  // namespace

auto lifecycle_fields() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
