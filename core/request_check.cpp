#include "core/request_check.h"

#include <algorithm>
#include <array>

#include "core/headers.h"
#include "core/profile/check.h"
#include "core/schema/words.h"

namespace vidspec::core {

namespace {

constexpr std::array<std::string_view, 3> format_keywords = {"pattern", "format", "uniqueItems"};

auto assertion_of(std::string_view keyword) -> Assertion {
  if (keyword == "required") return Assertion::present;
  if (keyword == "type") return Assertion::type;
  if (keyword == "enum") return Assertion::enum_;
  if (keyword == "const") return Assertion::const_;
  const bool range =
      std::find(schema::range_keywords.begin(), schema::range_keywords.end(), keyword) != schema::range_keywords.end();
  return range ? Assertion::range : Assertion::format;
}

auto member_or(const Json& object, const char* key, const Json& otherwise) -> Json {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : otherwise;
}

auto text_of(const Json& object, const char* key, const std::string& otherwise = {}) -> std::string {
  const auto value = member_or(object, key, otherwise);
  return value.is_string() ? value.get<std::string>() : otherwise;
}

auto annotation(const Json& schema) -> Json {
  const auto notes = member_or(schema, "x-vidspec", Json::object());
  return notes.is_object() ? notes : Json::object();
}

// The member names of an instance pointer; array indexes are no step of an id.
auto rule_id(std::string_view schema, std::string_view pointer, Assertion assertion) -> std::string {
  std::string id(schema);
  std::size_t begin = 1;
  while (begin <= pointer.size() && !pointer.empty()) {
    const auto end = std::min(pointer.find('/', begin), pointer.size());
    const auto step = pointer.substr(begin, end - begin);
    const bool index =
        !step.empty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!index) id += "." + std::string(step);
    begin = end + 1;
  }
  return id + "." + std::string(name(assertion));
}

class RuleReader {
 public:
  RuleReader(std::string_view schema, const Json& document) : schema_(schema), root_(annotation(document)) {
    cap_ = parse_level(text_of(root_, "rejected")).value_or(Level::should);
    add("", Assertion::type, root_);
    if (document.contains("required") && !document["required"].empty()) add("", Assertion::present, root_);
    read_members(document, "");
  }
  auto take() -> std::vector<RequestRule> { return std::move(rules_); }

 private:
  void read_members(const Json& object, const std::string& pointer) {
    const auto properties = object.value("properties", Json::object());
    for (const auto& needed : object.value("required", Json::array())) {
      const auto member = needed.get<std::string>();
      add(pointer_append(pointer, member), Assertion::present, annotation(properties.value(member, Json::object())));
    }
    for (const auto& [member, schema] : properties.items()) read_member(schema, pointer_append(pointer, member));
  }

  void read_member(const Json& schema, const std::string& pointer) {
    if (!schema.is_object()) return;
    const auto notes = annotation(schema);
    std::vector<Assertion> seen;
    for (const auto& [keyword, value] : schema.items()) {
      const bool plain = keyword == "type" || keyword == "enum" || keyword == "const";
      const bool range = std::find(schema::range_keywords.begin(), schema::range_keywords.end(), keyword) !=
                         schema::range_keywords.end();
      const bool format = std::find(format_keywords.begin(), format_keywords.end(), keyword) != format_keywords.end();
      const auto assertion = assertion_of(keyword);
      if (!(plain || range || format) || std::find(seen.begin(), seen.end(), assertion) != seen.end()) continue;
      seen.push_back(assertion);
      add(pointer, assertion, notes);
    }
    read_members(schema, pointer);
  }

  auto binding(Assertion assertion, const Json& notes) const -> Binding {
    const auto key = std::string(name(assertion));
    const auto* fallback = assertion == Assertion::present ? "present" : "type";
    Json chosen = "inferred";
    for (const auto* where : {&root_, &notes}) {
      if (where->contains(fallback)) chosen = (*where)[fallback];
      if (where->contains(key)) chosen = (*where)[key];
    }
    const Json stated = chosen.is_string() ? Json{{"provenance", chosen}} : chosen;
    const auto provenance = parse_provenance(text_of(stated, "provenance")).value_or(Provenance::inferred);
    const auto level = parse_level(text_of(stated, "level")).value_or(default_level(provenance));
    const auto text = [&](const char* member) {
      return text_of(stated, member, text_of(notes, member, text_of(root_, member)));
    };
    return {level, provenance, {text("source"), text("quote")}};
  }

  void add(const std::string& pointer, Assertion assertion, const Json& notes) {
    const auto binds = binding(assertion, notes);
    rules_.push_back({rule_id(schema_, pointer, assertion), pointer, assertion, binds, std::max(binds.level, cap_)});
  }

