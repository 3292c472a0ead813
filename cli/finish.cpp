#include "cli/finish.h"

#include "cli/exit_code.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

auto finish(Context& context, reports::Report report, const core::Profile& /*profile*/, const Finish& end) -> int {
  settle(report, end.ending);
  const auto options = console_options(end.flags);
  std::string written;
  if (!end.folder.empty()) {
    for (const auto& path : write_formats(context.output, end.folder, chosen_formats(end.flags), report,
                                          {options.language, &end.journal})) {
      written += (written.empty() ? "" : " ") + path.string();
    }
  }
  auto text = reports::write_console(report, options);
  if (!written.empty()) {
    // Before the verdict, which stays the last line.
    const auto verdict = text.rfind('\n', text.size() - 2) + 1;
    text.insert(verdict, std::string(core::in(reports::words::reports, options.language)) + ": " +
                             reports::for_terminal(written) + "\n");
  }
  context.output.out(text);
  return report.exit_code;
}

}  // namespace vidspec::cli
