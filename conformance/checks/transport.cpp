#include <charconv>

#include "conformance/checks/common.h"
#include "conformance/checks/tables.h"
#include "core/redact.h"

namespace vidspec::conformance::checks {

using core::Failure;

namespace {

auto is_json_type(std::string_view type) -> bool {
  return type == "application/json" || (type.size() > 5 && type.substr(type.size() - 5) == "+json");
}

// Answers whose body is documented to be JSON: success of everything but a download, and every refusal.
auto should_be_json(const Seen& seen) -> bool {
  if (seen.spec == nullptr || !seen.answered() || seen.raw->request.method == "HEAD") return false;
  return seen.status() >= 400 || (seen.succeeded() && !seen.spec->response.empty());
}

void judge_json(const Evidence& evidence, Out& out) {
  if (!evidence.unread().empty()) out.could_not_run(evidence.unread().front().reason);
  for (const auto& seen : evidence.all()) {
    if (!should_be_json(seen) || seen.raw->answer.body_truncated || seen.raw->failure != Failure::none) continue;
    // What a gateway says in HTML is judged by the envelope of its situation.
    if (seen.status() >= 400 && !is_json_type(seen.answer_type)) continue;
    const bool marked = seen.raw->answer.body.rfind("\xEF\xBB\xBF", 0) == 0;  // forbidden by RFC 8259, 8.1
    const auto& problem = seen.body_problem;
    out.expect(seen.body != nullptr && !marked, seen,
               {.pointer = "body",
                .expected = "JSON in UTF-8",
                .actual = marked            ? "a byte order mark"
                          : problem.empty() ? "an empty body"
                                            : problem});
  }
}

void judge_content_type(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (!should_be_json(seen) || seen.body == nullptr) continue;
    out.expect(is_json_type(seen.answer_type), seen,
               {.pointer = "header:Content-Type",
                .expected = "application/json",
                .actual = seen.answer_type.empty() ? "no Content-Type" : seen.answer_type});
  }
}

void judge_charset(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (!should_be_json(seen) || !is_json_type(seen.answer_type)) continue;
    const auto charset =
        core::header_parameter(core::header_or_empty(seen.raw->answer.headers, "Content-Type"), "charset");
    out.expect(charset.empty() || core::iequals(charset, "utf-8") || core::iequals(charset, "utf8"), seen,
               {.pointer = "header:Content-Type", .expected = "utf-8, or no charset", .actual = charset});
  }
}

void judge_unique_keys(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || seen.body == nullptr) continue;
    const bool unique = seen.duplicate_keys.empty();
    out.expect(unique, seen,
               {.pointer = unique ? "" : seen.duplicate_keys.front(),
                .expected = "every member once",
                .actual = unique ? "" : "a member that occurs twice"});
  }
}

// A download that does not come is judged as such, but one that is to be refused has to be answered like any request.
auto is_download(const Seen& seen) -> bool {
  return seen.spec->response.empty() && !is_refused_download(seen.intent());
}

void judge_framing(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || is_download(seen)) continue;
    const auto failure = seen.raw->failure;
    if (!seen.answered() && failure != Failure::protocol && failure != Failure::truncated) continue;
    const bool endless = failure == Failure::too_large && !seen.spec->response.empty();
    out.expect(failure != Failure::truncated && failure != Failure::protocol && !endless, seen,
               {.pointer = "body",
                .expected = "a complete HTTP answer",
                .actual = std::string(core::name(failure)) + ": " + seen.raw->failure_detail});
  }
}

void judge_steady(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || is_download(seen) || seen.raw->failure == Failure::interrupted) continue;
    const auto failure = seen.raw->failure;
    out.expect(failure != Failure::reset && failure != Failure::timeout && failure != Failure::connect, seen,
               {.pointer = "timeline",
                .expected = "an answer",
                .actual = std::string(core::name(failure)) + ": " + seen.raw->failure_detail});
  }
}

void judge_redirects(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || seen.spec->response.empty() || !seen.answered()) continue;
    out.expect(!seen.redirects(), seen,
               {.pointer = "status", .expected = "an answer, not a redirect", .actual = describe(seen)});
  }
}

