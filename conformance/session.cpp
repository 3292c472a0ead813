#include "conformance/session.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "conformance/evidence.h"

namespace vidspec::conformance {

using core::Failure;
using core::Millis;

namespace {

constexpr Millis shortest_pause{250};
constexpr Millis longest_pause{60'000};
constexpr int patience_with_silence = 5;  // requests in a row without any answer

auto number_in(const std::string* text) -> std::optional<double> {
  if (text == nullptr) return std::nullopt;
  double value = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text->data() + text->size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

auto clamped(double milliseconds) -> Millis {
  const auto low = static_cast<double>(shortest_pause.count());
  const auto high = static_cast<double>(longest_pause.count());
  return Millis{static_cast<std::int64_t>(std::clamp(milliseconds, low, high))};
}

auto is_negative(std::string_view intent) -> bool {
  constexpr std::string_view invalid = "-invalid";
  return intent == "negative" ||
         (intent.size() > invalid.size() && intent.substr(intent.size() - invalid.size()) == invalid);
}

auto text_at(const core::Profile& profile, const Reply& reply, std::string_view field) -> std::string {
  if (reply.body == nullptr || !reply.body->is_object()) return {};
  const auto* value = profile.field(*reply.body, field);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

Session::Session(const core::Profile& profile, const RunOptions& options, const Plan& plan,
                 const http::Exchange& target, core::Clock& clock, core::JournalSink& sink,
                 const std::function<void(const Progress&)>& progress)
    : profile_(profile),
      options_(options),
      clock_(clock),
      sink_(sink),
      progress_(progress),
      recorder_(profile, options, target, clock, sink),
      requests_(profile, options),
      budget_(options.max_videos, options.max_cost),
      deadline_(clock.now() + options.deadline),
      pause_(options.poll_interval) {
  for (const auto& request : plan.requests) planned_.insert(request.intent);
}

auto Session::over() const -> bool {
  return interrupted_ || silent_in_a_row_ >= patience_with_silence || clock_.now() >= deadline_;
}

auto Session::time_left() const -> Millis { return std::max(Millis{1}, deadline_ - clock_.now()); }

auto Session::patience() const -> core::Instant {
  // A fifth of the whole, at most a minute, is kept for what does not need the end of the job.
  return deadline_ - std::min(options_.deadline / 5, Millis{60'000});
}

auto Session::wait(Millis duration) -> bool {
  if (over()) return false;
  if (!clock_.wait_until(std::min(deadline_, clock_.now() + duration))) interrupted_ = true;
  return !over();
}

void Session::tell(const std::string& what) {
  if (!progress_) return;
  progress_({what, clock_.now() - recorder_.started(), options_.deadline, recorder_.exchanges()});
}

auto Session::send(Ask ask) -> Reply {
  const bool whole = ask.media && !is_refused_download(ask.intent);
  const auto limit = [&] { return whole ? time_left() : std::min(options_.request_timeout, time_left()); };
  auto reply = send_within(limit(), ask);
  if (reply.status == 429 && wait(pause_after(reply))) reply = send_within(limit(), std::move(ask));
  return reply;
}

auto Session::send_within(Millis limit, Ask ask) -> Reply {
  if (interrupted_) return {};
  // A connection of its own for each request: what a kept one hides, a silent second try above all, is evidence here.
  ask.request.once = true;
  auto reply = recorder_.send(std::move(ask), limit);
  if (reply.failure == Failure::interrupted) interrupted_ = true;
  silent_in_a_row_ = reply.answered() ? 0 : silent_in_a_row_ + 1;
  return reply;
}

auto Session::ask(std::string_view intent, core::Operation operation, const std::string& id, Key key) -> Ask {
  Ask ask;
  ask.intent = intent;
  ask.key = key;
  if (const auto* spec = profile_.operation(operation); spec != nullptr) ask.request = requests_.request(*spec, id);
  return ask;
}

auto Session::token() -> std::optional<Budget::Token> {
  const auto cost =
      core::video_cost(profile_, requests_.model(), requests_.size(), requests_.seconds(), options_.price);
  return budget_.take(cost ? std::optional<double>(cost->amount) : std::nullopt);
}

auto Session::buy(Ask ask, Budget::Token token) -> Bought {
  Bought bought;
  const bool negative = is_negative(ask.intent);
  const auto intent = ask.intent;
  tell(intent);
  // Not cut short by the end of the run: what was sent and then given up may have been billed.
  bought.reply = send_within(options_.request_timeout, std::move(ask));
  const auto& reply = bought.reply;
  const auto id = text_at(profile_, reply, "id");
  const auto status = text_at(profile_, reply, "status");
  const bool task_shaped = !id.empty() && !status.empty();
  if (reply.succeeded() || task_shaped) {
    bought.spending = Spending::accepted;
  } else if (!reply.answered()) {
    bought.spending = reply.sent ? Spending::ambiguous : Spending::refused;
  } else {
    // A server error may come after the backend has accepted.
    bought.spending = reply.status >= 500 && !negative ? Spending::ambiguous : Spending::refused;
  }
  const bool may_be_billed = reply.status >= 500 || bought.spending != Spending::refused;
  if (may_be_billed) {
    token.spend();
  } else {
    token.give_back();
  }
  if (bought.spending == Spending::accepted) ++accepted_;
  if (bought.spending == Spending::ambiguous) ++ambiguous_;
  if (bought.spending == Spending::accepted && id.size() > longest_id) {
    bought.no_task = "create answered an id of " + std::to_string(id.size()) + " bytes, more than the " +
                     std::to_string(longest_id) + " that fit into a request";
    lost_.push_back(core::elide(id, 100));
  } else if (bought.spending == Spending::accepted && id.empty()) {
    bought.no_task = reply.body == nullptr ? "create answered no JSON" : "create answered no id";
  } else if (bought.spending == Spending::accepted) {
    bought.task = &tasks_.emplace_back();
    bought.task->id = id;
    bought.task->intent = intent;
    bought.task->status = status;
    bought.task->stage = profile_.stage_of(status);
  }
  pause_ = pause_after(reply);
  return bought;
}

auto Session::pause_after(const Reply& reply) const -> Millis {
  if (const auto seconds = number_in(core::find_header(reply.headers, "Retry-After"))) return clamped(*seconds * 1000);
  for (const auto& [header, unit] : profile_.poll_hints) {
    if (const auto hint = number_in(core::find_header(reply.headers, header))) {
      return clamped(unit == "milliseconds" ? *hint : *hint * 1000);
    }
  }
  return clamped(static_cast<double>(options_.poll_interval.count()));
}

auto Session::poll(OwnTask& task, std::string_view intent) -> Reply {
  auto request = ask(intent, core::Operation::retrieve, task.id);
  request.task = task.id;
  auto reply = send(std::move(request));
  pause_ = pause_after(reply);
  if (!reply.succeeded()) return reply;
  task.status = text_at(profile_, reply, "status");
  task.stage = profile_.stage_of(task.status);
  if (auto url = text_at(profile_, reply, "result_url"); !url.empty()) task.result_url = std::move(url);
  std::string progress;
  if (reply.body != nullptr && reply.body->is_object()) {
    const auto* value = profile_.field(*reply.body, "progress");
    if (value != nullptr && value->is_number()) progress = " " + core::show(*value, 20);
  }
  tell(core::elide(task.id, 40) + " " + core::elide(task.status, 40) + progress);
  return reply;
}

auto Session::poll_to_end(OwnTask& task, std::string_view intent, core::Instant until) -> bool {
  while (!task.ended()) {
    const auto next = clock_.now() + pause_;
    if (next > until || !wait(pause_)) return false;
    poll(task, intent);
  }
  return true;
}

void Session::look_for_hidden_jobs(const Reply& list) {
  const auto* items = list.body == nullptr ? nullptr : core::find_pointer(*list.body, "/data");
  if (!list.succeeded() || items == nullptr || !items->is_array()) return;
  for (const auto& item : *items) {
    const auto* prompt = item.is_object() ? profile_.field(item, "prompt") : nullptr;
    const auto* id = item.is_object() ? profile_.field(item, "id") : nullptr;
    if (prompt == nullptr || !prompt->is_string() || id == nullptr || !id->is_string()) continue;
    if (!recorder_.is_own_prompt(prompt->get<std::string>())) continue;
    const auto known = std::any_of(tasks_.begin(), tasks_.end(), [&](const OwnTask& task) { return *id == task.id; });
    if (!known) hidden_.insert(core::elide(id->get<std::string>(), 1000));
  }
}

void Session::gap(std::string_view intent, std::string reason, std::string detail) {
  if (gaps_.insert(std::string(intent)).second) sink_.gap({std::string(intent), std::move(reason), std::move(detail)});
}

auto Session::spend() const -> core::Spend {
  core::Spend spend;
  // A create that was not answered and a job that nobody answered are likely the same.
  spend.videos = accepted_ + std::max(ambiguous_, static_cast<int>(hidden_.size()));
  spend.max_videos = options_.max_videos;
  spend.ambiguous = ambiguous_;
  const auto one = core::video_cost(profile_, requests_.model(), requests_.size(), requests_.seconds(), options_.price);
  if (one) {
    spend.cost = one->amount * spend.videos;
    spend.currency = one->currency;
  }
  for (const auto& task : tasks_) {
    if (task.made_by_us && !task.ended() && !task.deleted) spend.orphans.push_back(task.id);
  }
  spend.orphans.insert(spend.orphans.end(), lost_.begin(), lost_.end());
  spend.orphans.insert(spend.orphans.end(), hidden_.begin(), hidden_.end());
  return spend;
}

}  // namespace vidspec::conformance