  std::string schema_;
  Json root_;
  Level cap_ = Level::should;
  std::vector<RequestRule> rules_;
};

auto below(std::string_view pointer, std::string_view parent) -> bool {
  return pointer.starts_with(parent) && (pointer.size() == parent.size() || pointer[parent.size()] == '/');
}

auto missing_members(const Json& object, const Json& description) -> std::vector<std::string> {
  std::vector<std::string> missing;
  for (const auto& needed : description.value("required", Json::array())) {
    if (object.is_object() && !object.contains(needed.get<std::string>())) missing.push_back(needed.get<std::string>());
  }
  return missing;
}

auto fits(const Json& pattern, const std::string& content_type) -> bool {
  const auto text = pattern.is_string() ? pattern.get<std::string>() : std::string();
  const auto type = media_type(content_type);
  return text == "*/*" || text == type || (text.ends_with("/*") && type.starts_with(text.substr(0, text.size() - 1)));
}

class RequestJudge {
 public:
  RequestJudge(const Profile& profile, std::string_view schema, const Json& body, const std::vector<FilePart>& files)
      : profile_(profile), schema_(schema), body_(body), files_(files) {}

  auto judge() -> std::vector<RequestMistake> {
    const auto document = profile_.schemas.find(schema_);
    if (document == profile_.schemas.end()) return {};
    if (body_.is_null() && files_.empty()) {
      if (!member_or(document->second, "required", Json::array()).empty())
        report("", Assertion::present, "a body", "none");
      return std::move(mistakes_);
    }
    for (const auto& file : files_) judge_file(document->second, file);
    const auto* compiled = profile_.schema(schema_);
    for (const auto& violation : compiled->validate(body_)) {
      if (violation.keyword != "required") {
        add(violation.instance, assertion_of(violation.keyword), violation.expected, violation.actual);
        continue;
      }
      const auto* object = find_pointer(body_, violation.instance);
      const auto* description = describe_member(document->second, violation.instance);
      if (object == nullptr || description == nullptr) continue;
      for (const auto& member : missing_members(*object, *description)) {
        add(pointer_append(violation.instance, member), Assertion::present, "a value", "missing");
      }
    }
    drop_what_a_wrong_type_implies();
    return std::move(mistakes_);
  }

 private:
  void judge_file(const Json& document, const FilePart& file) {
    const auto pointer = pointer_append("", file.name);
    const auto* member = describe_member(document, pointer);
    const auto types = member == nullptr ? Json() : member_or(annotation(*member), "file", Json());
    if (!types.is_array()) {
      report(pointer, Assertion::type, "no file", "a file");
    } else if (std::none_of(types.begin(), types.end(),
                            [&](const Json& type) { return fits(type, file.content_type); })) {
      report(pointer, Assertion::format, "a file of type " + show(types),
             file.content_type.empty() ? "a file without a type" : file.content_type);
    }
  }

  void drop_what_a_wrong_type_implies() {
    const auto types = mistakes_;
    std::erase_if(mistakes_, [&](const RequestMistake& mistake) {
      const auto wrong_type = rule_id(schema_, mistake.pointer, Assertion::type);
      return mistake.id != wrong_type && std::any_of(types.begin(), types.end(), [&](const RequestMistake& other) {
               return other.pointer == mistake.pointer && other.id == wrong_type;
             });
    });
  }

  void add(const std::string& pointer, Assertion assertion, const std::string& expected, const std::string& actual) {
    for (const auto& file : files_) {
      if (below(pointer, pointer_append("", file.name))) return;
    }
    const bool known = std::any_of(mistakes_.begin(), mistakes_.end(), [&](const auto& mistake) {
      return mistake.pointer == pointer && mistake.id == rule_id(schema_, pointer, assertion);
    });
    if (!known) report(pointer, assertion, expected, actual);
  }

  void report(const std::string& pointer, Assertion assertion, const std::string& expected, const std::string& actual) {
    auto id = rule_id(schema_, pointer, assertion);
    const auto* value = find_pointer(body_, pointer);
    if (profile_.ambiguity(id, value) == nullptr) mistakes_.push_back({std::move(id), pointer, expected, actual});
  }

  const Profile& profile_;
  std::string schema_;
  const Json& body_;
  const std::vector<FilePart>& files_;
  std::vector<RequestMistake> mistakes_;
};

}  // namespace

auto request_rules(const Profile& profile, std::string_view schema) -> std::vector<RequestRule> {
  const auto found = profile.schemas.find(std::string(schema));
  return found == profile.schemas.end() ? std::vector<RequestRule>{} : RuleReader(schema, found->second).take();
}

auto request_ids(const Profile& profile) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& [name, document] : profile.schemas) {
    if (!name.ends_with(".request") && !name.ends_with(".query")) continue;
    for (auto& rule : request_rules(profile, name)) ids.push_back(std::move(rule.id));
  }
  return ids;
}

auto check_request(const Profile& profile, std::string_view schema, const Json& body,
                   const std::vector<FilePart>& files) -> std::vector<RequestMistake> {
  return RequestJudge(profile, schema, body, files).judge();
}

auto form_value(const Profile& profile, std::string_view schema, std::string_view field, const std::string& text)
    -> Json {
  const auto document = profile.schemas.find(std::string(schema));
  if (document == profile.schemas.end()) return text;
  const auto* member = describe_member(document->second, pointer_append("", field));
  const auto type = member == nullptr ? Json() : member_or(*member, "type", Json());
  if (type.is_null() || type == "string") return text;
  const auto parsed = parse_json(text);
  return parsed && !parsed.value->is_string() ? *parsed.value : Json(text);
}

}  // namespace vidspec::core