void judge_encoding(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    const bool download = seen.result_url || seen.raw->redirected_from != 0;
    if ((seen.spec == nullptr && !download) || !seen.answered()) continue;
    if (core::find_header(seen.raw->request.headers, "Accept-Encoding") != nullptr || seen.intent().empty()) continue;
    const auto encoding = std::string(core::header_or_empty(seen.raw->answer.headers, "Content-Encoding"));
    out.expect(encoding.empty() || core::iequals(encoding, "identity"), seen,
               {.pointer = "header:Content-Encoding", .expected = "none: none was offered", .actual = encoding});
  }
}

void judge_poll_hint(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr) continue;
    for (const auto& [header, unit] : evidence.profile().poll_hints) {
      const auto* value = core::find_header(seen.raw->answer.headers, header);
      if (value == nullptr) continue;
      double hint = 0;
      const auto parsed = std::from_chars(value->data(), value->data() + value->size(), hint);
      const bool number = parsed.ec == std::errc() && parsed.ptr == value->data() + value->size();
      const bool holds = number && hint > 0 && hint <= (unit == "milliseconds" ? 3'600'000 : 3600);
      out.expect(
          holds, seen,
          {.pointer = "header:" + header, .expected = "a positive number of " + unit, .actual = in_quotes(*value)});
    }
  }
}

auto has_masked_key(std::string_view text) -> bool {
  constexpr std::string_view mask = "[redacted]";
  for (auto at = text.find(mask); at != std::string_view::npos; at = text.find(mask, at + 1)) {
    // Signatures in addresses are masked, too.
    if (at == 0 || text[at - 1] != '=') return true;
  }
  return false;
}

// The header that repeats the key, or empty. Where the whole value is masked, it may have been anything.
auto key_header(const core::Headers& headers) -> std::string {
  for (const auto& [name, value] : headers) {
    if (has_masked_key(value) && core::Redactor().headers({{name, "x"}}).front().value == "x") return name;
  }
  return {};
}

void judge_key_echo(const Evidence& evidence, Out& out) {
  for (const auto& seen : evidence.all()) {
    if (seen.spec == nullptr || !seen.raw->request.key_sent || !seen.answered()) continue;
    const auto header = key_header(seen.raw->answer.headers);
    out.expect(header.empty() && !has_masked_key(seen.raw->answer.body), seen,
               {.pointer = header.empty() ? "body" : "header:" + header,
                .expected = "an answer without the key",
                .actual = "the key, masked here"});
  }
}

auto has_hints(const core::Profile& profile) -> bool { return !profile.poll_hints.empty(); }

