#include "mock/request_log.h"

#include <algorithm>

#include "core/text.h"
#include "mock/scenario.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_body = 4096;
constexpr std::size_t most_headers = 4096;
constexpr std::size_t most_target = 1024;

// Printable UTF-8 of at most so many bytes, into memory that is there already.
void keep(std::string& to, std::string_view text, std::size_t most) {
  const std::string_view cut = text.substr(0, most);
  to.assign(cut);
  if (cut.size() < text.size()) {
    while (!to.empty() && (static_cast<unsigned char>(to.back()) & 0xC0U) == 0x80U) to.pop_back();
    if (!to.empty() && static_cast<unsigned char>(to.back()) >= 0xC0) to.pop_back();
  }
  if (is_utf8(to)) return;
  for (char& c : to) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x7F || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')) c = '.';
  }
}

auto is_secret(std::string_view name) -> bool {
  return core::iequals(name, "authorization") || core::iequals(name, "proxy-authorization") ||
         core::iequals(name, "cookie") || core::iequals(name, "api-key") || core::iequals(name, "x-api-key");
}

void keep_headers(std::string& to, const core::Headers& headers, std::string_view shown_key) {
  to.clear();
  for (const auto& header : headers) {
    if (to.size() + header.name.size() + header.value.size() > most_headers) return;
    to += header.name;
    to += ": ";
    if (!is_secret(header.name)) {
      to += header.value;
    } else {
      to += core::iequals(header.name, "authorization") && !shown_key.empty() ? "Bearer " + std::string(shown_key)
                                                                              : "***";
    }
    to += '\n';
  }
  if (!is_utf8(to)) keep(to, std::string(to), most_headers);
}

auto like(const std::string& pattern, std::string_view text) -> bool {
  return pattern.empty() || matches_pattern(pattern, text);
}

auto has_line(std::string_view headers, const std::string& pattern) -> bool {
  while (!headers.empty()) {
    const auto end = std::min(headers.find('\n'), headers.size());
    if (matches_pattern(pattern, headers.substr(0, end))) return true;
    headers.remove_prefix(std::min(end + 1, headers.size()));
  }
  return false;
}

auto differences(const LogQuery& query, const LoggedRequest& request) -> std::vector<std::string> {
  std::vector<std::string> found;
  const auto compare = [&](const char* what, const std::string& wanted, const std::string& was) {
    if (!like(wanted, was))
      found.push_back(std::string(what) + ": wanted " + wanted + ", was " +
                      (was.empty() ? "none" : core::elide(was, 120)));
  };
  if (!query.key.empty() && query.key != request.key)
    found.push_back("key: another one, " + (request.shown_key.empty() ? "none" : request.shown_key));
  compare("method", query.method, request.method);
  compare("target", query.target, request.target);
  compare("operation", query.operation, request.operation);
  compare("task", query.task, request.task);
  compare("body", query.body, request.body);
  if (!query.header.empty() && !has_line(request.headers, query.header))
    found.push_back("header: none is like " + query.header);
  if (query.status && *query.status != request.status) {
    found.push_back("status: wanted " + std::to_string(*query.status) + ", was " + std::to_string(request.status));
  }
  return found;
}

}  // namespace

void RequestLog::add(const Entry& entry) {
  const std::lock_guard lock(mutex_);
  next_ = std::max(next_, entry.number + 1);
  if (ring_.empty()) {
    first_ = next_;
    return;
  }
  first_ = std::max(first_, next_ > ring_.size() ? next_ - ring_.size() : 1);
  if (entry.number < first_) return;
  LoggedRequest& kept = ring_[entry.number % ring_.size()];
  kept.number = entry.number;
  kept.at = entry.at;
  kept.key.assign(entry.key);
  kept.shown_key.assign(entry.shown_key);
  keep(kept.method, entry.request.method, 32);
  keep(kept.target, entry.request.url, most_target);
  kept.operation.assign(entry.operation);
  kept.task.assign(entry.task);
  keep_headers(kept.headers, entry.request.headers, entry.shown_key);
  keep(kept.body, entry.request.body, most_body);
  kept.body_size = entry.request.body.size();
  kept.status = entry.response.status;
  keep_headers(kept.answer_headers, entry.response.headers, {});
  keep(kept.answer, entry.response.body, most_body);
  kept.answer_size = entry.response.source ? entry.response.source->size() : entry.response.body.size();
  kept.scenarios.assign(entry.scenarios);
  kept.faults.assign(entry.faults);
}

template <typename Visit>
void RequestLog::each(const Visit& visit) const {
  for (std::uint64_t number = first_; number < next_; ++number) {
    const auto& request = ring_[number % ring_.size()];
    if (request.number == number) visit(request);  // one that is on its way has its number, but no entry yet
  }
}

auto RequestLog::find(const LogQuery& query) const -> std::vector<LoggedRequest> {
  const std::lock_guard lock(mutex_);
  std::vector<LoggedRequest> found;
  for (std::uint64_t number = next_; number-- > std::max(first_, query.after + 1) && found.size() < query.limit;) {
    const auto& request = ring_[number % ring_.size()];
    if (request.number == number && differences(query, request).empty()) found.push_back(request);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

auto RequestLog::count(const LogQuery& query) const -> std::size_t {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  each([&](const LoggedRequest& request) {
    count += request.number > query.after && differences(query, request).empty() ? 1 : 0;
  });
  return count;
}

auto RequestLog::near_misses(const LogQuery& query, std::size_t most) const -> std::vector<NearMiss> {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::vector<std::string>, const LoggedRequest*>> ranked;
  each([&](const LoggedRequest& request) {
    auto found = differences(query, request);
    if (!found.empty()) ranked.emplace_back(std::move(found), &request);
  });
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); });
  std::vector<NearMiss> misses;
  for (auto& [found, request] : ranked) {
    if (misses.size() == most) break;
    misses.push_back({*request, std::move(found)});
  }
  return misses;
}

auto RequestLog::total() const -> std::uint64_t {
  const std::lock_guard lock(mutex_);
  return next_ - 1;
}

auto RequestLog::kept() const -> std::size_t {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(next_ - first_);
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  first_ = next_;
}

auto to_json(const LoggedRequest& request) -> core::Json {
  return {{"number", request.number},
          {"at", core::rfc3339(request.at)},
          {"at_ms", core::unix_millis(request.at)},
          {"key", request.shown_key},
          {"method", request.method},
          {"target", request.target},
          {"operation", request.operation},
          {"task", request.task},
          {"headers", request.headers},
          {"body", request.body},
          {"body_size", request.body_size},
          {"status", request.status},
          {"answer_headers", request.answer_headers},
          {"answer", request.answer},
          {"answer_size", request.answer_size},
          {"scenarios", request.scenarios},
          {"faults", request.faults}};
}

}  // namespace vidspec::mock
