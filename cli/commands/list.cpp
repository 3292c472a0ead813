#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "conformance/judge.h"
#include "core/profile.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

struct Flags {
  std::string profile = "openai";
  std::string language = "en";
  bool json = false;
};

auto as_json(const std::vector<conformance::CatalogueEntry>& entries) -> std::string {
  auto json = nlohmann::ordered_json::array();
  for (const auto& entry : entries) {
    json.push_back({{"id", entry.id},
                    {"ops", entry.ops},
                    {"level", core::name(entry.binding.level)},
                    {"provenance", core::name(entry.binding.provenance)},
                    {"title", entry.title.en},
                    {"title_zh", entry.title.zh},
                    {"source", {{"doc", entry.binding.source.doc}, {"quote", entry.binding.source.quote}}}});
  }
  return json.dump(1) + "\n";
}

auto as_text(const std::vector<conformance::CatalogueEntry>& entries, core::Language language) -> std::string {
  std::size_t width = 0;
  for (const auto& entry : entries) width = std::max(width, entry.id.size());
  std::string text;
  for (const auto& entry : entries) {
    text += reports::padded(entry.id, width + 2) + reports::padded(core::name(entry.binding.level), 8) +
            reports::padded(core::name(entry.binding.provenance), 10) +
            reports::for_terminal(reports::in(entry.title, language)) + "\n";
  }
  return text + std::to_string(entries.size()) + " checks\n";
}

auto list(const Flags& flags, Context& context) -> int {
  const auto language = parse_language(flags.language);
  const auto entries = conformance::catalogue(*core::load_profile(flags.profile));
  context.output.out(flags.json ? as_json(entries) : as_text(entries, language));
  return conformant;
}

}  // namespace

auto list_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  add_profile_flag(app, flags->profile);
  add_language_flag(app, flags->language);
  app.add_flag("--json", flags->json, "the catalogue as JSON");
  return [flags](Context& context) { return list(*flags, context); };
}

}  // namespace vidspec::cli
