#include "cli/finish.h"

#include <algorithm>
#include <set>

#include "cli/exit_code.h"
#include "conformance/outcome.h"
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;
namespace words = reports::words;

auto quoted(const std::string& text) -> std::string {
  const bool plain =
      !text.empty() &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-") == std::string::npos;
  if (plain) return text;
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

auto repair_command(const std::string& id, const Finish& end, const Context& context) -> std::string {
  const auto builtin = core::builtin_profiles();
  const bool named = std::find(builtin.begin(), builtin.end(), end.profile) != builtin.end();
  return quoted(context.program) + " baseline update " + quoted(end.folder.string()) + " --baseline " +
         quoted(end.flags.baseline) + (named ? "" : " --profile " + quoted(end.profile)) + " --id " + quoted(id);
}

/// Waives what is known and says what does not fit, each with the command that repairs the file.
auto use_baseline(reports::Report& report, const Finish& end, const Context& context, core::Language language)
    -> std::string {
  const auto say = [&](const core::Text& text) { return std::string(core::in(text, language)); };
  const auto today = core::rfc3339(http::SystemClock().now()).substr(0, 10);
  const bool nothing_judged = report.exit_code == environment;
  const auto problems = conformance::apply_baseline(report, *end.baseline, today);
  conformance::decide(report, {end.journal.interrupted, nothing_judged});
  std::string text;
  std::set<std::string> repaired;
  for (const auto& problem : problems) {
    text += say(words::baseline) + ": " + reports::for_terminal(reports::told(problem.text, language)) + "\n";
    if (repaired.insert(problem.id).second)
      text += "  " + say(words::repair) + ": " + repair_command(problem.id, end, context) + "\n";
  }
  const bool weaker = report.exit_code == conformant || report.exit_code == incomplete ||
                      report.exit_code == ambiguous_spend || report.exit_code == environment;
  if (!problems.empty() && weaker) {
    report.exit_code = not_conformant;
    report.exit_reason = "the baseline needs repair: " + problems.front().text;
  }
  return text;
}

/// The console text with further lines before its last one, which is the verdict.
auto with_lines_before_verdict(std::string console, const std::string& lines) -> std::string {
  return console.insert(console.rfind('\n', console.size() - 2) + 1, lines);
}

}  // namespace

auto read_baseline_flag(const OutputFlags& flags, const core::Profile& profile)
    -> std::optional<conformance::Baseline> {
  if (flags.baseline.empty()) return std::nullopt;
  return conformance::read_baseline(flags.baseline, profile);
}

auto finish(Context& context, reports::Report report, const Finish& end) -> int {
  std::string repairs;
  const auto options = console_options(end.flags);
  if (end.baseline) repairs = use_baseline(report, end, context, options.language);
  settle(report, end.ending);
  std::string written;
  for (const auto& path :
       write_formats(context.output, end.folder, chosen_formats(end.flags), report, {options.language, &end.journal})) {
    written += " " + path.string();
  }
  const auto lines =
      repairs + std::string(core::in(words::reports, options.language)) + ":" + reports::for_terminal(written) + "\n";
  context.output.out(with_lines_before_verdict(reports::write_console(report, options), lines));
  return report.exit_code;
}

void keep_earlier(const fs::path& file, Context& context, core::Language language) {
  if (!fs::exists(file)) return;
  for (int number = 1;; ++number) {
    auto aside = file;
    aside.replace_filename(file.stem().string() + "." + std::to_string(number) + file.extension().string());
    if (fs::exists(aside)) continue;
    fs::rename(file, aside);
    context.output.err(reports::fill(words::kept_earlier, language, {reports::for_terminal(aside.string())}) + "\n");
    return;
  }
}

}  // namespace vidspec::cli
