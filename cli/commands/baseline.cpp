#include <memory>

#include "cli/exit_code.h"
#include "cli/subcommands.h"
#include "cli/suggest.h"
#include "conformance/baseline.h"
#include "conformance/judge.h"
#include "core/error.h"
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/json.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string action;
  std::string folder;
  std::string file;
  std::string profile;
  conformance::BaselineUpdate update;
};

void check_ids(const std::vector<std::string>& ids, const core::Profile& profile) {
  std::vector<std::string> known;
  for (const auto& entry : conformance::catalogue(profile)) known.push_back(entry.id);
  for (const auto& id : ids) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    throw core::InputError(
        "--id", "",
        "profile " + profile.id + " has no check \"" + core::elide(id, 80) + "\"" + did_you_mean(id, known));
  }
}

auto update(const Flags& flags, Context& context) -> int {
  if (flags.action != "update") {
    throw core::InputError("vidspec baseline: unknown action \"" + flags.action + "\"" +
                           did_you_mean(flags.action, {"update"}) +
                           "; write vidspec baseline update DIR --baseline FILE");
  }
  if (flags.folder.empty() || flags.file.empty())
    throw core::InputError("vidspec baseline update: give the folder of a run and --baseline FILE");
  if (!flags.update.expires.empty() && !conformance::is_date(flags.update.expires))
    throw core::InputError("--expires", "", "must be a date, YYYY-MM-DD");
  const auto report = reports::read_report(flags.folder);
  const auto profile = core::load_profile(flags.profile.empty() ? report.profile_id : flags.profile);
  check_ids(flags.update.ids, *profile);
  const auto old = fs::exists(flags.file) ? conformance::read_baseline(flags.file, *profile)
                                          : conformance::Baseline{profile->id, {}};
  const auto today = core::rfc3339(http::SystemClock().now()).substr(0, 10);
  const auto fresh = conformance::update_baseline(old, report, flags.update, today);
  context.output.file(flags.file, conformance::write_baseline(fresh));
  context.output.out(reports::for_terminal(flags.file) + ": " + std::to_string(fresh.known.size()) +
                     " known failure(s), " + std::to_string(old.known.size()) + " before\n");
  return conformant;
}

}  // namespace

auto baseline_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("ACTION", flags->action, "update: bring a baseline in step with a report");
  app.add_option("DIR", flags->folder, "folder of a run, or a report.json");
  app.add_option("--baseline", flags->file, "the baseline, made when missing")->type_name("FILE");
  app.add_option("--profile", flags->profile, "when the report's profile is a folder")->type_name("NAME|PATH");
  app.add_option("--id", flags->update.ids, "only these checks")
      ->type_name("ID")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--reason", flags->update.reason, "why it is known")->type_name("TEXT");
  app.add_option("--owner", flags->update.owner, "who mends it")->type_name("NAME");
  app.add_option("--expires", flags->update.expires, "last day on which the entries count (default: in 90 days)")
      ->type_name("YYYY-MM-DD");
  return [flags](Context& context) { return update(*flags, context); };
}

}  // namespace vidspec::cli
