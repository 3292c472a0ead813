#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/subcommands.h"
#include "cli/suggest.h"
#include "core/embedded.h"
#include "core/error.h"
#include "mock/scenario.h"
#include "mock/scenario/faults.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

using core::InputError;

struct Flags {
  std::string action;
  std::vector<std::string> names;
};

void list(Context& context) {
  for (const auto& name : mock::builtin_scenarios()) {
    std::string line = "  " + name;
    line.resize(std::max<std::size_t>(line.size() + 1, 32), ' ');
    context.output.out(line + mock::load_scenario(name)->title + "\n");
  }
}

void list_faults(Context& context) {
  for (const auto& fault : mock::faults()) {
    std::string line = "  " + std::string(fault.name);
    line.resize(std::max<std::size_t>(line.size() + 1, 18), ' ');
    context.output.out(line + std::string(fault.summary) + "\n");
  }
}

void show(const Flags& flags, Context& context) {
  if (flags.names.empty())
    throw InputError("vidspec scenario show: give the name of a scenario; `vidspec scenario list` has them");
  for (const auto& name : flags.names) {
    mock::load_scenario(name);
    context.output.out(core::embedded_file("fixtures/scenarios/" + name + ".json"));
  }
}

// All mistakes of all files; a folder stands for the .json files in it.
auto check(const Flags& flags, Context& context) -> int {
  if (flags.names.empty()) throw InputError("vidspec scenario check: give a file or a folder");
  std::vector<std::string> files;
  for (const auto& name : flags.names) {
    if (!std::filesystem::is_directory(name)) {
      files.push_back(name.find('/') == std::string::npos && !name.ends_with(".json") ? "./" + name : name);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(name)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  int bad = 0;
  for (const auto& file : files) {
    try {
      mock::load_scenario(file);
    } catch (const InputError& error) {
      ++bad;
      context.output.err(reports::for_terminal(error.what()) + "\n");
    }
  }
  context.output.out(std::to_string(files.size()) + " scenario(s), " + std::to_string(bad) + " with a mistake\n");
  return bad == 0 ? conformant : usage;
}

auto act(const Flags& flags, Context& context) -> int {
  const std::vector<std::string> actions = {"list", "show", "check", "faults"};
  if (flags.action == "check") return check(flags, context);
  if (flags.action == "list") {
    list(context);
  } else if (flags.action == "faults") {
    list_faults(context);
  } else if (flags.action == "show") {
    show(flags, context);
  } else {
    throw InputError("vidspec scenario: unknown action \"" + flags.action + "\"" + did_you_mean(flags.action, actions) +
                     "; write list, show NAME, check FILE… or faults");
  }
  return conformant;
}

}  // namespace

auto scenario_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("ACTION", flags->action, "list, show, check or faults")->required();
  app.add_option("NAME", flags->names, "names to show, files or folders to check");
  app.footer(
      "A scenario is one JSON file (schemas/scenario.schema.json). Use it with vidspec mock --scenario NAME|FILE.");
  return [flags](Context& context) { return act(*flags, context); };
}

}  // namespace vidspec::cli
