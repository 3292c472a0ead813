#include "cli/output_flags.h"

#include <algorithm>
#include <cstdlib>

#include "cli/suggest.h"
#include "core/error.h"

namespace vidspec::cli {

namespace {

using core::InputError;

auto format_names() -> std::vector<std::string> {
  std::vector<std::string> names = {"all", "console"};
  for (const auto& format : reports::formats()) names.emplace_back(format.name);
  return names;
}

auto is_set(const char* variable) -> bool {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

}  // namespace

void add_language_flag(CLI::App& app, std::string& language) {
  app.add_option("--lang", language, "language of console, HTML, Markdown and explanations (default en)")
      ->type_name("en|zh");
}

void add_output_flags(CLI::App& app, OutputFlags& flags, const std::string& default_folder) {
  flags.folder = default_folder;
  std::string list;
  for (const auto& name : format_names()) list += (list.empty() ? "" : "|") + name;
  app.add_option(
      "--out", flags.folder,
      "folder of the reports, made when missing" + (default_folder.empty() ? "" : " (default " + default_folder + ")"));
  app.add_option("--format", flags.formats, list + ", separated by commas")
      ->type_name("LIST")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_language_flag(app, flags.language);
  app.add_option("--color", flags.color, "default auto; NO_COLOR is honoured")->type_name("auto|always|never");
  app.add_flag("--quiet,-q", flags.quiet, "only failures, totals and the verdict");
  app.add_flag("--verbose,-v", flags.verbose, "every finding and every reason");
}

void add_baseline_flag(CLI::App& app, OutputFlags& flags) {
  app.add_option("--baseline", flags.baseline, "known failures that do not make the result red")->type_name("FILE");
}

auto parse_language(const std::string& text) -> core::Language {
  if (text == "en") return core::Language::en;
  if (text == "zh" || text == "zh-CN" || text == "zh_CN") return core::Language::zh;
  throw InputError("--lang", "", "\"" + text + "\" is not known; write en or zh");
}

auto use_color(const std::string& flag) -> bool {
  if (flag == "always") return true;
  if (flag == "never") return false;
  if (flag != "auto") throw InputError("--color", "", "\"" + flag + "\" is not known; write auto, always or never");
  if (is_set("NO_COLOR")) return false;
  return is_set("CLICOLOR_FORCE") || is_terminal_stdout();
}

auto console_options(const OutputFlags& flags) -> reports::ConsoleOptions {
  using Detail = reports::ConsoleOptions::Detail;
  if (flags.quiet && flags.verbose) throw InputError("--quiet and --verbose exclude each other");
  reports::ConsoleOptions options;
  options.language = parse_language(flags.language);
  options.color = use_color(flags.color);
  options.detail = flags.quiet ? Detail::quiet : flags.verbose ? Detail::verbose : Detail::normal;
  options.columns = stdout_columns();
  return options;
}

auto chosen_formats(const OutputFlags& flags) -> std::vector<const reports::Format*> {
  const auto asked = [&](std::string_view name) {
    return std::find(flags.formats.begin(), flags.formats.end(), name) != flags.formats.end();
  };
  for (const auto& name : flags.formats) {
    const auto known = format_names();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError("--format", "", "\"" + name + "\" is no format" + did_you_mean(name, known));
    }
  }
  std::vector<const reports::Format*> result;
  for (const auto& format : reports::formats()) {
    const bool wanted = flags.formats.empty() ? format.by_default : asked("all") || asked(format.name);
    if (wanted) result.push_back(&format);
  }
  return result;
}

void check_output_flags(const OutputFlags& flags) {
  console_options(flags);
  chosen_formats(flags);
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || !std::filesystem::is_directory(folder)) {
    throw InputError(folder.string(), "", "cannot be made a folder" + (error ? ": " + error.message() : std::string()));
  }
}

auto write_formats(Output& output, const std::filesystem::path& folder,
                   const std::vector<const reports::Format*>& formats, const reports::Report& report,
                   const reports::Rendering& rendering) -> std::vector<std::filesystem::path> {
  make_folder(folder);
  std::vector<std::filesystem::path> written;
  for (const auto* format : formats) {
    if (format->needs_journal && rendering.journal == nullptr) continue;
    written.push_back(folder / format->file);
    if (format->write_pieces != nullptr) {
      output.file(written.back(), [&](const Output::Put& put) { format->write_pieces(rendering, put); });
    } else {
      output.file(written.back(), format->write(report, rendering));
    }
  }
  return written;
}

}  // namespace vidspec::cli
