#include "core/requirement/notes.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace vidspec::core {

namespace {

constexpr std::string_view words_of_provenance = "required, typed, prose, example or inferred";

/// What an annotation says about an assertion, and where.
struct Entry {
  const Json* value = nullptr;
  const Notes* notes = nullptr;
  std::string name;
};

auto pointer_of(const Entry& entry) -> std::string { return entry.notes->pointer + "/x-vidspec/" + entry.name; }

auto text(const Json* value) -> std::string {
  const auto* found = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
  return found == nullptr ? std::string() : *found;
}

auto find_member(const Json& value, std::string_view name) -> const Json* {
  const auto* object = value.get_ptr<const Json::object_t*>();
  if (object == nullptr) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &found->second;
}

/// Presence and type stand for themselves; every other assertion goes with the type unless it is named.
auto find_entry(std::string_view assertion, const NotesInReach& notes) -> Entry {
  for (const Notes* level : {&notes.own, &notes.root}) {
    for (const std::string_view name : {assertion, assertion == "present" ? assertion : std::string_view("type")}) {
      if (const Json* value = level->find(name)) return {value, level, std::string(name)};
    }
  }
  return {};
}

auto provenance_of(const Entry& entry, const std::string& file) -> Provenance {
  const Json* word = entry.value->is_object() ? find_member(*entry.value, "provenance") : entry.value;
  if (word == nullptr)
    throw InputError(file, pointer_of(entry), "has no provenance, write one of " + std::string(words_of_provenance));
  if (const auto provenance = parse_provenance(text(word))) return *provenance;
  throw InputError(file, pointer_of(entry),
                   "unknown provenance " + show(*word, 60) + ", write " + std::string(words_of_provenance));
}

auto level_of(const Entry& entry, Provenance provenance, const std::string& file) -> Level {
  const Json* word = find_member(*entry.value, "level");
  if (word == nullptr) return default_level(provenance);
  if (const auto level = parse_level(text(word))) return *level;
  throw InputError(file, pointer_of(entry) + "/level",
                   "unknown level " + show(*word, 60) + ", write must, should or may");
}

/// The nearest quote with its source. That a find_member must be there is said by the object around it, so its words
/// come first unless the find_member speaks of its presence itself.
auto quote_of(std::string_view assertion, const Entry& entry, const NotesInReach& notes) -> Source {
  std::vector<const Notes*> reach = {&notes.own};
  if (assertion == "present") {
    reach = entry.notes == &notes.own ? std::vector{&notes.own, &notes.enclosing, &notes.root}
                                      : std::vector{&notes.enclosing, &notes.root, &notes.own};
  }
  Source source{text(find_member(*entry.value, "source")), text(find_member(*entry.value, "quote"))};
  for (const Notes* level : reach) {
    if (!source.quote.empty()) break;
    source.quote = text(level->find("quote"));
    if (!source.quote.empty() && source.doc.empty()) source.doc = text(level->find("source"));
  }
  if (source.doc.empty()) source.doc = text(notes.own.find("source"));
  if (source.doc.empty()) source.doc = text(notes.root.find("source"));
  return source;
}

/// What is inferred is quoted only where the annotation of this very assertion has words for it.
auto inferred_source(const Entry& entry, const NotesInReach& notes) -> Source {
  Source source{text(find_member(*entry.value, "source")), text(find_member(*entry.value, "quote"))};
  if (source.doc.empty()) source.doc = text(notes.own.find("source"));
  if (source.doc.empty()) source.doc = text(notes.root.find("source"));
  return source;
}

}  // namespace

auto Notes::find(std::string_view name) const -> const Json* {
  return members == nullptr ? nullptr : find_member(*members, name);
}

auto bind_assertion(std::string_view assertion, const NotesInReach& notes, const std::string& file) -> Binding {
  const Entry entry = find_entry(assertion, notes);
  if (entry.value == nullptr) {
    const std::string_view name = assertion == "present" ? assertion : std::string_view("type");
    throw InputError(
        file, notes.root.pointer + "/x-vidspec",
        "gives no provenance of \"" + std::string(name) + "\", write one of " + std::string(words_of_provenance));
  }
  Binding binding;
  binding.provenance = provenance_of(entry, file);
  binding.level = level_of(entry, binding.provenance, file);
  if (binding.provenance == Provenance::inferred) {
    binding.source = inferred_source(entry, notes);
    return binding;
  }
  binding.source = quote_of(assertion, entry, notes);
  if (binding.source.quote.empty()) {
    throw InputError(file, notes.own.pointer,
                     "has no quote for its " + std::string(assertion) + ", which is " +
                         std::string(name(binding.provenance)) +
                         "; write the document's words as \"quote\" in its x-vidspec");
  }
  return binding;
}

}  // namespace vidspec::core
