#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "conformance/judge.h"
#include "core/digest.h"
#include "core/journal.h"
#include "core/profile.h"
#include "reports/phrasebook.h"

namespace vidspec::conformance::testing {

/// A profile, read once for all tests: that takes longer than most of them.
inline auto profile(const std::string& name) -> std::shared_ptr<const core::Profile> {
  static std::map<std::string, std::shared_ptr<const core::Profile>> known;
  auto& profile = known[name];
  if (profile == nullptr) profile = core::load_profile(name);
  return profile;
}

/// A few lines of recorded evidence for a test: each call adds an exchange, one second later than the one before.
class Story {
 public:
  explicit Story(const std::string& profile = "openai") : profile_(testing::profile(profile)) {
    journal_.header.profile = profile_->id;
    journal_.header.base_url = "https://api.example/v1";
    journal_.header.recorded_by = "run";
    journal_.header.ops = {"core", "list", "delete", "remix", "edit", "extend", "character", "identity"};
    journal_.complete = true;
  }

  /// Any exchange. The answer is JSON unless it is null; its key was sent.
  auto exchange(const std::string& intent, const std::string& method, const std::string& path, int status,
                const core::Json& answer = nullptr) -> Story& {
    core::Exchange e;
    e.number = static_cast<int>(journal_.exchanges.size()) + 1;
    e.t_ms = 1000 * e.number;
    e.duration_ms = 20;
    e.intent = intent;
    e.request.method = method;
    e.request.url = "https://api.example/v1" + path;
    e.request.key_sent = true;
    e.answer.status = status;
    if (!answer.is_null()) {
      e.answer.body = answer.dump();
      e.answer.body_size = e.answer.body.size();
      e.answer.headers = {{"Content-Type", "application/json"}};
    }
    journal_.exchanges.push_back(std::move(e));
    return *this;
  }

  /// A create of `sent` (a JSON body).
  auto create(const core::Json& sent, const core::Json& answer, int status = 200) -> Story& {
    exchange("create", "POST", profile_->operation(core::Operation::create)->path, status, answer);
    return send(sent);
  }
  auto create(const core::Json& answer) -> Story& { return create(profile_->create_default, answer); }

  auto poll(const core::Json& answer, int status = 200) -> Story& { return poll_as("poll", answer, status); }
  auto poll_as(const std::string& intent, const core::Json& answer, int status = 200) -> Story& {
    const auto* spec = profile_->operation(core::Operation::retrieve);
    return exchange(intent, "GET", filled(spec->path) + (spec->query.empty() ? "" : "?id=" + core::percent_encode(id_)),
                    status, answer);
  }

  /// A download of the shared task.
  auto content(core::MediaFacts media, const std::string& intent = "content", const std::string& type = "video/mp4")
      -> Story& {
    exchange(intent, "GET", "/videos/" + core::percent_encode(id_) + "/content", 200);
    auto& answer = last().answer;
    answer.headers = {{"Content-Type", type}};
    answer.body_size = media.bytes;
    answer.body_sha256 = media.sha256;
    answer.media = std::move(media);
    last().task = id_;
    return *this;
  }

  /// Changes of the exchange that was added last.
  auto last() -> core::Exchange& { return journal_.exchanges.back(); }
  auto send(const core::Json& body) -> Story& {
    last().request.headers = {{"Content-Type", "application/json"}};
    last().request.body = body.dump();
    return *this;
  }
  auto header(const std::string& name, const std::string& value) -> Story& {
    core::set_header(last().answer.headers, name, value);
    return *this;
  }
  auto facts(const core::Json& facts) -> Story& {
    last().intent_facts = facts;
    return *this;
  }
  auto text(const std::string& body, const std::string& type) -> Story& {
    last().answer.body = body;
    last().answer.body_size = body.size();
    return header("Content-Type", type);
  }
  auto failure(core::Failure failure) -> Story& {
    last().failure = failure;
    last().answer.status = 0;
    return *this;
  }
  auto took(std::int64_t milliseconds) -> Story& {
    last().duration_ms = milliseconds;
    return *this;
  }
  auto gap(const std::string& intent, const std::string& reason) -> Story& {
    journal_.gaps.push_back({intent, reason, ""});
    return *this;
  }

