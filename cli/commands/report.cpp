#include <algorithm>
#include <memory>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/subcommands.h"
#include "core/error.h"
#include "core/journal.h"
#include "reports/json.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string source;
  OutputFlags output;
};

auto show(const Flags& flags, Context& context) -> int {
  if (flags.source.empty()) throw core::InputError("vidspec report: give the folder of a run or its report.json");
  const auto options = console_options(flags.output);
  const auto formats = chosen_formats(flags.output);
  const auto report = reports::read_report(flags.source);
  const fs::path folder =
      fs::is_directory(flags.source) ? fs::path(flags.source) : fs::path(flags.source).parent_path();
  core::Journal journal;
  reports::Rendering rendering{options.language, nullptr};
  if (fs::exists(folder / "journal.jsonl")) {
    journal = core::read_journal(folder / "journal.jsonl");
    rendering.journal = &journal;
  }
  const auto& names = flags.output.formats;
  const bool console = names.empty() || std::find(names.begin(), names.end(), "console") != names.end();
  if (console) context.output.out(reports::write_console(report, options));
  if (flags.output.formats.empty()) return conformant;
  for (const auto* format : formats) {
    if (format->needs_journal && rendering.journal == nullptr) {
      throw core::InputError("--format", "",
                             std::string(format->name) + " needs the journal.jsonl of the run beside its report.json");
    }
    if (flags.output.folder == "-") context.output.out(format->write(report, rendering));
  }
  if (flags.output.folder == "-") return conformant;
  const auto target = flags.output.folder.empty() ? folder : fs::path(flags.output.folder);
  for (const auto& path : write_formats(context.output, target, formats, report, rendering)) {
    context.output.err("wrote " + path.string() + "\n");
  }
  return conformant;
}

}  // namespace

auto report_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("DIR", flags->source, "folder of a run, or a report.json");
  add_output_flags(app, flags->output, "");
  app.footer("Without --format the report is shown on the console. --out - writes a format to stdout.");
  return [flags](Context& context) { return show(*flags, context); };
}

}  // namespace vidspec::cli
