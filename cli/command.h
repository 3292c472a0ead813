#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "cli/interrupt.h"
#include "cli/output.h"

namespace vidspec::cli {

/// What a subcommand works with besides its own flags.
struct Context {
  Output& output;
  const Interrupt& interrupt;  ///< of SIGINT or SIGTERM
  std::string program;         ///< as it was called, for commands to paste
};

/// What a subcommand does once its flags are parsed; gives the exit code. Throws core::InputError for bad input.
using Action = std::function<int(Context&)>;

/// One row of the table of subcommands. `define` adds the flags to its CLI11 app and returns the action; flag values
/// live in what the action captures.
struct Command {
  std::string_view name;
  std::string_view summary;
  auto(*define)(CLI::App& app) -> Action;
};

/// All subcommands, in the order of the help text.
auto commands() -> std::span<const Command>;

/// The whole process but for main(): parses, runs, maps every exception to an exit code with one line on `err`.
auto run_process(int argc, const char* const* argv, std::ostream& out, std::ostream& err, const Interrupt& interrupt)
    -> int;

}  // namespace vidspec::cli
