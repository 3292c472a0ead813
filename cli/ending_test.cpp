#include "cli/ending.h"

#include <gtest/gtest.h>

#include <csignal>

namespace vidspec::cli {
namespace {

using conformance::CollectEnd;
using reports::Outcome;

struct Case {
  const char* name;
  Outcome outcome;
  int ambiguous;
  CollectEnd end;
  int signal;
  int exit_code;
  Outcome settled;
};

TEST(Ending, Precedence) {
  const std::vector<Case> cases = {
      {"conformant", Outcome::conformant, 0, CollectEnd::done, 0, 0, Outcome::conformant},
      {"fails", Outcome::not_conformant, 0, CollectEnd::done, 0, 1, Outcome::not_conformant},
      {"incomplete", Outcome::incomplete, 0, CollectEnd::done, 0, 3, Outcome::incomplete},
      {"unreachable", Outcome::incomplete, 0, CollectEnd::unreachable, 0, 4, Outcome::incomplete},
      {"key refused", Outcome::incomplete, 0, CollectEnd::key_refused, 0, 4, Outcome::incomplete},
      {"our error beats a signal", Outcome::error, 1, CollectEnd::interrupted, SIGINT, 5, Outcome::error},
      {"a signal beats a failure", Outcome::not_conformant, 1, CollectEnd::interrupted, SIGINT, 130,
       Outcome::not_conformant},
      {"SIGTERM", Outcome::incomplete, 0, CollectEnd::interrupted, SIGTERM, 143, Outcome::incomplete},
      {"a failure beats ambiguous spend", Outcome::not_conformant, 1, CollectEnd::done, 0, 1, Outcome::not_conformant},
      {"ambiguous spend beats incomplete", Outcome::incomplete, 1, CollectEnd::done, 0, 6, Outcome::incomplete},
      {"ambiguous spend is never conformant", Outcome::conformant, 1, CollectEnd::done, 0, 6, Outcome::incomplete},
      {"interrupted is never conformant", Outcome::conformant, 0, CollectEnd::interrupted, SIGINT, 130,
       Outcome::incomplete},
  };
  for (const auto& example : cases) {
    reports::Report report;
    report.outcome = example.outcome;
    report.spend.ambiguous = example.ambiguous;
    settle(report, {example.end, "", example.signal});
    EXPECT_EQ(report.exit_code, example.exit_code) << example.name;
    EXPECT_EQ(report.outcome, example.settled) << example.name;
  }
}

TEST(Ending, TheSignalComesFromTheHandler) {
  Interrupt interrupt;
  EXPECT_EQ(ending_of({CollectEnd::done, ""}, interrupt).signal, 0);
  EXPECT_EQ(ending_of({CollectEnd::interrupted, ""}, interrupt).signal, SIGINT) << "however it was told";
  interrupt.signal = SIGTERM;
  interrupt.raised = true;
  EXPECT_EQ(ending_of({CollectEnd::done, ""}, interrupt).signal, SIGTERM);
}

}  // namespace
}  // namespace vidspec::cli
