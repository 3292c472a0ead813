#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace vidspec::cli {

/// Gives the flags in a JSON file (comments allowed) to the options that the command line left unset. Members are named
/// as the flags are, without dashes in front; positional arguments by their name in lower case. Throws core::InputError
/// for an unknown member, with the nearest flag, and for a value that the flag does not take.
void apply_config(CLI::App& app, const std::string& file);

}  // namespace vidspec::cli
