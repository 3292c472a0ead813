#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/output.h"
#include "core/headers.h"

namespace vidspec::cli {

/// Where the key and further secrets come from; never from an argument, process lists show those.
struct KeyFlags {
  std::string env;  ///< name of a variable; empty: VIDSPEC_API_KEY
  std::string file;
};

void add_key_flags(CLI::App& app, KeyFlags& flags);

/// The key, hidden from all output from now on; empty when none is set. Throws core::InputError, without the key, for
/// one that is too short to be redacted or that no header can carry, and for a named variable or file without one.
auto read_key(const KeyFlags& flags, Output& output) -> std::string;

/// A secret of at least six bytes from a variable, hidden from all output. Throws when the variable is not set.
auto read_secret(const std::string& flag, const std::string& variable, Output& output) -> std::string;

/// The headers of --header; their values are hidden but for those of harmless names.
auto read_headers(const std::vector<std::string>& lines, Output& output) -> core::Headers;

}  // namespace vidspec::cli
