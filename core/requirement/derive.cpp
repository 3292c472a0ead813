#include <array>
#include <set>

#include "core/error.h"
#include "core/profile.h"
#include "core/requirement/site.h"
#include "core/schema/words.h"
#include "core/text.h"

namespace vidspec::core {

namespace {

using Keywords = std::span<const std::string_view>;

constexpr std::array<std::string_view, 5> objects = {"task", "error", "list", "deleted", "character"};
constexpr std::size_t max_requirements = 10'000;

constexpr std::array<std::string_view, 1> type_keyword = {"type"};
constexpr std::array<std::string_view, 1> enum_keyword = {"enum"};
constexpr std::array<std::string_view, 1> const_keyword = {"const"};
constexpr std::array<std::string_view, 5> null_keywords = {"type", "enum", "const", "anyOf", "oneOf"};
// Whatever else asserts; structure (properties, required, items, allOf, $ref) is walked instead.
constexpr std::array<std::string_view, 17> other_keywords = {"pattern",
                                                             "format",
                                                             "uniqueItems",
                                                             "contains",
                                                             "minContains",
                                                             "maxContains",
                                                             "prefixItems",
                                                             "patternProperties",
                                                             "propertyNames",
                                                             "additionalProperties",
                                                             "anyOf",
                                                             "oneOf",
                                                             "not",
                                                             "if",
                                                             "then",
                                                             "else",
                                                             "dependentRequired"};

/// Derives the requirements of one object from its schema.
class Deriver {
 public:
  Deriver(const Profile& profile, const std::string& name, const Json& document,
          std::vector<FieldRequirement>& requirements)
      : profile_(profile),
        object_(name),
        file_(name + ".schema.json"),
        document_(document),
        reader_(document, file_),
        requirements_(requirements) {}

  void run() {
    const Site root = reader_.root();
    root_ = root.notes;
    if (const Json* pointer = root_.find("root"); pointer != nullptr && pointer->is_string())
      root_pointer_ = pointer->get<std::string>();
    walk(root);
  }

 private:
  void walk(const Site& site) {
    const bool above_root = site.pointer.size() < root_pointer_.size() && root_pointer_.starts_with(site.pointer + "/");
    if (!above_root) derive(site);
    for (Site& child : reader_.children(site)) {
      rename(child);
      walk(child);
    }
    if (const auto elements = reader_.elements(site)) walk(*elements);
  }

  /// Ids begin at the root and use canonical names where the manifest has them.
  void rename(Site& site) const {
    if (site.pointer == root_pointer_) site.title.clear();
    if (object_ != "task") return;
    for (const auto& [canonical, mapped] : profile_.fields) {
      if (mapped == site.pointer) {
        site.title = canonical;
        return;
      }
    }
  }

  void derive(const Site& site) {
    const bool nullable = is_nullable(site);
    const bool typed = !SiteReader::collect(site, type_keyword).empty();
    if (site.required && nullable)
      add(site, Assertion::nullable_absent, "present", "a member, null where it has no value");
    if (site.required && !nullable) add(site, Assertion::present, "present", "a member");
    if (typed && !nullable && !site.element && site.pointer != root_pointer_)
      add(site, Assertion::null, "null", "a value that is not null");
    if (!is_typed_element(site)) add_schema(site, Assertion::type, type_keyword);
    add_schema(site, Assertion::enum_, enum_keyword);
    add_schema(site, Assertion::const_, const_keyword);
    add_schema(site, Assertion::range, schema::range_keywords);
    add_schema(site, Assertion::format, other_keywords);
  }

  /// Elements add no step to an id, so their type is part of the array's own type.
  static auto is_typed_element(const Site& site) -> bool {
    return site.element && !SiteReader::collect(*site.enclosing, type_keyword).empty();
  }

  auto is_nullable(const Site& site) const -> bool {
    auto keywords = SiteReader::collect(site, null_keywords);
    return !keywords.empty() && compile(site, schema_of(std::move(keywords))).accepts(nullptr);
  }

