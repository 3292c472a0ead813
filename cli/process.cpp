#include <algorithm>
#include <cstdlib>
#include <exception>
#include <sstream>

#include "cli/command.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/suggest.h"
#include "core/error.h"
#include "core/version.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

auto long_flags(const CLI::App& app) -> std::vector<std::string> {
  std::vector<std::string> flags;
  for (const auto* option : app.get_options()) {
    for (const auto& flag : option->get_lnames()) flags.push_back("--" + flag);
  }
  return flags;
}

/// One line for what CLI11 throws: it names the flag, and the nearest one for a flag that is none.
auto explain(const CLI::ParseError& error, const CLI::App& app, const std::string& prefix) -> std::string {
  const auto unknown = app.remaining(false);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unknown.empty()) {
    const auto word = unknown.front().substr(0, unknown.front().find('='));
    if (word == "--api-key" || word == "--key-value" || word == "--token") {
      return prefix + ": " + word +
             ": keys are never taken as arguments, process lists show them; set VIDSPEC_API_KEY or use --api-key-env "
             "or --api-key-file";
    }
    const bool flag = word.starts_with("-");
    return prefix + (flag ? ": unknown flag " : ": unexpected argument ") + reports::clipped(word, 80) +
           (flag ? did_you_mean(word, long_flags(app)) : std::string()) + "; see " + prefix + " --help";
  }
  std::string text = error.what();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return prefix + ": " + text;
}

auto help_text() -> std::string {
  std::string text =
      "vidspec " + std::string(core::version()) +
      ": tests servers of the video-generation API, and stands in for one\n\nUsage: vidspec COMMAND [flags]\n\n";
  for (const auto& command : commands()) {
    text += "  " + reports::padded(command.name, 12) + std::string(command.summary) + "\n";
  }
  return text + "\nvidspec COMMAND --help lists the flags of a command. Exit codes: docs/exit-codes.md\n";
}

auto find_command(const std::string& word) -> const Command& {
  std::vector<std::string> names;
  for (const auto& command : commands()) {
    if (command.name == word) return command;
    names.emplace_back(command.name);
  }
  throw core::InputError("vidspec: unknown command \"" + reports::clipped(reports::for_terminal(word), 80) + "\"" +
                         did_you_mean(word, names) + "; see vidspec --help");
}

auto run_command(const Command& command, std::vector<std::string> arguments, Context& context) -> int {
  const auto prefix = "vidspec " + std::string(command.name);
  CLI::App app(std::string(command.summary), prefix);
  app.get_formatter()->column_width(34);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  const auto action = command.define(app);
  std::string config;
  app.add_option("--config", config, "flags as JSON (comments allowed), {\"flag\": value}; the command line wins")
      ->type_name("FILE");
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 wants them so
    app.parse(std::move(arguments));
    if (!config.empty()) apply_config(app, config);
  } catch (const CLI::CallForHelp&) {
    context.output.out(app.help());
    return conformant;
  } catch (const CLI::ParseError& error) {
    throw core::InputError(explain(error, app, prefix));
  }
  return action(context);
}

}  // namespace

auto run_process(int argc, const char* const* argv, std::ostream& out, std::ostream& err, const Interrupt& interrupt)
    -> int {
  Output output(out, err);
  try {
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const auto first = arguments.empty() ? std::string("--help") : arguments.front();
    if (first == "--help" || first == "-h" || first == "help") {
      output.out(help_text());
      return arguments.empty() ? usage : conformant;
    }
    if (first == "--version" || first == "version") {
      output.out("vidspec " + std::string(core::version()) + "\n");
      return conformant;
    }
    const auto& command = find_command(first);
    arguments.erase(arguments.begin());
    Context context{output, interrupt, argv[0]};
    return run_command(command, std::move(arguments), context);
  } catch (const core::InputError& error) {
    output.err(reports::for_terminal(error.what()) + "\n");
    return usage;
  } catch (const std::exception& error) {
    output.err("vidspec: internal error: " + reports::for_terminal(error.what()) + " (please report it)\n");
    return our_error;
  } catch (...) {
    output.err("vidspec: internal error of an unknown kind (please report it)\n");
    return our_error;
  }
}

}  // namespace vidspec::cli
