#include "core/profile/check.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/request_check.h"
#include "core/suggest.h"

namespace vidspec::core {

namespace {

constexpr std::array<std::string_view, 4> time_fields = {"created_at", "completed_at", "expires_at", "updated_at"};

auto at(std::string_view parent, std::string_view step) -> std::string { return pointer_append(parent, step); }
auto at(std::string_view parent, std::size_t index) -> std::string {
  return pointer_append(parent, std::to_string(index));
}

auto suggestion(std::string_view word, const std::vector<std::string>& known) -> std::string {
  if (const auto close = closest(word, known)) return "; did you mean " + in_quotes(*close) + "?";
  std::string list;
  for (const auto& name : known) list += (list.empty() ? "" : ", ") + in_quotes(name);
  return list.empty() ? "" : "; there are " + list;
}

auto schema_names(const Profile& profile) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& [name, schema] : profile.schemas) names.push_back(name);
  return names;
}

void check_binding(const Profile& profile, const Binding& binding, const std::string& pointer, MistakeList& mistakes) {
  std::vector<std::string> documents;
  for (const auto& document : profile.documents) documents.push_back(document.id);
  const auto& source = binding.source;
  if (!source.doc.empty() && std::find(documents.begin(), documents.end(), source.doc) == documents.end()) {
    mistakes.add(at(pointer, "source"),
                 in_quotes(source.doc) + " is no document of this profile" + suggestion(source.doc, documents));
  }
  if (binding.provenance == Provenance::inferred) return;
  if (source.doc.empty()) mistakes.add(pointer, "names no source; write the id of the document as \"source\"");
  if (source.quote.empty())
    mistakes.add(pointer, "has no quote; write the words of the document, or make it \"inferred\"");
}

void check_documents(const Profile& profile, MistakeList& mistakes) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < profile.documents.size(); ++i) {
    const auto& id = profile.documents[i].id;
    if (!seen.insert(id).second)
      mistakes.add(at(at("/documents", i), "id"), in_quotes(id) + " names two documents; rename one");
  }
}

auto needs_id(Operation operation) -> bool {
  return operation == Operation::retrieve || operation == Operation::remove || operation == Operation::content ||
         operation == Operation::remix || operation == Operation::character_retrieve;
}

auto has_id(const OperationSpec& spec) -> bool {
  const auto in_query = [](const auto& member) { return member.second.find("{id}") != std::string::npos; };
  return spec.path.find("{id}") != std::string::npos || std::any_of(spec.query.begin(), spec.query.end(), in_query);
}

void check_bodies(const Profile& profile, const OperationSpec& spec, const std::string& pointer,
                  MistakeList& mistakes) {
  const bool sends = spec.method != "GET" && spec.method != "DELETE";
  if (!spec.request.empty() && profile.schema(spec.request) == nullptr) {
    mistakes.add(at(pointer, "request"),
                 "there is no " + spec.request + ".schema.json" + suggestion(spec.request, schema_names(profile)));
  }
  if (sends && spec.request.empty()) mistakes.add(pointer, "names no request schema; write its name as \"request\"");
  if (!spec.request.empty() && spec.encodings.empty()) {
    mistakes.add(pointer, "has a body and no encoding; write e.g. \"encodings\": [\"application/json\"]");
  }
  const bool bytes = spec.operation == Operation::content;
  if (!bytes && spec.response.empty()) mistakes.add(pointer, "names no response; write e.g. \"response\": \"task\"");
  if (!spec.response.empty() && profile.schema(spec.response) == nullptr) {
    mistakes.add(at(pointer, "response"), "there is no " + spec.response + ".schema.json; add it");
  }
  if (bytes && spec.media_types.empty())
    mistakes.add(pointer, "has no media types; write e.g. \"media_types\": [\"video/mp4\"]");
}

void check_operations(const Profile& profile, MistakeList& mistakes) {
  std::map<std::string, std::string> routes;
  for (const auto& [operation, spec] : profile.operations) {
    const auto pointer = at("/operations", name(operation));
    if (needs_id(operation) && !has_id(spec))
      mistakes.add(at(pointer, "path"), "has no {id}; write where the id goes, in the path or in \"query\"");
    if (!needs_id(operation) && has_id(spec))
      mistakes.add(at(pointer, "path"), "has an {id} that nothing fills; take it out");
    const auto route = spec.method + " " + spec.path;
    const auto [other, is_new] = routes.emplace(route, std::string(name(operation)));
    if (!is_new)
      mistakes.add(at(pointer, "path"), route + " is also " + other->second + "; operations need routes of their own");
    check_bodies(profile, spec, pointer, mistakes);
    check_binding(profile, spec.binding, pointer, mistakes);
  }
}

void check_fields(const Profile& profile, MistakeList& mistakes) {
  const auto& task = profile.schemas.at("task");
  for (const auto& [field, pointer] : profile.fields) {
    if (describe_member(task, pointer) == nullptr) {
      mistakes.add(at("/fields", field),
                   in_quotes(pointer) + " is not in task.schema.json; add the property there or correct the pointer");
    }
  }
  for (const auto& [field, unit] : profile.units) {
    if (profile.fields.count(field) == 0)
      mistakes.add(at("/units", field), "is a unit of a field that \"fields\" does not map; take it out");
  }
  const auto need_unit = [&](std::string_view field, const char* example) {
    if (profile.fields.count(std::string(field)) == 0 || profile.units.count(std::string(field)) != 0) return;
    mistakes.add("/units", std::string(field) + " is mapped and has no unit; write \"" + std::string(field) + "\": \"" +
                               example + "\" or its like");
  };
  for (const auto field : time_fields) need_unit(field, "seconds");
  need_unit("progress", "percent");
}

