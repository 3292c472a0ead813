#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/finish.h"
#include "cli/output_flags.h"
#include "cli/progress.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "conformance/identify.h"
#include "conformance/recorded.h"
#include "core/error.h"
#include "core/file.h"
#include "http/client.h"
#include "http/clock.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;
using conformance::Candidate;
using conformance::Identification;
using conformance::Standing;
using reports::for_terminal;
using Profiles = std::vector<std::shared_ptr<const core::Profile>>;

constexpr std::size_t shown_reasons = 4;

struct Flags {
  RunFlags run;
  std::vector<std::string> profiles;
  std::string folder = "vidspec-out";
  bool json = false;
  bool quiet = false;
};

auto profiles_of(const Flags& flags) -> Profiles {
  Profiles profiles;
  for (const auto& name : flags.profiles.empty() ? core::builtin_profiles() : flags.profiles) {
    profiles.push_back(core::load_profile(name));
  }
  return profiles;
}

auto is_recorded(const std::string& target) -> bool {
  return target.find("://") == std::string::npos && fs::exists(target);
}

auto from_journal(const Flags& flags, const Profiles& profiles, Context& context) -> Identification {
  const auto journal = conformance::read_evidence({flags.run.url}, context.output.redactor());
  Identification result;
  for (const auto& profile : profiles) {
    result.candidates.push_back(conformance::compare(profile, journal, flags.run.url));
  }
  std::stable_sort(result.candidates.begin(), result.candidates.end(), conformance::likelier);
  return result;
}

auto from_server(const Flags& flags, const Profiles& profiles, Context& context) -> Identification {
  // A key is welcome and not required: what a server shows without one is evidence, too.
  auto keyless = *profiles.front();
  keyless.auth.required = false;
  const auto options = run_options(flags.run, keyless, context.output);
  if (!flags.run.ca_file.empty()) core::read_file(flags.run.ca_file, 16U << 20U);
  const fs::path folder = flags.folder;
  make_folder(folder);
  http::ClientOptions client_options;
  client_options.ca_file = flags.run.ca_file;
  client_options.interrupt = &context.interrupt.raised;
  http::Client client(client_options);
  http::SystemClock clock(&context.interrupt.raised);
  ProgressView view(context.output, {is_terminal_stderr(), stderr_columns(), flags.quiet});
  auto result = conformance::identify(
      profiles, options, [&](const http::Request& request) { return client.ask(request); }, clock,
      [&](const std::string& name) {
        const auto path = folder / ("identify-" + name + ".jsonl");
        if (name.ends_with("-create")) keep_earlier(path, context);  // the others cost nothing to collect again
        return std::make_unique<core::FileJournal>(path, context.output.redactor());
      },
      [&](const conformance::Progress& progress) { view.show(progress); });
  view.clear();
  return result;
}

auto sentence(const conformance::Reason& reason) -> std::string {
  auto text = reason.check.empty() ? reason.expected : reason.check + ": " + reason.expected + ", got " + reason.actual;
  if (reason.evidence > 0) text += " (#" + std::to_string(reason.evidence) + " in " + reason.journal + ")";
  return text;
}

auto as_text(const Identification& result) -> std::string {
  std::string text;
  for (const auto& candidate : result.candidates) {
    text += reports::padded(std::string(conformance::name(candidate.standing)), 9) +
            reports::padded(for_terminal(candidate.profile->id), 19) + std::to_string(candidate.held) +
            " requirements hold" +
            (candidate.warned > 0 ? ", " + std::to_string(candidate.warned) + " recommendations do not" : "") + "\n";
    const auto shown = std::min(shown_reasons, candidate.reasons.size());
    for (std::size_t i = 0; i < shown; ++i) {
      text += "           " + for_terminal(reports::clipped(sentence(candidate.reasons[i]), 240)) + "\n";
    }
    if (candidate.reasons.size() > shown) {
      text += "           and " + std::to_string(candidate.reasons.size() - shown) + " more\n";
    }
  }
  return text;
}

