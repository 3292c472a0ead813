#include <algorithm>
#include <array>

#include "core/profile/check.h"
#include "core/request_check.h"
#include "core/suggest.h"

namespace vidspec::core {

namespace {

constexpr std::array<std::string_view, 5> response_objects = {"task", "error", "list", "deleted", "character"};
constexpr int deepest = 64;

auto file_of(const std::string& schema) -> std::string { return schema + ".schema.json"; }

auto is_response(std::string_view name) -> bool {
  return std::find(response_objects.begin(), response_objects.end(), name) != response_objects.end();
}

auto is_used(const Profile& profile, const std::string& name) -> bool {
  if (is_response(name)) return true;
  return std::any_of(profile.operations.begin(), profile.operations.end(), [&](const auto& entry) {
    return entry.second.request == name || name == std::string(vidspec::core::name(entry.first)) + ".query";
  });
}

/// Walks the annotations of one schema.
class AnnotationReader {
 public:
  AnnotationReader(const Profile& profile, std::string schema, MistakeList& mistakes)
      : profile_(profile), file_(file_of(schema)), schema_(std::move(schema)), mistakes_(mistakes) {}

  void read(const Json& node, const std::string& pointer, int depth) {
    if (depth > deepest) return;
    if (node.is_array()) {
      for (std::size_t i = 0; i < node.size(); ++i)
        read(node[i], pointer_append(pointer, std::to_string(i)), depth + 1);
    }
    if (!node.is_object()) return;
    for (const auto& [key, value] : node.items()) {
      const auto here = pointer_append(pointer, key);
      if (key != "x-vidspec") {
        read(value, here, depth + 1);
      } else if (value.is_object()) {
        for (const auto& [member, noted] : value.items())
          judge(member, noted, pointer_append(here, member), pointer.empty());
      } else {
        mistakes_.add(file_, here, "is not an object; write {\"quote\": \"…\"}");
      }
    }
  }

 private:
  void judge(const std::string& member, const Json& noted, const std::string& pointer, bool at_root) {
    static const std::vector<std::string> provenances = {"present", "type", "null", "enum", "const", "range", "format"};
    static const std::vector<std::string> texts = {"source", "quote", "object"};
    const auto in = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), member) != list.end();
    };
    if (in(provenances)) return judge_provenance(noted, pointer);
    if (in(texts)) return judge_text(member, noted, pointer);
    if (member == "file") return judge_types(noted, pointer);
    if (member == "file_only" && noted.is_boolean()) return;
    if (member == "root" && at_root && noted.is_string()) return;
    if (member == "rejected" && at_root && noted.is_string() && parse_level(noted.get<std::string>())) return;
    auto known = provenances;
    known.insert(known.end(), {"source", "quote", "object", "root", "rejected", "file", "file_only"});
    const auto close = closest(member, known);
    const bool right_name = std::find(known.begin(), known.end(), member) != known.end();
    mistakes_.add(file_, pointer,
                  right_name ? "has a value that does not fit, or stands in the wrong place (docs/profiles.md)"
                             : in_quotes(member) + " is no annotation" +
                                   (close ? "; did you mean " + in_quotes(*close) + "?" : ""));
  }

  void judge_provenance(const Json& noted, const std::string& pointer) {
    const bool object = noted.is_object();
    const auto word = object ? noted.value("provenance", Json()) : noted;
    if (!word.is_string() || !parse_provenance(word.get<std::string>())) {
      mistakes_.add(file_, pointer, "expected required, typed, prose, example or inferred, found " + show(word));
    }
    if (!object) return;
    for (const auto& [key, value] : noted.items()) {
      const auto here = pointer_append(pointer, key);
      if (key == "provenance") continue;
      if (key == "level" && (!value.is_string() || !parse_level(value.get<std::string>()))) {
        mistakes_.add(file_, here, "expected must, should or may, found " + show(value));
      } else if (key == "source" || key == "quote") {
        judge_text(key, value, here);
      } else if (key != "level") {
        mistakes_.add(file_, here,
                      in_quotes(key) + " does not belong here; there are provenance, level, source and quote");
      }
    }
  }

  void judge_text(const std::string& member, const Json& noted, const std::string& pointer) {
    if (!noted.is_string()) return mistakes_.add(file_, pointer, "expected a string, found " + show(noted));
    if (member == "source") judge_source(noted.get<std::string>(), pointer);
    const auto text = noted.get<std::string>();
    if (member == "object" && !is_response(text)) {
      mistakes_.add(file_, pointer,
                    in_quotes(text) + " is no object; there are task, error, list, deleted and character");
    }
  }

  void judge_source(const std::string& id, const std::string& pointer) {
    std::vector<std::string> documents;
    for (const auto& document : profile_.documents) documents.push_back(document.id);
    if (std::find(documents.begin(), documents.end(), id) != documents.end()) return;
    const auto close = closest(id, documents);
    mistakes_.add(
        file_, pointer,
        in_quotes(id) + " is no document of this profile" + (close ? "; did you mean " + in_quotes(*close) + "?" : ""));
  }

  void judge_types(const Json& noted, const std::string& pointer) {
    const bool types = noted.is_array() && !noted.empty() &&
                       std::all_of(noted.begin(), noted.end(), [](const Json& type) { return type.is_string(); });
    if (!types)
      mistakes_.add(file_, pointer, "expected a list of media types, e.g. [\"image/png\"], found " + show(noted));
  }

  const Profile& profile_;
  std::string file_;
  std::string schema_;
  MistakeList& mistakes_;
};

