#include <iostream>
#include <memory>

#include "cli/exit_code.h"
#include "cli/subcommands.h"
#include "cli/suggest.h"
#include "core/embedded.h"
#include "core/error.h"
#include "core/file.h"
#include "core/schema/report.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

using core::InputError;

constexpr std::size_t max_bytes = 64U << 20U;

struct Flags {
  std::string action;
  std::string schema;
  std::string json;
  bool formats = false;
};

auto read_input(const std::string& path) -> std::string {
  if (path != "-") return core::read_file(path, max_bytes);
  std::string text;
  std::string block(64U << 10U, '\0');
  while (std::cin.read(block.data(), static_cast<std::streamsize>(block.size())) || std::cin.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > max_bytes)
      throw InputError("stdin", "", "is larger than " + std::to_string(max_bytes) + " bytes");
  }
  return text;
}

/// A file, or a schema of ours: "report", "openai/task".
auto schema_text(const std::string& name) -> std::string {
  if (std::filesystem::exists(name)) return core::read_file(name, max_bytes);
  const auto embedded = core::embedded_file("schemas/" + name + ".schema.json");
  if (embedded.data() != nullptr) return std::string(embedded);
  std::vector<std::string> known;
  for (const auto path : core::embedded_files("schemas/")) {
    const auto stem = path.substr(8, path.size() - 8);
    if (stem.ends_with(".schema.json")) known.emplace_back(stem.substr(0, stem.size() - 12));
  }
  throw InputError("--schema", "",
                   "\"" + name + "\" is neither a file nor a schema of ours" + did_you_mean(name, known));
}

auto validate(const Flags& flags, Context& context) -> int {
  const std::vector<std::string> actions = {"validate"};
  if (flags.action != "validate") {
    throw InputError("vidspec schema: unknown action \"" + flags.action + "\"" + did_you_mean(flags.action, actions) +
                     "; write vidspec schema validate --schema S --json J");
  }
  if (flags.schema.empty() || flags.json.empty())
    throw InputError("vidspec schema validate: give both --schema and --json");
  const auto schema = schema_text(flags.schema);
  const auto json = read_input(flags.json);
  const auto violations = core::validate_text({flags.schema, schema}, {flags.json, json}, flags.formats);
  for (const auto& violation : violations) context.output.out(reports::for_terminal(core::describe(violation)) + "\n");
  context.output.out(violations.empty() ? "valid\n" : std::to_string(violations.size()) + " violation(s)\n");
  return violations.empty() ? conformant : not_conformant;
}

}  // namespace

auto schema_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("ACTION", flags->action, "validate");
  app.add_option("--schema", flags->schema, "JSON Schema: a file, or one of ours by name (report, openai/task)")
      ->type_name("S");
  app.add_option("--json", flags->json, "the file to judge, - for stdin")->type_name("J");
  app.add_flag("--formats", flags->formats, "format asserts");
  return [flags](Context& context) { return validate(*flags, context); };
}

}  // namespace vidspec::cli
