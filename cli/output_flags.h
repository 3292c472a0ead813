#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/output.h"
#include "core/text.h"
#include "reports/console.h"
#include "reports/formats.h"

namespace vidspec::cli {

/// The flags about what is shown and written, shared by the subcommands that end with a report.
struct OutputFlags {
  std::string folder;
  std::vector<std::string> formats;
  std::string language = "en";
  std::string color = "auto";
  std::string baseline;
  bool quiet = false;
  bool verbose = false;
};

/// `default_folder` empty: nothing is written unless --out is given.
void add_output_flags(CLI::App& app, OutputFlags& flags, const std::string& default_folder);
/// --baseline, for the commands that judge.
void add_baseline_flag(CLI::App& app, OutputFlags& flags);
void add_language_flag(CLI::App& app, std::string& language);

auto parse_language(const std::string& text) -> core::Language;

/// Whether to colour stdout: --color, then NO_COLOR and CLICOLOR_FORCE, then whether a person reads it.
auto use_color(const std::string& flag) -> bool;

auto console_options(const OutputFlags& flags) -> reports::ConsoleOptions;

/// The formats to write: those named with --format ("all" for each), else the default ones. Throws core::InputError for
/// an unknown name. `console` is no file and left out.
auto chosen_formats(const OutputFlags& flags) -> std::vector<const reports::Format*>;

/// Checks all flags without doing anything, so that a mistake in one costs no request.
void check_output_flags(const OutputFlags& flags);

/// Makes the folder and its parents. Throws core::InputError.
void make_folder(const std::filesystem::path& folder);

/// Writes the formats into the folder; those that need a journal are left out without one. Gives the paths.
auto write_formats(Output& output, const std::filesystem::path& folder,
                   const std::vector<const reports::Format*>& formats, const reports::Report& report,
                   const reports::Rendering& rendering) -> std::vector<std::filesystem::path>;

}  // namespace vidspec::cli