const Check table[] = {
    {.id = "transport.json",
     .title = {"What is documented as JSON parses as JSON", "文档规定为 JSON 的应答可以解析"},
     .why = {"Clients fail before they can look at anything.", "客户端还没看内容就已失败。"},
     .fix = {"Serialise with a JSON library, in UTF-8.", "用 JSON 库序列化，编码为 UTF-8。"},
     .conforming = R"({"id":"video_1"})",
     .violating = R"({'id':'video_1',})",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_json},
    {.id = "transport.content-type",
     .title = {"JSON comes as application/json", "JSON 应答的类型为 application/json"},
     .why = {"The official Node client hands out a string instead of an object.",
             "官方 Node 客户端会返回字符串而不是对象。"},
     .fix = {"Send Content-Type: application/json.", "返回 Content-Type: application/json。"},
     .conforming = "Content-Type: application/json; charset=utf-8",
     .violating = "Content-Type: text/plain",
     .probe = "create",
     .judge = judge_content_type},
    {.id = "transport.charset",
     .title = {"JSON declares no charset but UTF-8", "JSON 不声明 UTF-8 以外的字符集"},
     .why = {"Prompts and messages turn into question marks.", "提示词和错误信息变成乱码。"},
     .fix = {"Send utf-8 or no charset.", "使用 utf-8 或不声明字符集。"},
     .conforming = "application/json; charset=utf-8",
     .violating = "application/json; charset=gbk",
     .probe = "create",
     .judge = judge_charset},
    {.id = "transport.unique-keys",
     .title = {"No member occurs twice in a JSON object", "JSON 对象中没有重复的成员"},
     .why = {"Clients disagree about which one counts.", "不同客户端取值不同。"},
     .fix = {"Build objects with a JSON library.", "用 JSON 库构造对象。"},
     .conforming = R"({"status":"queued"})",
     .violating = R"({"status":"queued","status":"completed"})",
     .probe = "create",
     .judge = judge_unique_keys},
    {.id = "transport.framing",
     .title = {"Answers are complete HTTP messages", "应答是完整的 HTTP 消息"},
     .why = {"Clients wait for bytes that never come, or parse half an object.",
             "客户端等待永远不来的字节，或解析半个对象。"},
     .fix = {"Send the true Content-Length, or end the last chunk.", "返回真实的 Content-Length，或正确结束分块。"},
     .conforming = "Content-Length: 312 · 312 bytes",
     .violating = "Content-Length: 312 · 300 bytes, then the end",
     .level = core::Level::must,
     .probe = "create",
     .judge = judge_framing},
    {.id = "transport.steady",
     .title = {"Requests are answered", "请求都能得到应答"},
     .why = {"A lost answer to a create is a bill without a video.", "创建的应答丢失，等于付了费却没有视频。"},
     .fix = {"Look for restarts, time-outs of proxies and dropped connections.", "检查重启、代理超时和断开的连接。"},
     .conforming = "GET /videos/{id} → 200",
     .violating = "GET /videos/{id} → connection reset",
     .probe = "create",
     .judge = judge_steady},
    {.id = "transport.redirects",
     .title = {"API answers are not redirects", "API 应答不是重定向"},
     .why = {"A redirected POST becomes a GET or is sent twice, and the key travels along.",
             "被重定向的 POST 会变成 GET 或重复发送，密钥也会随之带走。"},
     .fix = {"Serve the documented path itself.", "直接在文档规定的路径上提供服务。"},
     .conforming = "POST /v1/videos → 200",
     .violating = "POST /v1/videos → 307 Location: /v1/videos/",
     .probe = "create",
     .judge = judge_redirects},
    {.id = "transport.encoding",
     .title = {"Nothing is compressed that the client did not offer to take", "客户端未声明支持时不压缩应答"},
     .why = {"Clients without that decoder read noise.", "没有相应解码器的客户端读到乱码。"},
     .fix = {"Honour Accept-Encoding.", "遵守 Accept-Encoding。"},
     .conforming = "no Accept-Encoding → no Content-Encoding",
     .violating = "no Accept-Encoding → Content-Encoding: gzip",
     .probe = "create",
     .judge = judge_encoding},
    {.id = "transport.poll-hint",
     .title = {"A hint when to poll next is a positive number", "轮询间隔提示是正数"},
     .why = {"Clients poll without pause, or never again.", "客户端会不停轮询，或不再轮询。"},
     .fix = {"Send whole milliseconds, or leave the header out.", "返回整数毫秒，或去掉该响应头。"},
     .conforming = "openai-poll-after-ms: 2000",
     .violating = "openai-poll-after-ms: soon",
     .level = core::Level::may,
     .probe = "poll",
     .applies = has_hints,
     .judge = judge_poll_hint},
    {.id = "transport.key-echo",
     .title = {"Answers do not repeat the key", "应答中不回显密钥"},
     .why = {"Answers are logged, keys must not be.", "应答会被写入日志，密钥不应出现其中。"},
     .fix = {"Leave the key out of messages, or mask it.", "错误信息中不要包含密钥，或做掩码。"},
     .conforming = R"(401 {"error":{"message":"Incorrect API key provided: sk-…abcd"}})",
     .violating = R"(200 {"debug":{"authorization":"Bearer sk-and-all-of-the-key"}})",
     .probe = "create",
     .judge = judge_key_echo},
};

}  // namespace

auto transport() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
