#include "mock/verdicts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vidspec::mock {

namespace {

using core::Millis;

constexpr std::size_t most_clients = 10'000;
constexpr std::size_t most_tasks = 10'000;
constexpr std::size_t most_verdicts = 10'000;
constexpr Millis too_soon{200};  // between two polls of a task, where there was no hint
constexpr Millis resend_window{600'000};
constexpr int harmless_polls_after_end = 2;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> advices = {{
    {"over-polling", "polls of one task came less than 200 ms apart; poll every few seconds"},
    {"poll-hint-ignored", "polls came in less than half the time that the poll hint names; wait as long as it says"},
    {"retry-after-ignored", "a request came before Retry-After had passed; wait that long before the next try"},
    {"create-sent-again",
     "the same create came again after its answer was lost; it made a second task that somebody pays for"},
    {"polls-after-end", "a task was polled on after it had ended; stop at completed and failed"},
    {"content-too-early", "content was asked for before the task was completed; poll until it is"},
    {"unknown-parameter",
     "a request had a parameter that the dialect does not know; it is ignored or refused elsewhere"},
    {"answer-not-awaited",
     "the connection was closed before the answer was sent; allow more time, a create may have worked"},
    {"key-sent-abroad", "the key was sent to a host that a redirect or result URL names; send it to the API alone"},
}};

auto ms(Millis span) -> std::string { return std::to_string(span.count()) + " ms"; }

}  // namespace

auto ClientJudge::advice(std::string_view id) -> std::string_view {
  for (const auto& [known, text] : advices) {
    if (known == id) return text;
  }
  return {};
}

void ClientJudge::note(std::string_view id, const Observation& seen, std::string detail) {
  if (found_.size() >= most_verdicts) return;
  auto& verdict = found_[{std::string(id), std::string(seen.key)}];
  if (verdict.count++ == 0) {
    verdict.id = id;
    verdict.key = seen.key;
    verdict.shown_key = seen.shown_key;
    verdict.task = seen.task;
    verdict.detail = std::move(detail);
    verdict.first_request = seen.number;
  }
  verdict.last_request = seen.number;
}

void ClientJudge::judge_polling(Client& client, const Observation& seen) {
  if (client.tasks.size() >= most_tasks && client.tasks.find(std::string(seen.task)) == client.tasks.end())
    client.tasks.clear();
  const auto [found, fresh] = client.tasks.try_emplace(std::string(seen.task), Polls{});
  Polls& polls = found->second;
  const Millis since = seen.real - polls.last;
  const bool poll = seen.operation == core::Operation::retrieve;
  if (poll && !fresh && polls.hint.count() > 0 && since * 2 < polls.hint) {
    note("poll-hint-ignored", seen, "polled after " + ms(since) + ", the hint was " + ms(polls.hint));
  } else if (poll && !fresh && polls.hint.count() == 0 && since < too_soon && polls.after_end == 0) {
    note("over-polling", seen, "polled after " + ms(since));
  }
  const bool ended = seen.stage && core::is_terminal(*seen.stage);
  if (poll && ended && ++polls.after_end > harmless_polls_after_end) {
    note("polls-after-end", seen, "polled " + std::to_string(polls.after_end) + " times after the end");
  }
  polls.last = seen.real;
  polls.hint = ended ? Millis{0} : seen.poll_hint.value_or(Millis{0});
}

void ClientJudge::judge_waiting(Client& client, const Observation& seen) {
  const int operation = seen.operation ? static_cast<int>(*seen.operation) : -1;
  const auto wait = client.wait_until.find(operation);
  if (wait != client.wait_until.end() && seen.real < wait->second) {
    note("retry-after-ignored", seen, "came " + ms(wait->second - seen.real) + " too early");
  }
  if (seen.told_to_wait) {
    client.wait_until[operation] = seen.real + *seen.told_to_wait;
  } else if (wait != client.wait_until.end()) {
    client.wait_until.erase(wait);
  }
}

void ClientJudge::judge_create(Client& client, const Observation& seen) {
  const auto lost = client.lost_creates.find(seen.body_hash);
  if (lost != client.lost_creates.end() && seen.real - lost->second < resend_window) {
    note("create-sent-again", seen,
         "the same body came " + ms(seen.real - lost->second) + " after a create whose answer was lost");
  }
  if (seen.made && (seen.answer_lost || seen.status >= 500)) {
    if (client.lost_creates.size() >= most_tasks) client.lost_creates.clear();
    client.lost_creates[seen.body_hash] = seen.real;
  }
}

void ClientJudge::observe(const Observation& seen) {
  const std::lock_guard lock(mutex_);
  if (clients_.size() >= most_clients && clients_.find(std::string(seen.key)) == clients_.end()) clients_.clear();
  Client& client = clients_[std::string(seen.key)];
  judge_waiting(client, seen);
  if (seen.operation && !seen.task.empty() &&
      (core::makes_video(*seen.operation) || seen.operation == core::Operation::retrieve)) {
    judge_polling(client, seen);
  }
  if (seen.operation && core::makes_video(*seen.operation)) judge_create(client, seen);
  if (seen.operation == core::Operation::content && seen.stage && !core::is_terminal(*seen.stage)) {
    note("content-too-early", seen, "the task was " + std::string(core::name(*seen.stage)));
  }
  if (!seen.unknown_parameter.empty()) note("unknown-parameter", seen, "'" + std::string(seen.unknown_parameter) + "'");
  if (seen.operation) client.host = seen.host.substr(0, 256);
  if (seen.file_with_key && !client.host.empty() && client.host != seen.host) {
    note("key-sent-abroad", seen, "to " + std::string(seen.host));
  }
}

void ClientJudge::gave_up(const Observation& seen) {
  const std::lock_guard lock(mutex_);
  note("answer-not-awaited", seen, "the connection was closed before the answer was sent");
  const auto client = clients_.find(std::string(seen.key));
  if (seen.made && client != clients_.end()) client->second.lost_creates[seen.body_hash] = seen.real;
}

auto ClientJudge::verdicts() const -> std::vector<ClientVerdict> {
  const std::lock_guard lock(mutex_);
  std::vector<ClientVerdict> all;
  for (const auto& [id, verdict] : found_) all.push_back(verdict);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return all;
}

void ClientJudge::clear(std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (key.empty()) {
    clients_.clear();
    found_.clear();
    return;
  }
  clients_.erase(std::string(key));
  std::erase_if(found_, [&](const auto& entry) { return entry.first.second == key; });
}

}  // namespace vidspec::mock
