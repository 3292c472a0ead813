#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/schema.h"

namespace vidspec::core {

/// A text and what to call it in messages.
struct NamedText {
  std::string name;
  std::string_view text;
};

/// What `vidspec schema validate` does: judges a JSON text by a schema text, strictly. Throws InputError where one of
/// them is not JSON (line and column) or the schema is not sound (pointer).
auto validate_text(const NamedText& schema, const NamedText& json, bool assert_formats) -> std::vector<Violation>;

/// One line: `pointer keyword: expected …, actual … (schema pointer)`. Control characters are escaped.
auto describe(const Violation& violation) -> std::string;

}  // namespace vidspec::core
