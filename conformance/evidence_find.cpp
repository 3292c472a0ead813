#include <algorithm>
#include <array>
#include <set>

#include "conformance/evidence.h"
#include "core/text.h"
#include "http/message.h"

namespace vidspec::conformance {

using core::Json;
using core::Operation;

namespace {

constexpr std::string_view list_items = "/data";
constexpr std::size_t longest_status = 1000;  // what is longer is no word that any profile knows

// Answers to these say nothing about the task that they are about: the request was made to be refused.
auto made_to_be_refused(std::string_view intent) -> bool {
  constexpr std::array<std::string_view, 4> intents = {"unknown-id", "delete-unknown", "after-delete", "negative"};
  constexpr std::string_view invalid = "-invalid";
  return intent.rfind("no-key", 0) == 0 || intent.rfind("wrong-key", 0) == 0 ||
         (intent.size() > invalid.size() && intent.substr(intent.size() - invalid.size()) == invalid) ||
         std::find(intents.begin(), intents.end(), intent) != intents.end();
}

}  // namespace

auto Evidence::history(const std::string& id) -> TaskHistory& {
  auto& slot = task_by_id_[id];
  if (slot == nullptr) {
    slot = &tasks_.emplace_back();
    slot->id = id;
  }
  return *slot;
}

void Evidence::sight(TaskHistory& task, const Seen& seen, const Json& value, std::string pointer) {
  if (!value.is_object()) return;
  TaskSighting sighting{&seen, &value, std::move(pointer), {}, text_of(profile_.field(value, "status"))};
  sighting.stage = profile_.stage_of(sighting.status);
  sighting.status = core::elide(sighting.status, longest_status);
  task.sightings.push_back(std::move(sighting));
}

void Evidence::find_tasks() {
  for (const auto& seen : seen_) {
    if (seen.spec == nullptr || !seen.succeeded() || seen.body == nullptr) continue;
    if (core::makes_video(seen.spec->operation)) {
      const auto id = text_of(seen.body->is_object() ? profile_.field(*seen.body, "id") : nullptr);
      if (id.empty()) continue;
      auto& task = history(id);
      if (task.creation == nullptr) {
        task.creation = &seen;
        if (!made_to_be_refused(seen.intent())) task.asked = asked_of(profile_, seen.raw->request);
      }
      sight(task, seen, *seen.body, "");
    } else if (seen.is(Operation::retrieve) && !seen.id.empty() && !made_to_be_refused(seen.intent())) {
      sight(history(seen.id), seen, *seen.body, "");
    }
  }
  for (const auto* seen : of(Operation::list)) sight_list(*seen);
  for (const auto* seen : of(Operation::remove)) {
    const auto found = task_by_id_.find(seen->id);
    if (seen->succeeded() && found != task_by_id_.end() && found->second->deletion == nullptr) {
      found->second->deletion = seen;
    }
  }
  for (auto& task : tasks_) {
    auto& sightings = task.sightings;
    if (task.deletion != nullptr) {
      sightings.erase(std::remove_if(sightings.begin(), sightings.end(),
                                     [&](const auto& s) { return !before(*s.seen, *task.deletion); }),
                      sightings.end());
    }
    std::stable_sort(sightings.begin(), sightings.end(),
                     [](const auto& a, const auto& b) { return a.seen->end_ms() < b.seen->end_ms(); });
  }
}

void Evidence::sight_list(const Seen& seen) {
  const auto* items = seen.succeeded() ? seen.at(list_items) : nullptr;
  if (items == nullptr || !items->is_array()) return;
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto& item = (*items)[i];
    if (!item.is_object()) continue;
    const auto found = task_by_id_.find(text_of(profile_.field(item, "id")));
    if (found != task_by_id_.end()) {
      sight(*found->second, seen, item, std::string(list_items) + "/" + std::to_string(i));
    }
  }
}

auto Evidence::task(std::string_view id) const -> const TaskHistory* {
  const auto found = task_by_id_.find(id);
  return found == task_by_id_.end() ? nullptr : found->second;
}

auto Evidence::of(Operation operation) const -> const std::vector<const Seen*>& {
  static const std::vector<const Seen*> none;
  const auto found = by_operation_.find(operation);
  return found == by_operation_.end() ? none : found->second;
}

