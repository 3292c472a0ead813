#include "core/requirement/site.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/schema/formats.h"
#include "core/text.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_depth = 64;

auto requires_member(const Json& schema, const std::string& name) -> bool {
  const Json* required = find_pointer(schema, "/required");
  return required != nullptr && std::find(required->begin(), required->end(), name) != required->end();
}

// The name of a format that we cannot judge only annotates.
auto asserts(std::string_view keyword, const Json& value) -> bool {
  if (keyword != "format") return true;
  const auto* name = value.get_ptr<const std::string*>();
  return name != nullptr && schema::find_format(*name) != nullptr;
}

}  // namespace

auto SiteReader::root() const -> Site {
  Site site;
  site.notes.members = find_pointer(document_, "/x-vidspec");
  if (site.notes.members == nullptr || !site.notes.members->is_object()) {
    throw InputError(file_, "", "has no x-vidspec at its root; write there what it is and where it comes from");
  }
  site.parts = parts_of(document_, "");
  return site;
}

auto SiteReader::parts_of(const Json& schema, const std::string& pointer) const -> std::vector<const Json*> {
  std::vector<const Json*> parts = {&schema};
  const auto include = [&](const Json& other) {
    if (std::find(parts.begin(), parts.end(), &other) == parts.end()) parts.push_back(&other);
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Json* reference = find_pointer(*parts[i], "/$ref");
    if (reference != nullptr && reference->is_string()) include(follow(reference->get<std::string>(), pointer));
    const Json* all = find_pointer(*parts[i], "/allOf");
    if (all == nullptr) continue;
    for (const Json& part : *all) include(part);
  }
  return parts;
}

auto SiteReader::follow(const std::string& reference, const std::string& pointer) const -> const Json& {
  const Json* target =
      reference.starts_with("#") ? find_pointer(document_, percent_decode(reference).substr(1)) : nullptr;
  if (target == nullptr)
    throw InputError(file_, pointer + "/$ref", "only references like #/$defs/name are followed here");
  return *target;
}

auto SiteReader::children(const Site& site) const -> std::vector<Site> {
  std::map<std::string, std::vector<const Json*>> members;
  for (const Json* part : site.parts) {
    if (const Json* properties = find_pointer(*part, "/properties"); properties != nullptr && properties->is_object()) {
      for (const auto& [name, schema] : properties->items()) members[name].push_back(&schema);
    }
    if (const Json* required = find_pointer(*part, "/required")) {
      for (const Json& name : *required) {
        if (name.is_string()) members[name.get<std::string>()];
      }
    }
  }
  std::vector<Site> sites;
  for (const auto& [name, schemas] : members) {
    Site child = below(site, pointer_append("/properties", name));
    child.pointer = pointer_append(site.pointer, name);
    child.title = site.title.empty() ? name : site.title + "." + name;
    child.required = std::any_of(site.parts.begin(), site.parts.end(),
                                 [&wanted = name](const Json* part) { return requires_member(*part, wanted); });
    for (const Json* schema : schemas) add_parts(child, *schema);
    sites.push_back(std::move(child));
  }
  return sites;
}

auto SiteReader::elements(const Site& site) const -> std::optional<Site> {
  Site elements = below(site, "/items");
  elements.pointer = site.pointer + "/*";
  elements.title = site.title;
  elements.element = true;
  for (const Json* part : site.parts) {
    if (const Json* items = find_pointer(*part, "/items")) add_parts(elements, *items);
  }
  if (elements.parts.empty() || elements.notes.find("object") != nullptr) return std::nullopt;
  return elements;
}

auto SiteReader::below(const Site& site, const std::string& steps) const -> Site {
  if (site.depth >= max_depth) {
    throw InputError(file_, site.notes.pointer,
                     "nested deeper than " + std::to_string(max_depth) + " levels, or within itself");
  }
  Site inner;
  inner.depth = site.depth + 1;
  inner.enclosing = &site;
  inner.notes.pointer = site.notes.pointer + steps;
  return inner;
}

void SiteReader::add_parts(Site& site, const Json& schema) const {
  for (const Json* part : parts_of(schema, site.notes.pointer)) {
    site.parts.push_back(part);
    const Json* notes = find_pointer(*part, "/x-vidspec");
    if (site.notes.members == nullptr && notes != nullptr && notes->is_object()) site.notes.members = notes;
  }
}

auto SiteReader::collect(const Site& site, std::span<const std::string_view> wanted) -> std::vector<Json> {
  std::vector<Json> found;
  for (const Json* part : site.parts) {
    Json keywords = Json::object();
    for (const std::string_view keyword : wanted) {
      const Json* value = find_pointer(*part, pointer_append("", keyword));
      if (value != nullptr && asserts(keyword, *value)) keywords[std::string(keyword)] = *value;
    }
    if (!keywords.empty()) found.push_back(std::move(keywords));
  }
  return found;
}

}  // namespace vidspec::core
