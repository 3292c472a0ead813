#include <array>

#include "cli/command.h"
#include "cli/subcommands.h"

namespace vidspec::cli {

auto commands() -> std::span<const Command> {
  static constexpr std::array table = {
      Command{"report", "render the report of a run again, in any format", report_command},
  };
  return table;
}

}  // namespace vidspec::cli