  void add_schema(const Site& site, Assertion assertion, Keywords wanted) {
    auto keywords = SiteReader::collect(site, wanted);
    if (keywords.empty()) return;
    std::string expected = words_of(keywords);
    if (assertion == Assertion::type) add_element_type(site, keywords, expected);
    add(site, assertion, name(assertion), elide(expected, schema::max_words));
    requirements_.back().schema = compile(site, schema_of(std::move(keywords)));
  }

  void add_element_type(const Site& site, std::vector<Json>& keywords, std::string& expected) const {
    const auto elements = reader_.elements(site);
    auto types = elements ? SiteReader::collect(*elements, type_keyword) : std::vector<Json>{};
    if (types.empty()) return;
    expected += ", each element " + words_of(types);
    add_element_type(*elements, types, expected);
    keywords.push_back(Json{{"items", all_of(std::move(types))}});
  }

  static auto all_of(std::vector<Json> schemas) -> Json {
    return schemas.size() == 1 ? std::move(schemas[0]) : Json{{"allOf", std::move(schemas)}};
  }

  /// A schema of nothing but those keywords, with what they may refer to.
  auto schema_of(std::vector<Json> keywords) const -> Json {
    Json schema = all_of(std::move(keywords));
    for (const char* shared : {"$schema", "$defs", "definitions"}) {
      if (const auto found = document_.find(shared); found != document_.end()) schema[shared] = *found;
    }
    return schema;
  }

  auto compile(const Site& site, const Json& schema) const -> Schema {
    try {
      return Schema::compile(schema, {.name = file_, .assert_formats = true});
    } catch (const InputError& error) {
      throw InputError(file_, site.notes.pointer, "cannot be judged by itself: " + error.message());
    }
  }

  static auto words_of(const std::vector<Json>& keywords) -> std::string {
    std::string words;
    for (const Json& part : keywords) {
      for (const auto& [keyword, value] : part.items()) {
        words.append(words.empty() ? "" : " and ").append(schema::expected_words(keyword, value));
      }
    }
    return words;
  }

  void add(const Site& site, Assertion assertion, std::string_view noted_as, std::string expected) {
    FieldRequirement requirement;
    requirement.id = object_ + (site.title.empty() ? "" : "." + site.title) + "." + std::string(name(assertion));
    requirement.object = object_;
    requirement.pointer = site.pointer;
    requirement.assertion = assertion;
    requirement.expected = std::move(expected);
    requirement.binding =
        bind_assertion(noted_as, {site.notes, site.enclosing == nullptr ? root_ : site.enclosing->notes, root_}, file_);
    // Nearly every server leaves out what is null, and stock clients survive it.
    if (assertion == Assertion::nullable_absent && requirement.binding.level == Level::must)
      requirement.binding.level = Level::should;
    if (!ids_.insert(requirement.id).second) {
      throw InputError(file_, site.notes.pointer,
                       "would be a second requirement " + requirement.id + "; rename it in \"fields\"");
    }
    if (requirements_.size() >= max_requirements) throw InputError(file_, "", "has more than 10000 requirements");
    requirements_.push_back(std::move(requirement));
  }

  const Profile& profile_;
  std::string object_;
  std::string file_;
  const Json& document_;
  SiteReader reader_;
  std::vector<FieldRequirement>& requirements_;
  Notes root_;
  std::string root_pointer_;
  std::set<std::string> ids_;
};

}  // namespace

auto derive_requirements(const Profile& profile) -> std::vector<FieldRequirement> {
  std::vector<FieldRequirement> requirements;
  for (const std::string_view object : objects) {
    const auto found = profile.schemas.find(std::string(object));
    if (found != profile.schemas.end()) Deriver(profile, found->first, found->second, requirements).run();
  }
  return requirements;
}

}  // namespace vidspec::core
