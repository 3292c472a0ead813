#include "conformance/har.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "conformance/har_entry.h"
#include "core/error.h"
#include "core/journal_line.h"
#include "core/text.h"

namespace vidspec::conformance {

namespace {

using core::InputError;
using core::Json;

constexpr std::size_t max_bytes = 512U << 20U;
constexpr std::size_t max_entries = 100'000;

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
  const auto parsed = core::parse_json(text, {max_bytes, 64});
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
    try {
      journal.exchanges.push_back(exchange_of_entry((*entries)[i], ours));
    } catch (const std::exception& problem) {
      throw InputError(name, pointer, "is no entry of a HAR file: " + core::reason_of(problem));
    }
  }
  if (!ours) {
    number_entries(journal);
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
