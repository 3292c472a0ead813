#include "reports/phrasebook.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace vidspec::reports {

namespace {

constexpr int deepest = 6;
constexpr std::size_t longest_phrase = 4000;  // longer texts are the target's, not ours

using Values = std::vector<std::string_view>;

/// The values at the holes of a phrase, where the whole text is the phrase.
auto match(std::string_view phrase, std::string_view text) -> std::optional<Values> {
  Values values;
  auto hole = phrase.find("{}");
  if (!text.starts_with(phrase.substr(0, hole))) return std::nullopt;
  if (hole == std::string_view::npos) return text == phrase ? std::optional(values) : std::nullopt;
  text.remove_prefix(hole);
  while (true) {
    phrase.remove_prefix(hole + 2);
    hole = phrase.find("{}");
    const auto piece = phrase.substr(0, hole);
    const auto at = hole == std::string_view::npos ? (text.ends_with(piece) ? text.size() - piece.size() : text.npos)
                                                   : text.find(piece);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    values.push_back(text.substr(0, at));
    text.remove_prefix(at + piece.size());
    if (hole == std::string_view::npos) return values;
  }
}

struct Fit {
  const core::Text* phrase = nullptr;
  Values values;
};

auto letters(std::string_view phrase) -> std::size_t {
  return phrase.size() - 2 * static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), '{'));
}

auto best_fit(std::string_view text) -> Fit {
  Fit best;
  for (const auto& phrase : phrases()) {
    if (best.phrase != nullptr && letters(phrase.en) <= letters(best.phrase->en)) continue;
    if (auto values = match(phrase.en, text)) best = {&phrase, std::move(*values)};
  }
  return best;
}

auto told_at(std::string_view english, int depth) -> std::string {
  if (depth == deepest || english.size() > longest_phrase) return std::string(english);
  const auto fit = best_fit(english);
  if (fit.phrase == nullptr) return std::string(english);
  std::string text;
  std::string_view rest = fit.phrase->zh;
  for (const auto value : fit.values) {
    const auto hole = rest.find("{}");
    text.append(rest.substr(0, hole)).append(told_at(value, depth + 1));
    rest.remove_prefix(hole + 2);
  }
  return text.append(rest);
}

/// "Content-Type: text/html", "max-age=5, public".
auto is_header(std::string_view text) -> bool {
  const auto colon = text.find(": ");
  const bool named = colon != std::string_view::npos && text[0] >= 'A' && text[0] <= 'Z' &&
                     text.substr(0, colon).find(' ') == std::string_view::npos;
  return named || text.find('=') != std::string_view::npos;
}

/// Numbers, JSON, quoted texts, pointers, statuses, headers and ids: the same in every language.
auto is_value(std::string_view text) -> bool {
  constexpr std::array<std::string_view, 3> literals = {"true", "false", "null"};
  if (text.empty() || std::find(literals.begin(), literals.end(), text) != literals.end()) return true;
  const char first = text.front();
  return (first >= '0' && first <= '9') || std::string_view("\"'{[-/#").find(first) != std::string_view::npos ||
         text.find(' ') == std::string_view::npos || is_header(text);
}

}  // namespace

auto phrases() -> std::span<const core::Text> {
  static const auto all = [] {
    std::vector<core::Text> whole;
    for (const auto part : {phrases_of_checks(), phrases_of_plans(), phrases_of_runs()})
      whole.insert(whole.end(), part.begin(), part.end());
    return whole;
  }();
  return all;
}

auto told(std::string_view english, core::Language language) -> std::string {
  return language == core::Language::en ? std::string(english) : told_at(english, 0);
}

auto in_language(const Report& report, core::Language language) -> Report {
  auto result = report;
  if (language == core::Language::en) return result;
  result.exit_reason = told(report.exit_reason, language);
  result.scope = told(report.scope, language);
  for (auto& notice : result.notices) notice = told(notice, language);
  for (auto& check : result.checks) {
    check.reason = told(check.reason, language);
    for (auto& finding : check.findings) {
      finding.expected = told(finding.expected, language);
      finding.actual = told(finding.actual, language);
      finding.hint = told(finding.hint, language);
    }
  }
  return result;
}

auto is_told(std::string_view english) -> bool { return best_fit(english).phrase != nullptr || is_value(english); }

}  // namespace vidspec::reports
