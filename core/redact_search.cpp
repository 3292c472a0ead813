#include "core/redact_search.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "core/unescape.h"

namespace vidspec::core {

namespace {

constexpr std::size_t shortest = 6;         // anything shorter would be found everywhere
constexpr std::size_t shortest_start = 8;   // of a secret that was cut off
constexpr std::size_t window = 1U << 20U;   // escapes are taken off so much text at a time
constexpr std::size_t widest_escape = 128;  // bytes for one of a secret, in three layers
constexpr int layers = 3;

auto hex(std::string_view bytes) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4U];
    text += digits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

// What base64 of any text that holds the secret at that offset (mod 3) must contain: the digits that depend on it
// alone.
auto base64_core(std::string_view secret, std::size_t offset) -> std::string {
  const std::string padded = std::string(offset, 'x').append(secret);
  const std::size_t first = (offset * 8 + 5) / 6;
  const std::size_t last = padded.size() * 8 / 6;
  return base64(padded).substr(first, last - first);
}

void add_spellings(const std::string& secret, std::vector<std::string>& needles) {
  needles.push_back(secret);
  // A secret that looks escaped itself loses that together with the text around it.
  TracedText plain(lower(secret));
  while (unescape(plain)) needles.push_back(plain.text);
  std::string form = secret;
  std::replace(form.begin(), form.end(), ' ', '+');
  needles.push_back(form);
  needles.push_back(hex(secret));
  for (std::size_t offset = 0; offset < 3; ++offset) {
    std::string core = base64_core(secret, offset);
    needles.push_back(core);
    std::replace(core.begin(), core.end(), '+', '-');
    std::replace(core.begin(), core.end(), '/', '_');
    needles.push_back(core);
  }
}

// How many bytes before `end` are the beginning of the needle.
auto start_before(std::string_view text, std::size_t end, std::string_view needle) -> std::size_t {
  for (auto size = std::min(end, needle.size() - 1); size >= shortest_start; --size) {
    if (text.compare(end - size, size, needle, 0, size) == 0) return size;
  }
  return 0;
}

// Calls `found(begin, end)` for what stands in a text whose escapes are off.
template <class Found>
void search(std::string_view text, const std::vector<std::string>& needles, bool last, Found found) {
  constexpr std::string_view ellipsis = "\xE2\x80\xA6";
  for (const auto& needle : needles) {
    for (auto at = text.find(needle); at != std::string_view::npos; at = text.find(needle, at + needle.size()))
      found(at, at + needle.size());
    for (auto cut = text.find(ellipsis); cut != std::string_view::npos; cut = text.find(ellipsis, cut + 1)) {
      if (const auto size = start_before(text, cut, needle)) found(cut - size, cut);
    }
    if (const auto size = last ? start_before(text, text.size(), needle) : 0) found(text.size() - size, text.size());
  }
}

auto merged(std::vector<SecretSearch::Range> ranges) -> std::vector<SecretSearch::Range> {
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::vector<SecretSearch::Range> result;
  for (const auto& range : ranges) {
    if (result.empty() || range.begin >= result.back().end)
      result.push_back(range);
    else
      result.back().end = std::max(result.back().end, range.end);
  }
  return result;
}

}  // namespace

SecretSearch::SecretSearch(const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (!secret.empty()) add_spellings(secret, needles_);
  }
  for (auto& needle : needles_) needle = lower(needle);
  std::sort(needles_.begin(), needles_.end());
  needles_.erase(std::unique(needles_.begin(), needles_.end()), needles_.end());
  std::erase_if(needles_, [](const auto& needle) { return needle.size() < shortest; });
  for (const auto& needle : needles_) longest_ = std::max(longest_, needle.size());
}

auto SecretSearch::find(std::string_view text) const -> std::vector<Range> {
  std::vector<Range> found;
  if (needles_.empty()) return found;
  const auto overlap = longest_ * widest_escape;
  const auto step = std::max(window, overlap);
  for (std::size_t at = 0; at < text.size(); at += step) {
    const auto size = std::min(text.size() - at, step + overlap);
    find_in_window(text.substr(at, size), at, at + size == text.size(), found);
    if (at + size == text.size()) break;
  }
  return merged(std::move(found));
}

void SecretSearch::find_in_window(std::string_view text, std::size_t offset, bool last,
                                  std::vector<Range>& found) const {
  TracedText traced(lower(text));
  for (int layer = 0; layer <= layers; ++layer) {
    search(traced.text, needles_, last, [&](std::size_t begin, std::size_t end) {
      found.push_back({offset + traced.at[begin], offset + traced.at[end]});
    });
    if (!unescape(traced)) return;
    traced.text = lower(traced.text);
  }
}

}  // namespace vidspec::core
