#include <memory>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/subcommands.h"
#include "core/error.h"
#include "reports/diff.h"
#include "reports/json.h"

namespace vidspec::cli {

namespace {

struct Flags {
  std::string before, after;
  std::string language = "en";
  bool json = false;
};

auto compare(const Flags& flags, Context& context) -> int {
  const auto language = parse_language(flags.language);
  if (flags.before.empty() || flags.after.empty())
    throw core::InputError("vidspec diff: give two reports, or the folders of two runs");
  const auto result = reports::diff(reports::read_report(flags.before), reports::read_report(flags.after));
  context.output.out(flags.json ? reports::write_diff_json(result) : reports::write_diff(result, language));
  return result.changed() ? changed : conformant;
}

}  // namespace

auto diff_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("A", flags->before, "the earlier report.json or run folder");
  app.add_option("B", flags->after, "the later one");
  add_language_flag(app, flags->language);
  app.add_flag("--json", flags->json, "the difference as JSON");
  app.footer("Exit code 16 when a check changed, 0 when none did.");
  return [flags](Context& context) { return compare(*flags, context); };
}

}  // namespace vidspec::cli
