#pragma once

#include <string>
#include <vector>

#include "core/profile.h"

namespace vidspec::core {

/// Collects mistakes of one profile folder.
class MistakeList {
 public:
  void add(std::string file, std::string pointer, std::string message) {
    mistakes_.push_back({std::move(file), std::move(pointer), std::move(message)});
  }
  /// A mistake in profile.json.
  void add(std::string pointer, std::string message) { add("profile.json", std::move(pointer), std::move(message)); }
  [[nodiscard]] auto empty() const -> bool { return mistakes_.empty(); }
  auto take() -> std::vector<ProfileMistake> { return std::move(mistakes_); }

 private:
  std::vector<ProfileMistake> mistakes_;
};

/// What the manifest says that its own schema cannot judge: names that must exist elsewhere, words, units, prices. The
/// profile is parsed and its schemas are compiled; `manifest` is the text it came from.
void check_manifest(const Json& manifest, const Profile& profile, MistakeList& mistakes);

/// What the JSON Schemas say beyond being schemas: the `x-vidspec` annotations, object names, sources and quotes.
void check_annotations(const Profile& profile, MistakeList& mistakes);

/// Requests against request schemas: the default create body, and every documented model, size and length in it.
void check_requests(const Profile& profile, MistakeList& mistakes);

/// The part of a schema that describes the member at an instance pointer ("/error/code"), through `properties`, `items`
/// and local references; nullptr where the schema does not name it.
auto describe_member(const Json& schema, std::string_view pointer) -> const Json*;

/// The same place as a JSON pointer into the schema ("/properties/error/properties/code").
auto schema_pointer(std::string_view pointer) -> std::string;

/// Whether a word has the form of a check id: `area.subject` or `area.subject.assertion`, lower case, digits, `_` and
/// `-`.
auto is_check_id(std::string_view id) -> bool;

}  // namespace vidspec::core
