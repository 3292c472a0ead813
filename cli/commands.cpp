#include <array>

#include "cli/command.h"
#include "cli/subcommands.h"

namespace vidspec::cli {

auto commands() -> std::span<const Command> {
  static constexpr std::array table = {
      Command{"schema", "validate a JSON file against a JSON Schema", schema_command},
      Command{"mock", "a server of any of the dialects, to develop and test clients offline", mock_command},
      Command{"scenario", "the mock's scenarios: list, show, check a file", scenario_command},
      Command{"report", "render the report of a run again, in any format", report_command},
      Command{"diff", "compare two reports", diff_command},
  };
  return table;
}

}  // namespace vidspec::cli
