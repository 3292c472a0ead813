#include <memory>

#include "cli/finish.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "conformance/judge.h"
#include "conformance/recorded.h"
#include "core/error.h"
#include "core/file.h"
#include "core/journal.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

struct Flags {
  std::vector<std::string> files;
  std::string profile;
  std::string base_url;
  OutputFlags output;
};

/// The folder holds the evidence that its reports speak of: a journal as it is, anything else as a journal.
void keep_evidence(const Flags& flags, const core::Journal& journal, const fs::path& folder, Context& context) {
  const auto& files = flags.files;
  const fs::path source =
      fs::is_directory(files.front()) ? fs::path(files.front()) / "journal.jsonl" : fs::path(files.front());
  const auto target = folder / "journal.jsonl";
  if (fs::exists(target) && fs::equivalent(source, target)) return;
  keep_earlier(folder / "journal.jsonl", context, parse_language(flags.output.language));
  if (files.size() == 1 && journal.header.recorded_by != "har") {
    fs::copy_file(source, target);
    return;
  }
  core::FileJournal copy(target, context.output.redactor());
  copy.begin(journal.header);
  for (const auto& exchange : journal.exchanges) copy.add(exchange);
  for (const auto& gap : journal.gaps) copy.gap(gap);
}

auto judge(const Flags& flags, Context& context) -> int {
  check_output_flags(flags.output);
  if (flags.files.empty()) throw core::InputError("vidspec judge: give a journal.jsonl or a HAR file");
  auto journal = conformance::read_evidence({flags.files.begin(), flags.files.end()}, context.output.redactor());
  const auto name = !flags.profile.empty()           ? flags.profile
                    : journal.header.profile.empty() ? std::string("openai")
                                                     : journal.header.profile;
  const auto profile = core::load_profile(name);
  conformance::settle_base_url(journal, *profile, flags.base_url);
  const auto baseline = read_baseline_flag(flags.output, *profile);
  const fs::path folder = flags.output.folder;
  make_folder(folder);
  keep_evidence(flags, journal, folder, context);
  return finish(context, conformance::judge(*profile, journal), {flags.output, baseline, journal, folder, {}, name});
}

}  // namespace

auto judge_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("FILE", flags->files, "journal.jsonl, HAR, or the folder of a run; several are judged as one");
  app.add_option("--profile", flags->profile, "dialect to judge by (default: the journal's own, else openai)")
      ->type_name("NAME|PATH");
  app.add_option("--base-url", flags->base_url,
                 "which of the recorded hosts is the API (default: the one that speaks it)")
      ->type_name("URL");
  add_output_flags(app, flags->output, "vidspec-out");
  add_baseline_flag(app, flags->output);
  return [flags](Context& context) { return judge(*flags, context); };
}

}  // namespace vidspec::cli
