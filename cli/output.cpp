#include "cli/output.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <ostream>

#include "core/file.h"

namespace vidspec::cli {

namespace {
auto is_terminal(int descriptor) -> bool {
  const char* term = std::getenv("TERM");
  return isatty(descriptor) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

/// A crash of a process that holds a secret must not write it to the disk.
void forbid_core_dumps() {
  constexpr rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
}  // namespace

void Output::hide(const std::vector<std::string>& secrets) {
  forbid_core_dumps();
  secrets_.insert(secrets_.end(), secrets.begin(), secrets.end());
  redactor_ = core::Redactor(secrets_);
}

void Output::out(std::string_view text) { *out_ << redactor_.text(text) << std::flush; }

void Output::err(std::string_view text) { *err_ << redactor_.text(text) << std::flush; }

void Output::file(const std::filesystem::path& path, std::string_view content) {
  core::write_file(path, redactor_.text(content));
}

auto is_terminal_stdout() -> bool { return is_terminal(STDOUT_FILENO); }

auto is_terminal_stderr() -> bool { return is_terminal(STDERR_FILENO); }

}  // namespace vidspec::cli
