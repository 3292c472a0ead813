#include "cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/escape.h"

namespace vidspec::cli {
namespace {

using core::Millis;

auto shown(bool terminal, bool quiet, const std::vector<conformance::Progress>& steps) -> std::string {
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err);
  ProgressView view(output, {terminal, 80, quiet, core::Language::en});
  for (const auto& step : steps) view.show(step);
  view.clear();
  EXPECT_EQ(out.str(), "");
  return err.str();
}

TEST(Progress, SaysWhatIsAwaitedAndForHowLong) {
  EXPECT_EQ(progress_line({"video_1 in_progress 41 %", Millis{63'000}, Millis{630'000}, 12}),
            "[##..................] 1 min 03 s of 10 min 30 s  video_1 in_progress 41 %  (12 requests)");
  EXPECT_EQ(progress_line({"video_1 queued", Millis{5'000}, Millis{60'000}, 3}, core::Language::zh),
            "[#...................] 5 s / 1 min 00 s  video_1 queued  (3 次请求)");
  EXPECT_EQ(progress_line({"\x1b[2J", Millis{0}, Millis{0}, 0}).find('\x1b'), std::string::npos);
}

TEST(Progress, ALogGetsWholeLinesNowAndThen) {
  std::vector<conformance::Progress> steps;
  for (int i = 0; i < 100; ++i) steps.push_back({"video_1 queued", Millis{i * 250}, Millis{60'000}, i});
  const auto log = shown(false, false, steps);
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3) << log;
  EXPECT_EQ(log.find('\r'), std::string::npos);
  EXPECT_EQ(shown(false, true, steps), "");
}

TEST(Progress, ALineNeverWraps) {
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err);
  for (const std::size_t columns : {20U, 40U, 80U, 200U}) {
    ProgressView(output, {true, columns, false, core::Language::zh})
        .show({std::string(300, 'x'), Millis{1}, Millis{2}, 1});
    const auto text = err.str();
    EXPECT_LT(reports::display_width(text.substr(text.rfind("\x1b[K") + 3)), columns);
  }
}

TEST(Progress, ATerminalGetsOneLineThatGoesAway) {
  const auto text = shown(true, false, {{"a", Millis{1}, Millis{2}, 1}, {"b", Millis{2}, Millis{2}, 2}});
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 4), "\r\x1b[K");
}

}  // namespace
}  // namespace vidspec::cli
