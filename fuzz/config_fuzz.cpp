#include <unistd.h>

#include <filesystem>

#include "cli/config.h"
#include "core/file.h"
#include "fuzz/fuzz.h"

// A file for --config sets flags or is refused in one line.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  static const auto file = std::filesystem::temp_directory_path() / ("vidspec-config-fuzz-" + std::to_string(getpid()));
  core::write_file(file, std::string(fuzz::text_of(data, size)));
  CLI::App app("fuzz", "run");
  std::string profile;
  std::vector<std::string> only;
  int videos = 0;
  bool quiet = false;
  app.add_option("--profile", profile);
  app.add_option("--only", only);
  app.add_option("--max-videos", videos);
  app.add_flag("--quiet", quiet);
  fuzz::refused([&] { cli::apply_config(app, file.string()); });
  return 0;
}
