#include "reports/report.h"

#include <array>

namespace vidspec::reports {

namespace {
constexpr std::array<std::string_view, 9> verdict_names = {
    "pass", "fail", "warn", "note", "not-applicable", "not-observed", "could-not-run", "waived", "error"};
}  // namespace

auto name(Verdict verdict) -> std::string_view { return verdict_names[static_cast<std::size_t>(verdict)]; }

auto parse_verdict(std::string_view text) -> std::optional<Verdict> {
  for (std::size_t i = 0; i < verdict_names.size(); ++i) {
    if (verdict_names[i] == text) return static_cast<Verdict>(i);
  }
  return std::nullopt;
}

auto name(Outcome outcome) -> std::string_view {
  switch (outcome) {
    case Outcome::conformant:
      return "conformant";
    case Outcome::not_conformant:
      return "not-conformant";
    case Outcome::incomplete:
      return "incomplete";
    case Outcome::error:
      return "error";
  }
  return "error";
}

auto parse_outcome(std::string_view text) -> std::optional<Outcome> {
  for (const auto outcome : {Outcome::conformant, Outcome::not_conformant, Outcome::incomplete, Outcome::error}) {
    if (name(outcome) == text) return outcome;
  }
  return std::nullopt;
}

auto counts(const Report& report) -> std::map<Verdict, int> {
  std::map<Verdict, int> result;
  for (std::size_t i = 0; i < verdict_names.size(); ++i) result[static_cast<Verdict>(i)] = 0;
  for (const auto& check : report.checks) ++result[check.verdict];
  return result;
}

}  // namespace vidspec::reports