auto as_json(const Identification& result, const std::string& target, int code) -> std::string {
  nlohmann::ordered_json json = {{"schema_version", 1},
                                 {"target", target},
                                 {"exit_code", code},
                                 {"spend", {{"videos", result.spend.videos}, {"ambiguous", result.spend.ambiguous}}},
                                 {"profiles", nlohmann::ordered_json::array()}};
  for (const auto& candidate : result.candidates) {
    auto reasons = nlohmann::ordered_json::array();
    for (const auto& reason : candidate.reasons) {
      reasons.push_back({{"check", reason.check},
                         {"expected", reason.expected},
                         {"actual", reason.actual},
                         {"evidence", reason.evidence},
                         {"journal", reason.journal}});
    }
    json["profiles"].push_back({{"id", candidate.profile->id},
                                {"standing", conformance::name(candidate.standing)},
                                {"held", candidate.held},
                                {"warned", candidate.warned},
                                {"reasons", std::move(reasons)}});
  }
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

auto code_of(const Identification& result, const Interrupt& interrupt) -> int {
  if (result.interrupted) return 128 + interrupt.signal.load();
  const auto& all = result.candidates;
  const bool any = std::any_of(all.begin(), all.end(),
                               [](const Candidate& candidate) { return candidate.standing != Standing::no; });
  if (!result.unreachable.empty()) return environment;
  if (!any) return not_conformant;
  return result.spend.ambiguous > 0 ? ambiguous_spend : conformant;
}

auto last_line(const Identification& result, int code, bool recorded) -> std::string {
  if (code == environment) return result.unreachable;
  const auto& first = result.candidates.front();
  std::string text = code == not_conformant ? "It speaks none of these dialects."
                     : result.interrupted   ? "Interrupted; this is what was seen until then."
                     : first.standing == Standing::speaks
                         ? "It speaks " + first.profile->id + "."
                         : "Nothing seen speaks against " + first.profile->id + "; that is no proof.";
  if (first.standing == Standing::possible && result.spend.videos == 0 && !recorded && code == conformant) {
    text += " --max-videos 1 tells for certain: it pays for one video.";
  }
  if (result.spend.ambiguous > 0) text += " A create got no answer and may have been charged (ambiguous spend).";
  return text;
}

auto identify(Flags flags, Context& context) -> int {
  if (flags.run.url.empty()) {
    throw core::InputError(
        "vidspec identify: give the API base, for example https://relay.example/v1, or a journal.jsonl or HAR file");
  }
  const auto profiles = profiles_of(flags);
  const bool recorded = is_recorded(flags.run.url);
  const auto result = recorded ? from_journal(flags, profiles, context) : from_server(flags, profiles, context);
  const int code = code_of(result, context.interrupt);
  const auto json = as_json(result, flags.run.url, code);
  if (!recorded) context.output.file(fs::path(flags.folder) / "identify.json", json);
  if (flags.json) {
    context.output.out(json);
  } else {
    context.output.out(as_text(result) + "\n" + for_terminal(last_line(result, code, recorded)) + " Exit code " +
                       std::to_string(code) + ".\n");
  }
  return code;
}

}  // namespace

auto identify_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  flags->run.max_videos = 0;
  app.add_option("TARGET", flags->run.url, "API base as SDKs take it; or a journal.jsonl, HAR or folder of a run");
  add_credential_flags(app, flags->run);
  app.add_option("--profile", flags->profiles, "compare only with these dialects (default: all built-in ones)")
      ->type_name("NAME|PATH")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--max-videos", flags->run.max_videos, "1: pay for one video to be certain (default 0: only GETs)")
      ->check(CLI::Range(0, 1))
      ->type_name("N");
  app.add_option("--seed", flags->run.seed, "of the unknown ids and the prompt (default: random, recorded)")
      ->type_name("N");
  add_bound_flags(app, flags->run);
  app.add_option("--out", flags->folder, "folder for the evidence and identify.json (default vidspec-out)")
      ->type_name("DIR");
  app.add_flag("--json", flags->json, "the comparison as JSON on stdout");
  app.add_flag("--quiet", flags->quiet, "no progress");
  return [flags](Context& context) { return identify(*flags, context); };
}

}  // namespace vidspec::cli