void check_statuses(const Json& manifest, const Profile& profile, MistakeList& mistakes) {
  std::map<std::string, std::string> stages;
  for (const auto& [stage, words] : manifest.at("statuses").items()) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto [other, is_new] = stages.emplace(words[i].get<std::string>(), stage);
      if (!is_new)
        mistakes.add(at(at("/statuses", stage), i),
                     in_quotes(other->first) + " is also a word of " + other->second + "; a word has one stage");
    }
  }
  const auto* status = describe_member(profile.schemas.at("task"), profile.fields.at("status"));
  if (status == nullptr || !status->contains("enum")) return;
  for (const auto& word : status->at("enum")) {
    if (!word.is_string() || profile.stage_of(word.get<std::string>())) continue;
    mistakes.add("/statuses", show(word) + " is in the enum of task.schema.json and has no stage; add it to one");
  }
}

void check_prices(const Model& model, const std::string& pointer, const Profile& profile, MistakeList& mistakes) {
  if (!model.prices.empty() && profile.currency.empty()) {
    mistakes.add(pointer, "has prices and the profile no currency; write \"price\": {\"currency\": \"USD\"}");
  }
  for (std::size_t i = 0; i < model.prices.size(); ++i) {
    for (const auto& size : model.prices[i].sizes) {
      if (std::find(model.sizes.begin(), model.sizes.end(), size) != model.sizes.end()) continue;
      mistakes.add(at(at(at(pointer, "prices"), i), "sizes"),
                   in_quotes(size) + " is no size of this model" + suggestion(size, model.sizes));
    }
  }
}

void check_models(const Profile& profile, MistakeList& mistakes) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < profile.models.size(); ++i) {
    const auto pointer = at("/models", i);
    const auto& model = profile.models[i];
    if (!seen.insert(model.id).second)
      mistakes.add(at(pointer, "id"), in_quotes(model.id) + " is there twice; keep one");
    check_prices(model, pointer, profile, mistakes);
  }
}

void check_downloads(const Profile& profile, MistakeList& mistakes) {
  for (std::size_t i = 0; i < profile.download.size(); ++i) {
    if (profile.download[i] == "content" && profile.operation(Operation::content) == nullptr) {
      mistakes.add(at("/download", i), "needs the operation \"content\"; add it or take this out");
    }
    if (profile.download[i] == "result_url" && profile.fields.count("result_url") == 0) {
      mistakes.add(at("/download", i), "needs the field \"result_url\"; map it in \"fields\" or take this out");
    }
  }
}

auto judged_here(std::string_view id) -> bool {
  constexpr std::array<std::string_view, 5> objects = {"task.", "error.", "list.", "deleted.", "character."};
  return std::any_of(objects.begin(), objects.end(), [&](auto object) { return id.starts_with(object); });
}

void check_ambiguities(const Profile& profile, MistakeList& mistakes) {
  std::vector<std::string> known;
  for (const auto& requirement : profile.requirements_of_fields) known.push_back(requirement.id);
  for (const auto& id : request_ids(profile)) known.push_back(id);
  // No schema says what unit a time has: that is judged by the unit itself.
  for (const auto& [field, unit] : profile.units) known.push_back("task." + field + ".format");
  const std::set<std::string> exists(known.begin(), known.end());
  for (std::size_t i = 0; i < profile.ambiguities.size(); ++i) {
    const auto pointer = at("/ambiguities", i);
    const auto& entry = profile.ambiguities[i];
    check_binding(profile, {Level::may, Provenance::prose, entry.source}, pointer, mistakes);
    const bool from_schema = judged_here(entry.check) || entry.check.find(".request.") != std::string::npos;
    if (!is_check_id(entry.check)) {
      mistakes.add(at(pointer, "check"),
                   in_quotes(entry.check) + " is not the id of a check; write e.g. \"task.size.enum\"");
    } else if (from_schema && exists.count(entry.check) == 0) {
      const auto close = closest(entry.check, known);
      mistakes.add(at(pointer, "check"), in_quotes(entry.check) + " is asserted by no schema here" +
                                             (close ? "; did you mean " + in_quotes(*close) + "?" : ""));
    }
  }
}

void check_rules(const Profile& profile, MistakeList& mistakes) {
  for (const auto& [id, binding] : profile.rules) {
    const auto pointer = at("/rules", id);
    if (!is_check_id(id))
      mistakes.add(pointer, in_quotes(id) + " is not the id of a check; write e.g. \"lifecycle.no-regression\"");
    check_binding(profile, binding, pointer, mistakes);
  }
}

}  // namespace

auto is_check_id(std::string_view id) -> bool {
  const auto legal = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return std::all_of(id.begin(), id.end(), legal) && id.find('.') != std::string_view::npos &&
         id.find("..") == std::string_view::npos && id.front() != '.' && id.back() != '.';
}

void check_manifest(const Json& manifest, const Profile& profile, MistakeList& mistakes) {
  for (const auto* needed : {"task", "error"}) {
    if (profile.schemas.count(needed) == 0)
      mistakes.add(std::string(needed) + ".schema.json", "", "is missing; every profile describes this object");
  }
  if (profile.schemas.count("task") == 0) return;
  check_documents(profile, mistakes);
  check_binding(profile, profile.auth.binding, "/auth", mistakes);
  check_operations(profile, mistakes);
  check_fields(profile, mistakes);
  check_statuses(manifest, profile, mistakes);
  check_models(profile, mistakes);
  check_downloads(profile, mistakes);
  check_rules(profile, mistakes);
  if (!profile.requirements_of_fields.empty()) check_ambiguities(profile, mistakes);
}

}  // namespace vidspec::core
