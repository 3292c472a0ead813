#pragma once

#include "cli/command.h"

namespace vidspec::cli {

// One function per subcommand, each in a file of its name (run_command in cli/run_command.cpp).
auto diff_command(CLI::App& app) -> Action;
auto mock_command(CLI::App& app) -> Action;
auto report_command(CLI::App& app) -> Action;
auto scenario_command(CLI::App& app) -> Action;
auto schema_command(CLI::App& app) -> Action;

}  // namespace vidspec::cli
