#pragma once

#include <string>
#include <string_view>

#include "core/json.h"
#include "core/requirement.h"

namespace vidspec::core {

/// The `x-vidspec` annotation of one schema, and where it stands.
struct Notes {
  const Json* members = nullptr;  ///< the annotation; nullptr where there is none
  std::string pointer;            ///< of the schema that carries it

  /// A member of the annotation, or nullptr.
  [[nodiscard]] auto find(std::string_view name) const -> const Json*;
};

/// Whose annotations bind a requirement, from the nearest to the farthest.
struct NotesInReach {
  const Notes& own;
  const Notes& enclosing;  ///< of the object whose `required` lists the member
  const Notes& root;
};

/// The binding of one assertion ("present", "type", "null", "enum" …). Throws InputError (`file`, pointer) for an
/// unknown word, a missing provenance, and a missing quote of what is not inferred.
auto bind_assertion(std::string_view assertion, const NotesInReach& notes, const std::string& file) -> Binding;

}  // namespace vidspec::core
