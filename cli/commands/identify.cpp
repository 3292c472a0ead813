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
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;
using conformance::Candidate;
using conformance::Identification;
using conformance::Standing;
using core::Language;
using reports::for_terminal;
namespace words = reports::words;
using Profiles = std::vector<std::shared_ptr<const core::Profile>>;

constexpr std::size_t shown_reasons = 4;

struct Flags {
  RunFlags run;
  std::vector<std::string> profiles;
  std::string folder = "vidspec-out";
  std::string language = "en";
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

auto sentence(const conformance::Reason& reason, Language language) -> std::string {
  const auto expected = reports::told(reason.expected, language);
  auto text = reason.check.empty() ? expected
                                   : reports::fill(words::dialect_reason, language,
                                                   {reason.check, expected, reports::told(reason.actual, language)});
  if (reason.evidence > 0)
    text += reports::fill(words::dialect_place, language, {std::to_string(reason.evidence), reason.journal});
  return text;
}

auto as_text(const Candidate& candidate, Language language) -> std::string {
  constexpr std::string_view indent = "           ";
  const auto say = [&](const core::Text& words, std::size_t count) {
    return reports::fill(words, language, {std::to_string(count)});
  };
  auto text = reports::padded(std::string(conformance::name(candidate.standing)), 9) +
              reports::padded(for_terminal(candidate.profile->id), 19) +
              say(words::dialect_holds, static_cast<std::size_t>(candidate.held));
  if (candidate.warned > 0) text += say(words::dialect_warned, static_cast<std::size_t>(candidate.warned));
  text += "\n";
  const auto shown = std::min(shown_reasons, candidate.reasons.size());
  for (std::size_t i = 0; i < shown; ++i)
    text.append(indent) += for_terminal(reports::clipped(sentence(candidate.reasons[i], language), 240)) + "\n";
  if (candidate.reasons.size() > shown)
    text.append(indent) += say(words::dialect_more, candidate.reasons.size() - shown) + "\n";
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

auto last_line(const Identification& result, int code, bool recorded, Language language) -> std::string {
  if (code == environment) return reports::told(result.unreachable, language);
  const auto& first = result.candidates.front();
  const auto& verdict = code == not_conformant               ? words::dialect_none
                        : result.interrupted                 ? words::dialect_interrupted
                        : first.standing == Standing::speaks ? words::dialect_speaks
                                                             : words::dialect_possible;
  auto text = reports::fill(verdict, language, {first.profile->id});
  if (first.standing == Standing::possible && result.spend.videos == 0 && !recorded && code == conformant)
    text += core::in(words::dialect_certain, language);
  if (result.spend.ambiguous > 0) text += core::in(words::dialect_charged, language);
  return text;
}

auto identify(Flags flags, Context& context) -> int {
  if (flags.run.url.empty()) {
    throw core::InputError(
        "vidspec identify: give the API base, for example https://relay.example/v1, or a journal.jsonl or HAR file");
  }
  const auto language = parse_language(flags.language);
  const auto profiles = profiles_of(flags);
  const bool recorded = is_recorded(flags.run.url);
  const auto result = recorded ? from_journal(flags, profiles, context) : from_server(flags, profiles, context);
  const int code = code_of(result, context.interrupt);
  const auto json = as_json(result, flags.run.url, code);
  if (!recorded) context.output.file(fs::path(flags.folder) / "identify.json", json);
  if (flags.json) {
    context.output.out(json);
  } else {
    std::string text;
    for (const auto& candidate : result.candidates) text += as_text(candidate, language);
    context.output.out(text + "\n" + for_terminal(last_line(result, code, recorded, language)) +
                       reports::fill(words::dialect_code, language, {std::to_string(code)}) + "\n");
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
  add_language_flag(app, flags->language);
  app.add_flag("--quiet", flags->quiet, "no progress");
  return [flags](Context& context) { return identify(*flags, context); };
}

}  // namespace vidspec::cli