  [[nodiscard]] auto journal() -> core::Journal& { return journal_; }
  [[nodiscard]] auto profile() const -> const core::Profile& { return *profile_; }
  [[nodiscard]] auto report() const -> reports::Report {
    auto report = judge(*profile_, journal_);
    expect_told(report);
    return report;
  }
  [[nodiscard]] auto check(const std::string& id) const -> reports::CheckResult {
    for (auto& result : report().checks) {
      if (result.id == id) return result;
    }
    ADD_FAILURE() << "no check " << id << " in profile " << profile_->id;
    return {};
  }
  [[nodiscard]] auto verdict(const std::string& id) const -> std::string {
    return std::string(reports::name(check(id).verdict));
  }

  /// A valid task of profile openai.
  static auto task(const std::string& status, int progress = 0) -> core::Json {
    const bool ended = status == "completed";
    return {{"id", "video_1"},
            {"object", "video"},
            {"model", "sora-2"},
            {"status", status},
            {"progress", progress},
            {"created_at", 1764649117},
            {"completed_at", ended ? core::Json(1764649173) : core::Json()},
            {"expires_at", ended ? core::Json(1764821973) : core::Json()},
            {"size", "720x1280"},
            {"seconds", "4"},
            {"prompt", nullptr},
            {"remixed_from_video_id", nullptr},
            {"error", nullptr}};
  }
  /// That task with some members replaced; a member `discarded` is taken out.
  static auto task(const std::string& status, int progress, const core::Json& changes) -> core::Json {
    auto value = task(status, progress);
    for (const auto& [key, change] : changes.items()) value[key] = change;
    return value;
  }
  static auto without(core::Json value, const std::string& member) -> core::Json {
    value.erase(member);
    return value;
  }
  static auto error_body() -> core::Json {
    return {
        {"error",
         {{"message", "No such video."}, {"type", "invalid_request_error"}, {"param", nullptr}, {"code", nullptr}}}};
  }
  /// Facts of a good download of the default request.
  static auto video() -> core::MediaFacts {
    core::MediaFacts media;
    media.bytes = 5000;
    media.declared_length = 5000;
    media.sha256 = core::sha256_hex("video");
    media.head = std::string(4096, 'v');
    media.kind = "mp4";
    media.duration_seconds = 4.0;
    media.width = 720;
    media.height = 1280;
    media.has_video_track = true;
    media.structure_ok = true;
    return media;
  }
  /// The id that the following polls and downloads are about.
  auto about(const std::string& id) -> Story& {
    id_ = id;
    return *this;
  }
  /// A whole life that holds every requirement of the core.
  static auto good() -> Story {
    Story story;
    story.create(task("queued")).poll(task("queued")).poll(task("in_progress", 40)).poll(task("completed", 100));
    story.content(video());
    return story;
  }

 private:
  // Whatever a check says must be in the phrase book, so that it can be read in Chinese.
  static void expect_told(const reports::Report& report) {
    static std::set<std::string> told;  // by earlier tests
    const auto expect = [](const reports::CheckResult& check, const std::string& text) {
      if (!told.insert(text).second) return;
      EXPECT_TRUE(reports::is_told(text)) << check.id << ": add to reports/phrasebook_table.cpp: " << text;
    };
    for (const auto& check : report.checks) {
      if (check.verdict != reports::Verdict::error) expect(check, check.reason);
      for (const auto& finding : check.findings) {
        for (const auto& text : {finding.expected, finding.actual, finding.hint}) expect(check, text);
      }
    }
  }

  auto filled(std::string path) const -> std::string {
    const auto at = path.find("{id}");
    return at == std::string::npos ? path : path.replace(at, 4, core::percent_encode(id_));
  }

  std::shared_ptr<const core::Profile> profile_;
  core::Journal journal_;
  std::string id_ = "video_1";
};

}  // namespace vidspec::conformance::testing
