#include <memory>

#include "cli/subcommands.h"
#include "conformance/selftest.h"

namespace vidspec::cli {

namespace {

struct Flags {
  conformance::SelftestOptions options;
  bool verbose = false;
};

}  // namespace

auto selftest_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("--profile", flags->options.profiles, "only these profiles (default: all)")->type_name("NAME");
  app.add_option("--only", flags->options.only, "only the cases whose id matches, `*` matches any text")
      ->type_name("PATTERN");
  app.add_option("--sample", flags->options.sample, "only so many faults and variations of each profile (default: all)")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--verbose", flags->verbose, "every case, not only what did not hold");
  return [flags](Context& context) {
    const auto report = conformance::run_selftest(flags->options);
    context.output.out(conformance::write_selftest(report, flags->verbose));
    return report.exit_code();
  };
}

}  // namespace vidspec::cli
