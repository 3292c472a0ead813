#include <algorithm>
#include <memory>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "cli/suggest.h"
#include "conformance/check.h"
#include "conformance/field_examples.h"
#include "conformance/judge.h"
#include "conformance/selftest.h"
#include "core/error.h"
#include "core/profile.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

using conformance::CatalogueEntry;
using core::Language;
using reports::for_terminal;
namespace words = reports::words;

struct Flags {
  std::string id;
  std::string profile = "openai";
  std::string language = "en";
};

auto find_entry(const std::vector<CatalogueEntry>& entries, const core::Profile& profile, const std::string& id)
    -> const CatalogueEntry& {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const CatalogueEntry& entry) { return entry.id == id; });
  if (found != entries.end()) return *found;
  std::vector<std::string> ids;
  for (const auto& entry : entries) ids.push_back(entry.id);
  throw core::InputError("profile " + profile.id + " has no check \"" + core::elide(id, 80) + "\"" +
                         did_you_mean(id, ids) + "; see vidspec list");
}

auto paragraph(const core::Text& label, const std::string& text, Language language) -> std::string {
  return text.empty() ? "" : "\n" + std::string(core::in(label, language)) + "\n  " + for_terminal(text) + "\n";
}

auto source_of(const CatalogueEntry& entry, const core::Profile& profile) -> std::string {
  const auto& source = entry.binding.source;
  std::string text;
  for (const auto& document : profile.documents) {
    if (document.id == source.doc) text = document.title + (document.url.empty() ? "" : " <" + document.url + ">");
  }
  if (text.empty()) text = source.doc;
  return source.quote.empty() ? text : text + ": “" + source.quote + "”";
}

/// What holds and what does not, by example: of a behaviour check in its own words, of a field as JSON.
auto examples_of(const CatalogueEntry& entry, const core::Profile& profile, Language language) -> std::string {
  for (const auto* check : conformance::behaviour_checks()) {
    if (check->id != entry.id) continue;
    return paragraph(words::conforming, std::string(check->conforming), language) +
           paragraph(words::violating, std::string(check->violating), language);
  }
  for (const auto& requirement : profile.requirements_of_fields) {
    if (requirement.id != entry.id) continue;
    const auto examples = conformance::field_examples(profile, requirement);
    return paragraph(words::conforming, examples.conforming, language) +
           paragraph(words::violating, examples.violating, language);
  }
  return {};
}

auto faults_of(const CatalogueEntry& entry, const core::Profile& profile, Language language) -> std::string {
  const auto faults = conformance::faults_caught_by(entry.id, profile);
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "\n  ") + fault.id + ": " + fault.says;
  return text.empty() ? "" : "\n" + std::string(core::in(words::kills, language)) + "\n  " + text + "\n";
}

auto explain(const Flags& flags, Context& context) -> int {
  const auto language = parse_language(flags.language);
  if (flags.id.empty()) throw core::InputError("vidspec explain: name a check; vidspec list shows them");
  const auto profile = core::load_profile(flags.profile);
  const auto entries = conformance::catalogue(*profile);
  const auto& entry = find_entry(entries, *profile, flags.id);
  context.output.out(for_terminal(entry.id) + "\n  " + for_terminal(reports::in(entry.title, language)) + "\n" +
                     paragraph(words::level,
                               std::string(core::name(entry.binding.level)) + " · " +
                                   std::string(core::in(reports::word(entry.binding.provenance), language)),
                               language) +
                     paragraph(words::source, source_of(entry, *profile), language) +
                     paragraph(words::why, reports::in(entry.why, language), language) +
                     paragraph(words::hint, reports::in(entry.fix, language), language) +
                     examples_of(entry, *profile, language) + faults_of(entry, *profile, language) +
                     paragraph(words::judged_with, entry.ops, language));
  return conformant;
}

}  // namespace

auto explain_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("ID", flags->id, "the check, for example task.status.enum");
  add_profile_flag(app, flags->profile);
  add_language_flag(app, flags->language);
  return [flags](Context& context) { return explain(*flags, context); };
}

}  // namespace vidspec::cli
