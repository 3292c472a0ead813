#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Operation;

namespace {

constexpr int most_redirects = 5;
constexpr std::uint64_t most_kept = 32U << 20U;
constexpr std::size_t longest_url = 64U << 10U;

auto has_content(const core::Profile& profile, const RunOptions&) -> bool {
  const auto* spec = profile.operation(Operation::content);
  return spec != nullptr && spec->probed;
}
auto has_content_and_key(const core::Profile& profile, const RunOptions& options) -> bool {
  return has_content(profile, options) && profile.auth.required;
}
auto needs_key(const core::Profile& profile, const RunOptions&) -> bool { return profile.auth.required; }
auto has_variants(const core::Profile& profile, const RunOptions& options) -> bool {
  return has_content(profile, options) && profile.operation(Operation::content)->variants.size() > 1;
}
auto has_result_url(const core::Profile& profile, const RunOptions&) -> bool {
  return profile.fields.count("result_url") != 0;
}
auto has_download(const core::Profile& profile, const RunOptions& options) -> bool {
  return has_content(profile, options) || has_result_url(profile, options);
}

auto is_redirect(int status) -> bool {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// A GET of an address that the target named. The key goes to the API's own origin only.
auto ask_url(Session& session, std::string_view intent, const std::string& url) -> Ask {
  Ask ask;
  ask.intent = intent;
  ask.request.url = url;
  ask.media = true;
  ask.api = http::origin_of(url) == http::origin_of(session.options().base_url);
  ask.key = ask.api ? Key::own : Key::none;
  return ask;
}

auto is_downgrade(const std::string& from, const std::string& to) -> bool {
  return from.rfind("https://", 0) == 0 && to.rfind("http://", 0) == 0;
}

// Sends a download and follows its redirects by hand. `key` holds for the first request; none then means none at all.
auto download(Session& session, Ask ask) -> Reply {
  const auto task = ask.task;
  const auto key = ask.key;
  const auto keep = ask.keep_bytes;
  auto url = ask.request.url;
  auto reply = session.send(std::move(ask));
  for (int hop = 0; is_redirect(reply.status) && !session.over(); ++hop) {
    const auto target = http::resolve_url(url, std::string(core::header_or_empty(reply.headers, "Location")));
    auto next = ask_url(session, "content-redirect", target);
    next.task = task;
    next.keep_bytes = keep;
    next.redirected_from = reply.number;
    if (key == Key::none) next.key = Key::none;
    if (target.empty()) {
      next.request.url = url;
      session.refuse_redirect(next, "the Location is no http(s) address");
      break;
    }
    if (is_downgrade(url, target) || hop == most_redirects) {
      session.refuse_redirect(next, hop == most_redirects ? "too many redirects" : "a redirect from https to http");
      break;
    }
    url = target;
    reply = session.send(std::move(next));
  }
  return reply;
}

auto content_ask(Session& session, const OwnTask& task, std::string_view intent, Key key = Key::own) -> Ask {
  auto ask = session.ask(intent, Operation::content, task.id, key);
  ask.task = task.id;
  ask.media = true;
  return ask;
}

// The completed task that downloads are tried on, or nullptr with the gap noted.
auto finished(Session& session, std::string_view intent) -> OwnTask* {
  auto* task = session.shared();
  if (task != nullptr && task->completed()) return task;
  session.gap(intent, "prerequisite",
              task == nullptr ? "there is no task"
                              : "the task was not completed: its status is \"" + core::elide(task->status, 60) + "\"");
  return nullptr;
}

auto is_only_way(const Session& session, std::string_view way) -> bool {
  const auto& ways = session.profile().download;
  return ways.size() == 1 && ways.front() == way;
}

void run_content(Session& session) {
  auto* task = finished(session, "content");
  if (task == nullptr) return;
  const auto fetch = [&] {
    auto ask = content_ask(session, *task, "content");
    // Enough to send it on as the video of a character; documented as a few seconds.
    if (session.planned("character")) ask.keep_bytes = most_kept;
    auto reply = download(session, std::move(ask));
    if (reply.succeeded()) {
      task->way = OwnTask::Way::content;
      task->file = std::move(reply.kept);
    }
    return reply;
  };
  const auto first = fetch();
  // Right after the end a download may still be on its way; where there is no other way to the video it is worth one
  // more.
  const bool worth =
      !first.succeeded() && first.status != 401 && first.status != 403 && is_only_way(session, "content");
  if (worth && session.wait(session.options().poll_interval)) fetch();
}

void run_result_url(Session& session) {
  auto* task = finished(session, "result-url");
  if (task == nullptr) return;
  if (task->result_url.empty()) return;
  // What had to be trimmed is judged by content.url-usable.
  const auto url = address_of(session.options().base_url, task->result_url);
  if (url.empty()) return session.gap("result-url", "prerequisite", "the address of the video is no http(s) URL");
  if (url.size() > longest_url) {
    return session.gap("result-url", "prerequisite",
                       "the address of the video has " + std::to_string(url.size()) + " bytes, more than the " +
                           std::to_string(longest_url) + " that are asked for");
  }
  auto ask = ask_url(session, "result-url", url);
  ask.task = task->id;
  if (session.planned("character")) ask.keep_bytes = most_kept;
  auto reply = download(session, std::move(ask));
  if (!reply.succeeded() || task->way != OwnTask::Way::none) return;
  task->way = OwnTask::Way::url;
  task->video_url = url;
  task->file = std::move(reply.kept);
}

// One more download in the way that worked, or nothing with the gap noted.
auto another(Session& session, std::string_view intent) -> std::optional<Ask> {
  const auto* task = finished(session, intent);
  if (task == nullptr) return std::nullopt;
  if (task->way == OwnTask::Way::none) {
    session.gap(intent, "prerequisite", "the video could not be downloaded");
    return std::nullopt;
  }
  if (task->way == OwnTask::Way::content) return content_ask(session, *task, intent);
  auto ask = ask_url(session, intent, task->video_url);
  ask.task = task->id;
  return ask;
}

void run_again(Session& session) {
  if (auto ask = another(session, "content-again")) download(session, std::move(*ask));
}

void run_range(Session& session) {
  auto ask = another(session, "content-range");
  if (!ask) return;
  core::set_header(ask->request.headers, "Range", "bytes=16-1039");
  session.send(std::move(*ask));
}

void run_head(Session& session) {
  auto ask = another(session, "content-head");
  if (!ask) return;
  ask->request.method = "HEAD";
  session.send(std::move(*ask));
}

void run_variant(Session& session) {
  auto* task = finished(session, "content-variant");
  if (task == nullptr) return;
  for (const auto& variant : session.profile().operation(Operation::content)->variants) {
    if (variant == "video") continue;
    auto ask = content_ask(session, *task, "content-variant");
    ask.request.url +=
        (http::query_of(ask.request.url).empty() ? "?" : "&") + ("variant=" + core::percent_encode(variant));
    ask.facts = {{"variant", variant}};
    download(session, std::move(ask));
  }
}

void run_content_with(Session& session, std::string_view intent, Key key) {
  const auto* task = finished(session, intent);
  if (task == nullptr) return;
  if (task->way != OwnTask::Way::content) {
    return session.gap(intent, "prerequisite", "the video could not be downloaded with the key either");
  }
  session.send(content_ask(session, *task, intent, key));
}

void run_no_key_content(Session& session) { run_content_with(session, "no-key-content", Key::none); }
void run_wrong_key_content(Session& session) { run_content_with(session, "wrong-key-content", Key::wrong); }

void run_task_with(Session& session, std::string_view intent, Key key) {
  auto* task = session.shared();
  if (task == nullptr) return session.gap(intent, "prerequisite", "there is no task");
  auto ask = session.ask(intent, Operation::retrieve, task->id, key);
  ask.task = task->id;
  session.send(std::move(ask));
}

void run_no_key_task(Session& session) { run_task_with(session, "no-key-task", Key::none); }
void run_wrong_key_task(Session& session) { run_task_with(session, "wrong-key-task", Key::wrong); }

constexpr std::string_view after_the_end = "create poll given-task";
constexpr std::string_view after_download = "create poll given-task content result-url";

const Probe table[] = {
    {.intent = "content",
     .operation = Operation::content,
     .summary = "its video",
     .needs = after_the_end,
     .on_given_task = true,
     .at_most = 2,
     .applies = has_content,
     .run = run_content},
    {.intent = "result-url",
     .operation = Operation::content,
     .summary = "the address that the task names",
     .needs = after_the_end,
     .on_given_task = true,
     .applies = has_result_url,
     .run = run_result_url},
    {.intent = "content-again",
     .operation = Operation::content,
     .summary = "its video once more",
     .needs = after_download,
     .on_given_task = true,
     .applies = has_download,
     .run = run_again},
    {.intent = "content-range",
     .operation = Operation::content,
     .summary = "a part of its video",
     .needs = after_download,
     .on_given_task = true,
     .applies = has_download,
     .run = run_range},
    {.intent = "content-head",
     .operation = Operation::content,
     .summary = "the headers of its video",
     .needs = after_download,
     .on_given_task = true,
     .applies = has_download,
     .run = run_head},
    {.intent = "content-variant",
     .operation = Operation::content,
     .summary = "its thumbnail and spritesheet",
     .needs = after_the_end,
     .on_given_task = true,
     .at_most = 4,
     .applies = has_variants,
     .run = run_variant},
    {.intent = "no-key-task",
     .operation = Operation::retrieve,
     .summary = "the task, without a key",
     .needs = "create given-task",
     .on_given_task = true,
     .applies = needs_key,
     .run = run_no_key_task},
    {.intent = "wrong-key-task",
     .operation = Operation::retrieve,
     .summary = "the task, with an invented key",
     .needs = "create given-task",
     .on_given_task = true,
     .applies = needs_key,
     .run = run_wrong_key_task},
    {.intent = "no-key-content",
     .operation = Operation::content,
     .summary = "its video, without a key",
     .needs = after_download,
     .on_given_task = true,
     .applies = has_content_and_key,
     .run = run_no_key_content},
    {.intent = "wrong-key-content",
     .operation = Operation::content,
     .summary = "its video, with an invented key",
     .needs = after_download,
     .on_given_task = true,
     .applies = has_content_and_key,
     .run = run_wrong_key_content},
};

}  // namespace

auto content_probes() -> std::span<const Probe> { return table; }

}  // namespace vidspec::conformance
