#include "core/schema/documents.h"

#include <utility>

#include "core/embedded.h"
#include "core/error.h"
#include "core/schema/keywords.h"
#include "core/schema/uri.h"
#include "core/text.h"

namespace vidspec::core::schema {

namespace {

constexpr std::string_view meta_2020 = "https://json-schema.org/draft/2020-12/";
constexpr std::string_view meta_7 = "http://json-schema.org/draft-07/schema";
constexpr std::string_view vocabularies = "https://json-schema.org/draft/2020-12/vocab/";
constexpr std::size_t max_documents = 1000;

auto text_member(const Json& schema, const char* name) -> const std::string* {
  const auto found = schema.find(name);
  return found == schema.end() ? nullptr : found->get_ptr<const std::string*>();
}

/// The vocabulary's name, "applicator", or empty for one that is not ours.
auto own_vocabulary(std::string_view uri) -> std::string_view {
  if (!uri.starts_with(vocabularies)) return {};
  uri.remove_prefix(vocabularies.size());
  for (const std::string_view name : {"core", "applicator", "unevaluated", "validation", "meta-data",
                                      "format-annotation", "format-assertion", "content"}) {
    if (uri == name) return name;
  }
  return {};
}

}  // namespace

void refuse(const SchemaOptions& options, const Resource& resource, const std::string& pointer,
            const std::string& message) {
  throw InputError(resource.document.empty() ? options.name : resource.document, pointer, message);
}

auto Documents::place(const Json* schema) const -> const Place& { return places_.at(schema); }

auto Documents::add(std::shared_ptr<const Json> document, const std::string& uri, const Dialect& inherited)
    -> const Json* {
  const Json* root = document.get();
  if (program_.documents.size() >= max_documents) {
    throw InputError(options_.name, "", "refers to more than " + std::to_string(max_documents) + " documents");
  }
  const bool foreign = !program_.documents.empty();
  program_.documents.push_back(std::move(document));
  Resource& resource = program_.resources.emplace_back();
  resource.uri = uri;
  resource.document = foreign ? uri : "";
  resource.dialect = inherited;
  resource.root = root;
  if (!root->is_object() && !root->is_boolean()) refuse(options_, resource, "", "a schema is an object, true or false");
  if (const std::string* dialect = root->is_object() ? text_member(*root, "$schema") : nullptr) {
    resource.dialect = dialect_of(*dialect, {root, &resource, "", ""}, 0);
  }
  by_uri_.emplace(uri, &resource);
  scan({root, &resource, "", ""});
  return root;
}

void Documents::scan(Open start) {
  std::vector<Open> open;
  open.push_back(std::move(start));
  while (!open.empty()) {
    Open at = std::move(open.back());
    open.pop_back();
    if (at.schema->is_object()) {
      scan_identifiers(at);
      for (const auto& [name, value] : at.schema->get_ref<const Json::object_t&>()) {
        const Keyword* keyword = find_keyword(name, at.resource->dialect);
        if (keyword == nullptr || keyword->shape == Shape::value) continue;
        const std::string pointer = pointer_append(at.pointer, name);
        for_each_subschema(keyword->shape, value,
                           [&, &keyword_name = name](const Json& schema, const std::string& step) {
                             open.push_back({&schema, at.resource, pointer + step, keyword_name});
                           });
      }
    }
    places_.emplace(at.schema, Place{at.resource, std::move(at.pointer), std::move(at.keyword)});
  }
}

void Documents::scan_identifiers(Open& open) {
  const bool draft7 = open.resource->dialect.draft7;
  // Draft-07 ignores what stands beside a $ref.
  if (const std::string* id = text_member(*open.schema, "$id");
      id != nullptr && !(draft7 && open.schema->contains("$ref"))) {
    identify(open, *id);
  }
  if (open.resource->dialect.draft7) return;
  if (const std::string* anchor = text_member(*open.schema, "$anchor")) {
    open.resource->anchors.emplace(*anchor, open.schema);
  }
  if (const std::string* anchor = text_member(*open.schema, "$dynamicAnchor")) {
    open.resource->anchors.emplace(*anchor, open.schema);
    open.resource->dynamic_anchors.emplace(*anchor, open.schema);
  }
}

void Documents::identify(Open& open, const std::string& id) {
  const Uri parts = parse_uri(id);
  if (!id.starts_with("#")) {
    const std::string uri(without_fragment(resolve_uri(open.resource->uri, id)));
    if (open.schema == open.resource->root) {
      open.resource->uri = uri;
    } else {
      Resource& inner = program_.resources.emplace_back();
      inner.uri = uri;
      inner.document = open.resource->document;
      inner.dialect = open.resource->dialect;
      inner.root = open.schema;
      open.resource = &inner;
      if (const std::string* dialect = text_member(*open.schema, "$schema"))
        inner.dialect = dialect_of(*dialect, open, 0);
    }
    by_uri_.emplace(uri, open.resource);
  }
  if (parts.fragment.empty()) return;
  if (!open.resource->dialect.draft7) {
    refuse(options_, *open.resource, open.pointer + "/$id", "an $id has no fragment, write an $anchor");
  }
  open.resource->anchors.emplace(parts.fragment, open.schema);
}

auto Documents::follow(const Place& from, std::string_view keyword, std::string_view reference) -> Target {
  const std::string full = resolve_uri(from.resource->uri, reference);
  const std::string uri(without_fragment(full));
  const std::string fragment = percent_decode(parse_uri(full).fragment);
  const Resource* resource = resource_at(from, keyword, uri);
  Target target;
  if (fragment.empty()) {
    target.schema = resource->root;
  } else if (fragment.front() == '/') {
    target.schema = walk(*resource, fragment);
  } else if (const auto found = resource->anchors.find(fragment); found != resource->anchors.end()) {
    target.schema = found->second;
    if (resource->dynamic_anchors.contains(fragment)) target.dynamic_anchor = fragment;
  }
  if (target.schema == nullptr) {
    refuse(options_, *from.resource, from.pointer + "/" + std::string(keyword),
           "nothing is at " + show(std::string(reference)));
  }
  return target;
}

auto Documents::resource_at(const Place& from, std::string_view keyword, const std::string& uri) -> Resource* {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
  auto document = load(uri);
  if (document == nullptr) {
    refuse(options_, *from.resource, from.pointer + "/" + std::string(keyword),
           "refers to the document " + show(uri) + ", which is not here; documents are not fetched from a network");
  }
  return places_.at(add(std::move(document), uri, from.resource->dialect)).resource;
}

auto Documents::walk(const Resource& resource, std::string_view pointer) -> const Json* {
  const Json* current = resource.root;
  Place here = places_.at(current);
  while (!pointer.empty()) {
    const std::size_t length = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view step = pointer.substr(0, length);
    pointer.remove_prefix(length);
    current = find_pointer(*current, step);
    if (current == nullptr) return nullptr;
    if (const auto known = places_.find(current); known != places_.end()) {
      here = known->second;
    } else {
      here.pointer += step;
      here.keyword = step.substr(1);
    }
  }
  if (!places_.contains(current)) scan({current, here.resource, here.pointer, here.keyword});
  return current;
}

auto Documents::default_dialect() -> Dialect {
  if (options_.dialect.empty()) return {.formats_assert = options_.assert_formats};
  return dialect_of(options_.dialect, {nullptr, nullptr, "", ""}, 0);
}

auto Documents::dialect_of(std::string uri, const Open& at, int depth) -> Dialect {
  if (uri.ends_with('#')) uri.pop_back();
  if (uri == std::string(meta_2020) + "schema") return {.formats_assert = options_.assert_formats};
  if (uri == meta_7) return {.draft7 = true, .formats_assert = options_.assert_formats};
  const auto complain = [&](const std::string& message) {
    throw InputError(at.resource == nullptr || at.resource->document.empty() ? options_.name : at.resource->document,
                     at.pointer + "/$schema", message);
  };
  const auto document = load(uri);
  const std::string* base = document == nullptr || !document->is_object() ? nullptr : text_member(*document, "$schema");
  if (base == nullptr || depth > 8) {
    complain("unknown dialect " + show(uri) + ", write " + std::string(meta_2020) + "schema or " + std::string(meta_7) +
             "#");
  }
  Dialect dialect = dialect_of(*base, at, depth + 1);
  const auto listed = document->find("$vocabulary");
  if (dialect.draft7 || listed == document->end() || !listed->is_object()) return dialect;
  const auto has = [&](std::string_view name) { return listed->contains(std::string(vocabularies).append(name)); };
  for (const auto& [vocabulary, needed] : listed->items()) {
    if (needed == true && own_vocabulary(vocabulary).empty())
      complain("needs the unknown vocabulary " + show(vocabulary));
  }
  dialect.applicator = has("applicator");
  dialect.unevaluated = has("unevaluated");
  dialect.validation = has("validation");
  dialect.formats_assert = dialect.formats_assert || has("format-assertion");
  return dialect;
}

auto Documents::load(const std::string& uri) const -> std::shared_ptr<const Json> {
  if (options_.resolve) {
    if (auto document = options_.resolve(uri)) return document;
  }
  std::string path = "schemas/metaschema/";
  if (uri.starts_with(meta_2020)) {
    path.append("2020-12/").append(uri.substr(meta_2020.size())).append(".json");
  } else if (uri == meta_7) {
    path += "draft-07/schema.json";
  } else {
    return nullptr;
  }
  return parse_json(embedded_file(path)).value;
}

}  // namespace vidspec::core::schema