void check_root(const std::string& name, const Json& document, MistakeList& mistakes) {
  if (!document.is_object() || !document.contains("x-vidspec")) {
    return mistakes.add(file_of(name), "",
                        "has no \"x-vidspec\" at its root; write at least {\"source\": \"<document>\"} there");
  }
  const auto& notes = document["x-vidspec"];
  const auto object = notes.is_object() ? notes.find("object") : notes.end();
  if (is_response(name) && (object == notes.end() || *object != name)) {
    mistakes.add(file_of(name), "/x-vidspec", "does not say which object it is; write \"object\": " + in_quotes(name));
  }
}

void need_quote(const std::string& schema, const RequestRule& rule, MistakeList& mistakes) {
  if (rule.binding.provenance == Provenance::inferred) return;
  const auto pointer = schema_pointer(rule.pointer);
  const std::string what = " (" + rule.id + " is " + std::string(name(rule.binding.provenance)) + ")";
  if (rule.binding.source.doc.empty()) {
    mistakes.add(file_of(schema), pointer, "has no source; write \"source\" in the x-vidspec of the root" + what);
  }
  if (rule.binding.source.quote.empty()) {
    mistakes.add(file_of(schema), pointer, "has no quote; write the words of the document as \"quote\"" + what);
  }
}

/// Finds the properties of an answer that assert something without words of the document for it. Deriving the
/// requirements would stop at the first.
class QuoteReader {
 public:
  QuoteReader(const std::string& schema, const Json& document, MistakeList& mistakes)
      : file_(file_of(schema)), root_(document.value("x-vidspec", Json::object())), mistakes_(mistakes) {}

  void read(const Json& node, const std::string& pointer, int depth) {
    if (!node.is_object() || depth > deepest) return;
    const auto notes = node.value("x-vidspec", Json::object());
    for (const auto* keyword : {"type", "enum", "const"}) {
      if (node.contains(keyword) && depth > 0 && needs_words(notes, keyword)) {
        mistakes_.add(file_, pointer,
                      "has no quote for its " + std::string(keyword) +
                          "; write the document's words as \"quote\" in its x-vidspec");
        break;
      }
    }
    const auto properties = node.find("properties");
    if (properties == node.end()) return;
    for (const auto& [member, schema] : properties->items()) {
      read(schema, pointer_append(pointer + "/properties", member), depth + 1);
    }
  }

 private:
  auto needs_words(const Json& notes, const char* assertion) const -> bool {
    const Json* entry = nullptr;
    for (const auto* where : {&notes, &root_}) {
      for (const auto* key : {assertion, "type"}) {
        if (entry == nullptr && where->contains(key)) entry = &where->at(key);
      }
    }
    if (entry == nullptr) return false;
    if (entry->is_object() && entry->contains("quote")) return false;
    const auto word = entry->is_object() ? entry->value("provenance", std::string()) : entry->get<std::string>();
    return word != "inferred" && notes.value("quote", std::string()).empty();
  }

  std::string file_;
  Json root_;
  MistakeList& mistakes_;
};

}  // namespace

auto describe_member(const Json& schema, std::string_view pointer) -> const Json* {
  const Json* node = &schema;
  std::size_t begin = 0;
  for (int depth = 0; depth < deepest; ++depth) {
    for (int hops = 0; hops < deepest && node->is_object() && node->contains("$ref"); ++hops) {
      const auto& target = (*node)["$ref"];
      const auto* text = target.is_string() ? target.get_ptr<const std::string*>() : nullptr;
      node =
          text != nullptr && text->starts_with("#") ? find_pointer(schema, std::string_view(*text).substr(1)) : nullptr;
      if (node == nullptr) return nullptr;
    }
    if (begin >= pointer.size()) return node;
    const auto end = std::min(pointer.find('/', begin + 1), pointer.size());
    const auto step = std::string(pointer.substr(begin, end - begin));
    const auto* next = find_pointer(*node, "/properties" + step);
    if (next == nullptr && node->is_object() && node->contains("items")) next = find_pointer(*node, "/items");
    if (next == nullptr) return nullptr;
    node = next;
    begin = end;
  }
  return nullptr;
}

auto schema_pointer(std::string_view pointer) -> std::string {
  std::string result;
  std::size_t begin = 0;
  while (begin < pointer.size()) {
    const auto end = std::min(pointer.find('/', begin + 1), pointer.size());
    const auto step = pointer.substr(begin, end - begin);
    result += step == "/*" ? "/items" : "/properties" + std::string(step);
    begin = end;
  }
  return result;
}

void check_annotations(const Profile& profile, MistakeList& mistakes) {
  for (const auto& [name, document] : profile.schemas) {
    if (!is_used(profile, name)) {
      mistakes.add(file_of(name), "", "is used by no operation; name it in profile.json or remove it");
    }
    check_root(name, document, mistakes);
    AnnotationReader(profile, name, mistakes).read(document, "", 0);
  }
  if (!mistakes.empty()) return;
  for (const auto& [name, document] : profile.schemas) {
    if (is_response(name)) {
      QuoteReader(name, document, mistakes).read(document, "", 0);
      continue;
    }
    for (const auto& rule : request_rules(profile, name)) need_quote(name, rule, mistakes);
  }
}

}  // namespace vidspec::core
