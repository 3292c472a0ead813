#include "cli/output.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <ostream>

#include "core/file.h"

namespace vidspec::cli {

namespace {
auto is_terminal(int descriptor) -> bool {
  const char* term = std::getenv("TERM");
  return isatty(descriptor) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

auto columns_of(int descriptor) -> std::optional<std::size_t> {
  winsize size{};
  const bool told = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return told ? std::optional<std::size_t>(size.ws_col) : std::nullopt;
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

void Output::file(const std::filesystem::path& path, const std::function<void(const Put&)>& write) {
  core::FileWriter writer(path);
  write([&](std::string_view piece) { writer.add(redactor_.text(piece)); });
  writer.finish();
}

auto is_terminal_stdout() -> bool { return is_terminal(STDOUT_FILENO); }

auto is_terminal_stderr() -> bool { return is_terminal(STDERR_FILENO); }

auto stderr_columns() -> std::size_t { return std::max<std::size_t>(columns_of(STDERR_FILENO).value_or(80), 20); }

auto stdout_columns() -> std::size_t { return is_terminal_stdout() ? columns_of(STDOUT_FILENO).value_or(0) : 0; }

}  // namespace vidspec::cli
