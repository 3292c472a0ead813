#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

namespace {

// An error that calls itself a success: no id where one belongs, and a member that tells of an error.
auto is_disguised_error(const core::Profile& profile, const Seen& seen) -> bool {
  if (!seen.body->is_object()) return true;
  if (!text_of(profile.field(*seen.body, "id")).empty()) return false;
  const auto* error = core::find_pointer(*seen.body, "/error");
  if (error != nullptr && !error->is_null()) return true;
  const auto* data = core::find_pointer(*seen.body, "/data");
  const bool told = seen.body->contains("message") || seen.body->contains("detail") || seen.body->contains("code");
  return told && (data == nullptr || data->is_null());
}

void judge_not_in_success(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || !seen.succeeded() || seen.spec->response != "task" || seen.body == nullptr) continue;
    if (seen.body->is_object() && seen.body->empty()) continue;
    out.expect(!is_disguised_error(evidence.profile(), seen), seen,
               {.pointer = "status", .expected = "an error status for an error", .actual = describe(seen)});
  }
}

void judge_readable(const Evidence& evidence, Out& out) {
  for (const auto& object : evidence.objects()) {
    if (object.object != "error") continue;
    const auto message = text_of(core::find_pointer(*object.value, "/error/message"));
    if (message.empty()) continue;
    const auto start = message.find_first_of("{[");
    const bool nested =
        start != std::string::npos && core::parse_json(std::string_view(message).substr(start)).value != nullptr;
    out.expect(!nested, *object.seen,
               {.pointer = "/error/message", .expected = "a sentence for people", .actual = in_quotes(message)});
  }
}

void judge_retry_after(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || seen.status() != 429) continue;
    const auto& headers = seen.raw->answer.headers;
    out.expect(
        core::find_header(headers, "Retry-After") != nullptr || core::find_header(headers, "retry-after-ms") != nullptr,
        seen, {.pointer = "header:Retry-After", .expected = "when to come back", .actual = "429 without it"});
  }
}

const Check table[] = {
    {.id = "errors.not-in-success",
     .title = {"An error never comes with a success status", "错误不会以成功状态码返回"},
     .why = {"Clients read an undefined id and go on polling /videos/undefined.",
             "客户端读到 undefined 的 id，继续轮询 /videos/undefined。"},
     .fix = {"Pass on the status of the error.", "返回与错误对应的状态码。"},
     .conforming = R"(400 {"error":{…}})",
     .violating = R"(200 {"error":{…}})",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_not_in_success},
    {.id = "errors.readable",
     .title = {"An error message is a sentence, not another answer packed into a string",
               "错误信息是可读的句子，而不是塞进字符串的 JSON"},
     .why = {"Users read escaped JSON.", "用户看到的是转义的 JSON。"},
     .fix = {"Unpack the error of the backend and pass on its message.", "解开上游错误，只传递其 message。"},
     .conforming = R"({"error":{"message":"Invalid value: '15'."}})",
     .violating = R"({"error":{"message":"{\"error\":{\"message\":\"Invalid value\"}}"}})",
     .level = core::Level::may,
     .probe = "unknown-id",
     .judge = judge_readable},
    {.id = "errors.retry-after",
     .title = {"A 429 says when to come back", "429 应答说明何时重试"},
     .why = {"Clients guess, and come back all at once.", "客户端只能猜测，然后同时涌回。"},
     .fix = {"Send Retry-After in seconds.", "返回以秒为单位的 Retry-After。"},
     .conforming = "429, Retry-After: 12",
     .violating = "429",
     .level = core::Level::may,
     .probe = "create",
     .judge = judge_retry_after},
};

}  // namespace

auto errors_extras() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
