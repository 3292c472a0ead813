// A run of 150 checks and 60 polls in every format and language: how long it takes, and how large each file is. Ends
// with 1 when all formats of one language together take 0.3 s or more, or report.html has 600 kB or more.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "reports/console.h"
#include "reports/formats.h"
#include "reports/samples.h"

namespace {

using namespace vidspec;

/// Whether all formats hold the bounds in that language.
auto holds(const reports::Report& report, const core::Journal& journal, core::Language language) -> bool {
  using Clock = std::chrono::steady_clock;
  constexpr int rounds = 5;
  double best = 1e9;
  std::size_t page = 0;
  for (int round = 0; round < rounds; ++round) {
    double total = 0;
    const auto timed = [&](std::string_view name, auto render) {
      const auto begin = Clock::now();
      const std::string text = render();
      const auto took = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
      total += took;
      if (name == "html") page = text.size();
      if (round == rounds - 1)
        std::printf("%-9s %8.2f ms %8.1f kB\n", std::string(name).c_str(), took,
                    static_cast<double>(text.size()) / 1000);
    };
    timed("console", [&] {
      reports::ConsoleOptions options;
      options.language = language;
      return reports::write_console(report, options);
    });
    for (const auto& format : reports::formats())
      timed(format.name, [&] { return format.write(report, {language, &journal}); });
    best = std::min(best, total);
  }
  std::printf("all formats, %s: %.1f ms (best of %d), at most 300; report.html: %.1f kB, at most 600\n",
              language == core::Language::en ? "en" : "zh", best, rounds, static_cast<double>(page) / 1000);
  return best < 300 && page < 600'000;
}

}  // namespace

auto main() -> int {
  const auto report = reports::large_report(reports::sample_report(VIDSPEC_SOURCE_DIR));
  const auto journal = reports::large_journal();
  const bool english = holds(report, journal, core::Language::en);
  const bool chinese = holds(report, journal, core::Language::zh);
  return english && chinese ? 0 : 1;
}
