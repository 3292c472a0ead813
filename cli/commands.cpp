#include <array>

#include "cli/command.h"
#include "cli/subcommands.h"

namespace vidspec::cli {

auto commands() -> std::span<const Command> {
  static constexpr std::array table = {
      Command{"run", "test a server: collect evidence, judge it, report", run_command},
      Command{"plan", "what run would send and cost; sends nothing", plan_command},
      Command{"identify", "which of the dialects a server speaks, or evidence shows", identify_command},
      Command{"judge", "judge a recorded journal or HAR, offline", judge_command},
      Command{"proxy", "record and judge what a real client and a provider say to each other", proxy_command},
      Command{"resume", "go on observing the paid tasks of a run that was cut off", resume_command},
      Command{"report", "render the report of a run again, in any format", report_command},
      Command{"diff", "compare two reports", diff_command},
      Command{"baseline", "keep a list of known failures in step with a report", baseline_command},
      Command{"certify", "a signed certificate for a complete and clean run", certify_command},
      Command{"verify", "check a certificate, and judge its journal again; offline", verify_command},
      Command{"keygen", "make the pair of keys that certify and verify use", keygen_command},
      Command{"list", "the checks of a profile", list_command},
      Command{"explain", "what a check requires, why, and what to do", explain_command},
      Command{"profiles", "the dialects; show one, or check a folder", profiles_command},
      Command{"schema", "validate a JSON file against a JSON Schema", schema_command},
      Command{"selftest", "prove that the checks can fail: clean servers, legal variations, faults", selftest_command},
      Command{"mock", "a server of any of the dialects, to develop and test clients offline", mock_command},
      Command{"scenario", "the mock's scenarios: list, show, check a file", scenario_command},
  };
  return table;
}

}  // namespace vidspec::cli
