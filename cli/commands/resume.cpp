#include <memory>

#include "cli/exit_code.h"
#include "cli/finish.h"
#include "cli/progress.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "conformance/judge.h"
#include "conformance/resume.h"
#include "core/error.h"
#include "core/journal.h"
#include "http/client.h"
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;
namespace words = reports::words;

struct Flags {
  std::string folder;
  RunFlags run;
  OutputFlags output;
};

/// A create whose answer was lost cannot be observed, because nobody knows its id.
void tell_open(const core::Journal& journal, const std::vector<std::string>& open, Context& context,
               core::Language language) {
  const auto tell = [&](const core::Text& text, const std::string& value = {}) {
    context.output.err(reports::fill(text, language, {reports::for_terminal(value)}) + "\n");
  };
  for (const auto& id : open) tell(words::observing, id);
  if (journal.spend && journal.spend->ambiguous > 0) {
    tell(words::lost_create);
  } else if (open.empty()) {
    tell(words::all_ended);
  }
}

auto run(Flags flags, Context& context) -> int {
  if (flags.folder.empty()) throw core::InputError("vidspec resume: give the folder of a run");
  const fs::path folder = flags.folder;
  check_output_flags(flags.output);
  const auto journal = core::read_journal(folder / "journal.jsonl");
  const auto profile_name = flags.run.profile.empty() ? journal.header.profile : flags.run.profile;
  const auto profile = core::load_profile(profile_name);
  if (flags.run.url.empty()) flags.run.url = journal.header.base_url;
  const auto open = conformance::open_tasks(*profile, journal);
  auto options = run_options(flags.run, *profile, context.output);
  options.max_videos = 0;
  const auto baseline = read_baseline_flag(flags.output, *profile);
  tell_open(journal, open, context, parse_language(flags.output.language));

  http::ClientOptions client_options;
  client_options.ca_file = flags.run.ca_file;
  client_options.interrupt = &context.interrupt.raised;
  http::Client client(client_options);
  http::SystemClock clock(&context.interrupt.raised);
  keep_earlier(folder / "journal.jsonl", context, parse_language(flags.output.language));
  core::FileJournal sink(folder / "journal.jsonl", context.output.redactor());
  ProgressView view(context.output, progress_style(flags.output));
  const auto result = conformance::resume(
      *profile, options, journal, [&](const http::Request& request) { return client.ask(request); }, clock, sink,
      [&](const conformance::Progress& progress) { view.show(progress); });
  view.clear();
  return finish(context, conformance::judge(*profile, sink.journal()),
                {flags.output, baseline, sink.journal(), folder, ending_of(result, context.interrupt), profile_name});
}

}  // namespace

auto resume_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  flags->run.profile.clear();
  app.add_option("DIR", flags->folder, "folder of the run that was cut off");
  app.add_option("--url", flags->run.url, "API base, when it has moved")->type_name("URL");
  app.add_option("--profile", flags->run.profile, "when the run's profile is a folder")->type_name("NAME|PATH");
  add_credential_flags(app, flags->run);
  add_bound_flags(app, flags->run);
  add_output_flags(app, flags->output, "");
  add_baseline_flag(app, flags->output);
  app.footer("Observes the paid tasks of the run to their end. Never creates, never deletes.");
  return [flags](Context& context) { return run(*flags, context); };
}

}  // namespace vidspec::cli
