#include "conformance/recorded/har.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "conformance/recorded/har_entry.h"
#include "core/error.h"
#include "core/headers.h"
#include "core/journal_line.h"
#include "core/text.h"
#include "http/message.h"

namespace vidspec::conformance {

namespace {

using core::InputError;
using core::Json;

constexpr std::size_t max_bytes = 512U << 20U;
constexpr std::size_t max_entries = 100'000;
constexpr std::size_t max_values = 20'000'000;

/// Header, gaps and footer of a HAR that we wrote.
void take_own_log(const Json& own, core::Journal& journal) {
  if (const auto* header = core::find_pointer(own, "/header"); header != nullptr && header->is_object())
    journal.header = core::header_from(*header);
  if (const auto* gaps = core::find_pointer(own, "/gaps"); gaps != nullptr && gaps->is_array()) {
    for (const auto& gap : *gaps) journal.gaps.push_back(core::gap_from(gap));
  }
  const auto* footer = core::find_pointer(own, "/footer");
  if (footer == nullptr || !footer->is_object()) return;
  journal.spend = core::spend_from(*footer);
  journal.finished = footer->value("finished", "");
  journal.interrupted = footer->value("interrupted", false);
}

/// Tools write a redirect as two entries that do not know of each other: the next request for its target followed it.
void link_redirects(core::Journal& journal) {
  std::map<std::string, core::Exchange*> next;
  for (auto exchange = journal.exchanges.rbegin(); exchange != journal.exchanges.rend(); ++exchange) {
    const auto& url = exchange->request.url;
    const auto* location = core::find_header(exchange->answer.headers, "Location");
    if (location != nullptr && exchange->answer.status / 100 == 3) {
      const auto followed = next.find(http::resolve_url(url, *location));
      if (followed != next.end()) followed->second->redirected_from = exchange->number;
    }
    next[http::resolve_url(url, url)] = &*exchange;
  }
}

/// JSON texts of browsers and Python hold bytes that are no text as halves of surrogate pairs, which no UTF-8 has.
auto without_lone_surrogates(std::string_view text) -> std::string {
  const auto code_at = [&](std::size_t at) {
    unsigned code = 0;
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return code;
    std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
    return code;
  };
  const auto within = [](unsigned code, unsigned first) { return code >= first && code < first + 0x400U; };
  std::string result(text);
  for (std::size_t at = result.find('\\'); at != std::string::npos; at = result.find('\\', at)) {
    const auto code = code_at(at);
    if (within(code, 0xD800U) && within(code_at(at + 6), 0xDC00U)) {
      at += 12;
    } else if (within(code, 0xD800U) || within(code, 0xDC00U)) {
      result.replace(at, 6, "\\ufffd");
      at += 6;
    } else {
      at += 2;
    }
  }
  return result;
}

auto parse_log(std::string_view text) -> core::JsonResult {
  constexpr core::JsonLimits limits{max_bytes, 256, max_values};
  auto parsed = core::parse_json(text, limits);
  const bool surrogate = !parsed && parsed.error.find("surrogate") != std::string::npos;
  return surrogate ? core::parse_json(without_lone_surrogates(text), limits) : parsed;
}

/// What a browser took from its own cache says nothing about the server at that time.
auto is_from_cache(const Json& entry) -> bool {
  return entry.is_object() && entry.value("_fromCache", Json()).is_string();
}

void number_entries(core::Journal& journal) {
  std::stable_sort(journal.exchanges.begin(), journal.exchanges.end(),
                   [](const core::Exchange& a, const core::Exchange& b) { return a.t_ms < b.t_ms; });
  const auto start = journal.exchanges.empty() ? 0 : journal.exchanges.front().t_ms;
  journal.header.started = core::rfc3339(core::Instant{core::Millis(start)});
  int number = 0;
  for (auto& exchange : journal.exchanges) {
    exchange.number = ++number;
    exchange.t_ms -= start;
  }
}

}  // namespace

auto looks_like_har(std::string_view text) -> bool {
  const auto head = text.substr(0, std::min<std::size_t>(text.size(), 4096));
  // A journal says its kind at once; a HAR of ours holds the header line of one further inside.
  const auto log = head.find("\"log\"");
  return log != std::string_view::npos && log < head.find("\"kind\"");
}

auto parse_har(std::string_view text, const std::string& name) -> core::Journal {
  const auto parsed = parse_log(text);
  if (!parsed) throw InputError(name, "", "not JSON: " + parsed.error);
  const auto* entries = core::find_pointer(*parsed.value, "/log/entries");
  if (entries == nullptr || !entries->is_array())
    throw InputError(name, "/log/entries", "must be an array; this is no HAR file");
  if (entries->size() > max_entries) throw InputError(name, "/log/entries", "has more than 100,000 entries");
  core::Journal journal;
  journal.header.recorded_by = "har";
  const auto* own = core::find_pointer(*parsed.value, "/log/_vidspec");
  const bool ours = own != nullptr && own->is_object();
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const auto pointer = "/log/entries/" + std::to_string(i);
    if (is_from_cache((*entries)[i])) continue;
    try {
      journal.exchanges.push_back(exchange_of_entry((*entries)[i], ours));
    } catch (const std::exception& problem) {
      throw InputError(name, pointer, "is no entry of a HAR file: " + core::reason_of(problem));
    }
  }
  if (!ours) {
    number_entries(journal);
    link_redirects(journal);
    return journal;
  }
  try {
    take_own_log(*own, journal);
  } catch (const std::exception& problem) {
    throw InputError(name, "/log/_vidspec", "was not written by vidspec: " + core::reason_of(problem));
  }
  // Not the file that was signed and counted: complete as evidence, never as a journal.
  journal.problem = "read from a HAR file, which carries no digest";
  return journal;
}

}  // namespace vidspec::conformance
