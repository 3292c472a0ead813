#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/subcommands.h"
#include "cli/suggest.h"
#include "conformance/judge.h"
#include "core/error.h"
#include "core/profile.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

using core::Language;
using reports::for_terminal;

struct Flags {
  std::string action;
  std::string name;
  std::string language = "en";
};

auto list_all(Language language) -> std::string {
  std::string text;
  for (const auto& name : core::builtin_profiles()) {
    const auto profile = core::load_profile(name);
    text += reports::padded(for_terminal(name), 20) +
            reports::padded(std::to_string(conformance::catalogue(*profile).size()) + " checks", 12) +
            for_terminal(reports::in(profile->title, language)) + "\n";
  }
  return text;
}

auto line(std::string_view label, const std::string& value) -> std::string {
  return reports::padded(label, 14) + for_terminal(value) + "\n";
}

auto show_operations(const core::Profile& profile) -> std::string {
  std::string text = "\nOperations\n";
  for (const auto operation : core::all_operations) {
    const auto* spec = profile.operation(operation);
    if (spec == nullptr) continue;
    text += "  " + reports::padded(core::name(operation), 20) + reports::padded(spec->method, 7) +
            for_terminal(profile.base_path + spec->path) + (spec->optional ? "  (optional)" : "") + "\n";
  }
  return text;
}

auto show_words(const core::Profile& profile) -> std::string {
  std::string text = "\nStatus words\n";
  for (const auto stage : {core::Stage::queued, core::Stage::running, core::Stage::completed, core::Stage::failed}) {
    std::string words;
    for (const auto& [word, of] : profile.stages) {
      if (of == stage) words += (words.empty() ? "" : ", ") + word;
    }
    if (!words.empty()) text += "  " + reports::padded(core::name(stage), 20) + for_terminal(words) + "\n";
  }
  return text;
}

auto show_models(const core::Profile& profile) -> std::string {
  std::string text = "\nModels\n";
  for (const auto& model : profile.models) {
    std::string details;
    for (const auto& seconds : model.seconds) details += (details.empty() ? "seconds " : ", ") + seconds;
    for (std::size_t i = 0; i < model.sizes.size(); ++i) details += (i == 0 ? "; sizes " : ", ") + model.sizes[i];
    for (const auto& price : model.prices)
      details += "; " + profile.currency + " " + reports::show_number(price.per_second) + "/s";
    text += "  " + reports::padded(for_terminal(model.id), 20) + for_terminal(details) + "\n";
  }
  return text;
}

auto show_one(const std::string& name, Language language) -> std::string {
  const auto profile = core::load_profile(name);
  auto text = line("profile", profile->id) + line("title", reports::in(profile->title, language)) +
              line("summary", reports::in(profile->summary, language)) + line("requirements", profile->requirements) +
              line("checks", std::to_string(conformance::catalogue(*profile).size())) +
              line("sha256", profile->sha256) + line("key", profile->auth.required ? "required" : "optional");
  for (const auto& document : profile->documents)
    text += line("document", document.id + ": " + document.title + (document.url.empty() ? "" : "  " + document.url));
  return text + show_operations(*profile) + show_words(*profile) + show_models(*profile);
}

auto check(const std::string& path, Context& context) -> int {
  const auto mistakes = core::check_profile(path);
  if (mistakes.empty()) {
    const auto profile = core::load_profile(path);
    context.output.out(for_terminal(path) + ": a good profile, " +
                       std::to_string(conformance::catalogue(*profile).size()) + " checks\n");
    return conformant;
  }
  for (const auto& mistake : mistakes) {
    context.output.out(
        for_terminal(mistake.file + (mistake.pointer.empty() ? "" : "#" + mistake.pointer) + ": " + mistake.message) +
        "\n");
  }
  context.output.out(std::to_string(mistakes.size()) + " mistake(s)\n");
  return usage;
}

auto dispatch(const Flags& flags, Context& context) -> int {
  const auto language = parse_language(flags.language);
  if (flags.action.empty() || flags.action == "list") {
    context.output.out(list_all(language));
    return conformant;
  }
  const std::vector<std::string> actions = {"list", "show", "check"};
  if (flags.action != "show" && flags.action != "check") {
    throw core::InputError("vidspec profiles: unknown action \"" + flags.action + "\"" +
                           did_you_mean(flags.action, actions) + "; write show NAME or check PATH");
  }
  if (flags.name.empty()) throw core::InputError("vidspec profiles " + flags.action + ": name a profile or its folder");
  if (flags.action == "check") return check(flags.name, context);
  context.output.out(show_one(flags.name, language));
  return conformant;
}

}  // namespace

auto profiles_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("ACTION", flags->action, "list (default), show or check");
  app.add_option("NAME", flags->name, "a built-in profile or a folder");
  add_language_flag(app, flags->language);
  return [flags](Context& context) { return dispatch(*flags, context); };
}

}  // namespace vidspec::cli
