#include "reports/badge.h"

#include <nlohmann/json.hpp>

#include "reports/escape.h"

namespace vidspec::reports {

namespace {

struct Look {
  const char* color;
  const char* suffix;
};

auto look_of(Outcome outcome) -> Look {
  switch (outcome) {
    case Outcome::conformant:
      return {"brightgreen", ""};
    case Outcome::not_conformant:
      return {"red", ""};
    case Outcome::incomplete:
      return {"yellow", ", incomplete"};
    case Outcome::error:
      break;
  }
  return {"lightgrey", ", error"};
}

}  // namespace

auto write_badge(const Report& report) -> std::string {
  int held = 0;
  int judged = 0;
  for (const auto& check : report.checks) {
    const bool failed = check.verdict == Verdict::fail || check.verdict == Verdict::waived;
    const bool passed = check.subjects > 0 && !failed && check.verdict != Verdict::error;
    if (check.binding.level != core::Level::must || (!failed && !passed)) continue;
    ++judged;
    held += passed ? 1 : 0;
  }
  const auto look = look_of(report.outcome);
  const nlohmann::ordered_json json = {
      {"schemaVersion", 1},
      {"label", visible("video API (" + report.profile_id + ")")},
      {"message", std::to_string(held) + "/" + std::to_string(judged) + " MUST" + look.suffix},
      {"color", look.color},
      {"isError", report.outcome != Outcome::conformant},
  };
  return json.dump(1) + "\n";
}

}  // namespace vidspec::reports
