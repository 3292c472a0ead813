#include <memory>

#include "cli/finish.h"
#include "cli/progress.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "conformance/collect.h"
#include "conformance/judge.h"
#include "core/file.h"
#include "core/journal.h"
#include "http/client.h"
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

struct Flags {
  RunFlags run;
  OutputFlags output;
};

void show_preflight(Context& context, const Flags& flags, const conformance::RunOptions& options,
                    const conformance::Plan& plan) {
  if (flags.output.quiet) return;
  namespace words = reports::words;
  const auto language = parse_language(flags.output.language);
  auto line = reports::fill(
      words::started_run, language,
      {options.base_url, flags.run.profile, std::to_string(plan.checks.size()), std::to_string(plan.videos_ceiling)});
  const auto proxy = http::Client::proxy_for(options.base_url);
  if (!proxy.empty()) line += reports::fill(words::through_proxy, language, {context.output.redactor().url(proxy)});
  context.output.err(reports::for_terminal(line) + "\n");
}

auto run(const Flags& flags, Context& context) -> int {
  check_output_flags(flags.output);
  const auto profile = core::load_profile(flags.run.profile);
  const auto options = run_options(flags.run, *profile, context.output);
  const auto plan = conformance::make_plan(*profile, options);
  const auto baseline = read_baseline_flag(flags.output, *profile);
  http::ClientOptions client_options;
  client_options.ca_file = flags.run.ca_file;
  client_options.interrupt = &context.interrupt.raised;
  http::Client client(client_options);  // early: a mistake in --ca-file costs no request
  const fs::path folder = flags.output.folder;
  make_folder(folder);
  show_preflight(context, flags, options, plan);

  http::SystemClock clock(&context.interrupt.raised);
  keep_earlier(folder / "journal.jsonl", context, parse_language(flags.output.language));
  core::FileJournal journal(folder / "journal.jsonl", context.output.redactor());
  ProgressView view(context.output, progress_style(flags.output));
  const auto result = conformance::collect(
      *profile, options, plan, [&](const http::Request& request) { return client.ask(request); }, clock, journal,
      [&](const conformance::Progress& progress) { view.show(progress); });
  view.clear();
  return finish(
      context, conformance::judge(*profile, journal.journal()),
      {flags.output, baseline, journal.journal(), folder, ending_of(result, context.interrupt), flags.run.profile});
}

}  // namespace

auto run_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  add_run_flags(app, flags->run);
  add_output_flags(app, flags->output, "vidspec-out");
  add_baseline_flag(app, flags->output);
  return [flags](Context& context) { return run(*flags, context); };
}

}  // namespace vidspec::cli