auto Evidence::with_intent(std::string_view intent) const -> const std::vector<const Seen*>& {
  static const std::vector<const Seen*> none;
  const auto found = by_intent_.find(intent);
  return found == by_intent_.end() ? none : found->second;
}

auto Evidence::followed(const Seen& seen) const -> const Seen* {
  const auto found = redirect_targets_.find(seen.number());
  return found == redirect_targets_.end() ? nullptr : found->second;
}

auto Evidence::around(const TaskHistory& task, const Seen& seen) const -> Around {
  Around result;
  for (const auto& sighting : task.sightings) {
    if (before(*sighting.seen, seen)) result.before = &sighting;
    if (result.after == nullptr && before(seen, *sighting.seen)) result.after = &sighting;
  }
  return result;
}

namespace {

// A whole video that should come; in recorded traffic any that was answered.
auto is_plain_download(const Seen& seen) -> bool {
  constexpr std::array<std::string_view, 3> intents = {"content", "content-again", "result-url"};
  const bool ours = std::find(intents.begin(), intents.end(), seen.intent()) != intents.end();
  if (seen.raw->request.method != "GET" || (!ours && !(seen.intent().empty() && seen.answered()))) return false;
  if (core::find_header(seen.raw->request.headers, "Range") != nullptr) return false;
  const auto members = http::parse_query(http::query_of(seen.raw->request.url));
  return std::none_of(members.begin(), members.end(),
                      [](const auto& member) { return member.first == "variant" && member.second != "video"; });
}

}  // namespace

void Evidence::find_downloads() {
  std::map<std::string, const TaskHistory*> urls;
  for (const auto& task : tasks_) {
    for (const auto& sighting : task.sightings) {
      const auto url = text_of(profile_.field(*sighting.task, "result_url"));
      if (!url.empty()) urls.emplace(url, &task);
    }
  }
  for (auto& seen : seen_) {
    if (!is_plain_download(seen) || seen.put_off || seen.raw->redirected_from != 0) continue;
    Download download{&seen, &seen, nullptr, false};
    if (seen.is(Operation::content)) {
      download.task = task(seen.id);
      // Without its task's state, an unfinished one cannot be told from a broken one.
      if (download.task == nullptr) continue;
      const auto near = around(*download.task, seen);
      const bool early = near.after != nullptr && near.after->stage != core::Stage::completed;
      const bool finished = near.before != nullptr && near.before->stage == core::Stage::completed;
      if (early || !finished) continue;
    } else if (!seen.intent().empty()) {
      download.task = task(seen.raw->task);
    } else if (const auto found = urls.find(seen.raw->request.url); seen.spec == nullptr && found != urls.end()) {
      download.task = found->second;
    } else {
      continue;
    }
    download.by_url = !seen.is(Operation::content);
    seen.result_url = download.by_url;
    std::set<const Seen*> met;
    while (met.insert(download.last).second) {
      const auto* next = followed(*download.last);
      if (next == nullptr) break;
      download.last = next;
    }
    if (seen.intent().empty() && download.last->redirects()) continue;  // where it led was not recorded
    downloads_.push_back(download);
  }
}

void Evidence::find_objects() {
  for (const auto& seen : seen_) {
    if (seen.spec == nullptr || seen.body == nullptr || seen.raw->request.method == "HEAD") continue;
    if (seen.status() >= 400) {
      objects_.push_back({"error", &seen, seen.body.get(), "", false});
      continue;
    }
    if (!seen.succeeded() || seen.spec->response.empty() || made_to_be_refused(seen.intent())) continue;
    objects_.push_back({seen.spec->response, &seen, seen.body.get(), "", false});
    const auto* items = seen.is(Operation::list) ? seen.at(list_items) : nullptr;
    if (items == nullptr || !items->is_array()) continue;
    for (std::size_t i = 0; i < items->size(); ++i) {
      const auto& item = (*items)[i];
      const auto* owner = task(text_of(item.is_object() ? profile_.field(item, "id") : nullptr));
      objects_.push_back({"task", &seen, &item, std::string(list_items) + "/" + std::to_string(i), owner == nullptr});
    }
  }
}

}  // namespace vidspec::conformance
