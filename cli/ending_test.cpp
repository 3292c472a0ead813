#include "cli/ending.h"

#include <gtest/gtest.h>

#include <csignal>

namespace vidspec::cli {
namespace {

using conformance::CollectEnd;

auto settled(int exit_code, const Ending& ending) -> reports::Report {
  reports::Report report;
  report.exit_code = exit_code;
  report.exit_reason = "as judged";
  settle(report, ending);
  return report;
}

TEST(Ending, TheExitCodeNamesTheSignal) {
  EXPECT_EQ(settled(130, {"", SIGTERM}).exit_code, 143);
  EXPECT_EQ(settled(130, {"", SIGINT}).exit_code, 130);
  EXPECT_EQ(settled(130, {"", 0}).exit_code, 130) << "an old journal that was interrupted";
  for (const int code : {0, 1, 3, 4, 5, 6})
    EXPECT_EQ(settled(code, {"", SIGTERM}).exit_code, code) << "the signal came when all was done";
}

TEST(Ending, AnUnreachableTargetSaysWhatToDo) {
  EXPECT_EQ(settled(4, {"connection refused; is it running?", 0}).exit_reason, "connection refused; is it running?");
  EXPECT_EQ(settled(1, {"connection refused", 0}).exit_reason, "as judged");
}

TEST(Ending, ComesFromTheHandler) {
  Interrupt interrupt;
  EXPECT_EQ(ending_of({CollectEnd::done, "fine"}, interrupt).message, "");
  EXPECT_EQ(ending_of({CollectEnd::unreachable, "no route"}, interrupt).message, "no route");
  interrupt.signal = SIGTERM;
  interrupt.raised = true;
  EXPECT_EQ(ending_of({CollectEnd::interrupted, ""}, interrupt).signal, SIGTERM);
}

}  // namespace
}  // namespace vidspec::cli
