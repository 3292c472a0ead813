#include "conformance/recorded.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "conformance/recorded/har.h"
#include "conformance/route.h"
#include "core/error.h"
#include "core/file.h"
#include "core/journal.h"
#include "core/time.h"
#include "http/message.h"

namespace vidspec::conformance {

namespace {

namespace fs = std::filesystem;
using core::Journal;

constexpr std::size_t max_bytes = 1U << 30U;

/// Recorded elsewhere: nobody has redacted it yet.
auto redacted(const Journal& journal, const core::Redactor& redactor) -> Journal {
  core::MemoryJournal sink(redactor);
  sink.begin(journal.header);
  for (const auto& exchange : journal.exchanges) sink.add(exchange);
  for (const auto& gap : journal.gaps) sink.gap(gap);
  auto result = sink.journal();
  result.spend = journal.spend;
  result.finished = journal.finished;
  result.interrupted = journal.interrupted;
  result.problem = journal.problem;
  return result;
}

auto read_one(const fs::path& path, const core::Redactor& redactor) -> Journal {
  const auto file = fs::is_directory(path) ? path / "journal.jsonl" : path;
  const auto text = core::read_file(file, max_bytes);
  if (looks_like_har(text)) return redacted(parse_har(text, file.string()), redactor);
  std::istringstream input(text);
  return core::parse_journal(input, file.string());
}

auto start_of(const Journal& journal) -> std::int64_t {
  return core::unix_millis(core::parse_rfc3339(journal.header.started).value_or(core::Instant{}));
}

void add_spend(core::Spend& total, const core::Spend& more) {
  total.videos += more.videos;
  total.max_videos += more.max_videos;
  total.ambiguous += more.ambiguous;
  if (more.cost) total.cost = total.cost.value_or(0) + *more.cost;
  if (total.currency.empty()) total.currency = more.currency;
  total.orphans.insert(total.orphans.end(), more.orphans.begin(), more.orphans.end());
}

void add_words(std::vector<std::string>& words, const std::vector<std::string>& more) {
  for (const auto& word : more) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
}

/// Appends one journal to another; the exchanges get their new numbers when all are there.
void append(Journal& all, const Journal& next) {
  const auto shift = start_of(next) - start_of(all);
  const auto offset = all.exchanges.empty() ? 0 : all.exchanges.back().number;
  for (auto exchange : next.exchanges) {
    exchange.t_ms += shift;
    exchange.number += offset;
    if (exchange.redirected_from > 0) exchange.redirected_from += offset;
    all.exchanges.push_back(std::move(exchange));
  }
  all.gaps.insert(all.gaps.end(), next.gaps.begin(), next.gaps.end());
  add_words(all.header.ops, next.header.ops);
  add_words(all.header.planned, next.header.planned);
  if (next.spend) {
    if (!all.spend) all.spend = core::Spend{};
    add_spend(*all.spend, *next.spend);
  }
  all.finished = std::max(all.finished, next.finished);
  all.interrupted = all.interrupted || next.interrupted;
}

void renumber(Journal& journal) {
  std::stable_sort(journal.exchanges.begin(), journal.exchanges.end(),
                   [](const core::Exchange& a, const core::Exchange& b) { return a.t_ms < b.t_ms; });
  std::map<int, int> numbers;
  for (const auto& exchange : journal.exchanges) numbers.emplace(exchange.number, static_cast<int>(numbers.size()) + 1);
  for (auto& exchange : journal.exchanges) {
    exchange.number = numbers[exchange.number];
    if (exchange.redirected_from > 0) exchange.redirected_from = numbers[exchange.redirected_from];
  }
}

/// The base URL under which a recorded request would be one of the profile's operations.
auto base_of(const std::string& url, const core::Profile& profile) -> std::string {
  const auto origin = http::origin_of(url);
  if (origin.empty()) return {};
  const auto path = std::string(http::path_of(url));
  const auto at = profile.base_path.empty() ? 0 : path.find(profile.base_path);
  return at == std::string::npos ? std::string() : origin + path.substr(0, at + profile.base_path.size());
}

}  // namespace

auto read_evidence(const std::vector<fs::path>& paths, const core::Redactor& redactor) -> Journal {
  auto all = read_one(paths.at(0), redactor);
  if (paths.size() == 1) return all;
  for (std::size_t i = 1; i < paths.size(); ++i) append(all, read_one(paths[i], redactor));
  renumber(all);
  all.complete = false;
  all.problem = "put together from " + std::to_string(paths.size()) + " files";
  return all;
}

void settle_base_url(Journal& journal, const core::Profile& profile, const std::string& wanted) {
  if (!wanted.empty()) journal.header.base_url = wanted;
  if (!journal.header.base_url.empty()) return;
  const Router router(profile, "");
  std::map<std::string, int> votes;
  for (const auto& exchange : journal.exchanges) {
    const auto* spec = router.match(exchange.request.method, exchange.request.url).spec;
    if (spec == nullptr) continue;
    const auto base = base_of(exchange.request.url, profile);
    if (base.empty()) continue;
    const bool created =
        core::makes_video(spec->operation) && exchange.answer.status >= 200 && exchange.answer.status < 300;
    votes[base] += created ? 1000 : 1;
  }
  const auto most =
      std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != votes.end()) journal.header.base_url = most->first;
}

}  // namespace vidspec::conformance
