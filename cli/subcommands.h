#pragma once

#include "cli/command.h"

namespace vidspec::cli {

// One function per subcommand, each in a file of its name (run_command in cli/commands/run.cpp).
auto baseline_command(CLI::App& app) -> Action;
auto certify_command(CLI::App& app) -> Action;
auto diff_command(CLI::App& app) -> Action;
auto explain_command(CLI::App& app) -> Action;
auto identify_command(CLI::App& app) -> Action;
auto judge_command(CLI::App& app) -> Action;
auto keygen_command(CLI::App& app) -> Action;
auto list_command(CLI::App& app) -> Action;
auto mock_command(CLI::App& app) -> Action;
auto plan_command(CLI::App& app) -> Action;
auto profiles_command(CLI::App& app) -> Action;
auto proxy_command(CLI::App& app) -> Action;
auto report_command(CLI::App& app) -> Action;
auto resume_command(CLI::App& app) -> Action;
auto run_command(CLI::App& app) -> Action;
auto scenario_command(CLI::App& app) -> Action;
auto schema_command(CLI::App& app) -> Action;
auto selftest_command(CLI::App& app) -> Action;
auto verify_command(CLI::App& app) -> Action;

}  // namespace vidspec::cli
