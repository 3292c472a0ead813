#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "core/redact.h"

namespace vidspec::cli {

/// The one sink: everything that leaves the process (console, report files) goes through here and loses its secrets.
class Output {
 public:
  Output(std::ostream& out, std::ostream& err) : out_(&out), err_(&err) {}

  /// From now on these texts are taken out of everything, and the process leaves no core. Call as soon as a secret is
  /// read.
  void hide(const std::vector<std::string>& secrets);
  [[nodiscard]] auto redactor() const -> const core::Redactor& { return redactor_; }

  /// Results, on stdout.
  void out(std::string_view text);
  /// Progress and complaints, on stderr.
  void err(std::string_view text);
  /// Replaces a file. Throws core::InputError when it cannot be written.
  void file(const std::filesystem::path& path, std::string_view content);

  /// The same with what `write` puts, piece by piece. A secret must lie in one piece.
  using Put = std::function<void(std::string_view)>;
  void file(const std::filesystem::path& path, const std::function<void(const Put&)>& write);

 private:
  std::ostream* out_;
  std::ostream* err_;
  std::vector<std::string> secrets_;
  core::Redactor redactor_;
};

/// Whether the stream is a terminal that a person reads (and TERM is not "dumb").
auto is_terminal_stdout() -> bool;
auto is_terminal_stderr() -> bool;

/// Columns of the terminal behind stderr, at least 20; 80 where it does not say.
auto stderr_columns() -> std::size_t;
/// Columns of the terminal behind stdout; 0 where there is none: what goes into a file or pipe is not wrapped.
auto stdout_columns() -> std::size_t;

}  // namespace vidspec::cli
