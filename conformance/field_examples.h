#pragma once

#include <optional>
#include <string>

#include "core/profile.h"
#include "core/requirement.h"

namespace vidspec::conformance {

/// A value that violates one assertion on a member whose schema is `member` and no other assertion on it; nothing
/// where the violation is that the member is not there.
auto wrong_value(core::Assertion assertion, const core::Json& member) -> std::optional<core::Json>;

/// A value that a member of this schema may have.
auto right_value(const core::Json& member) -> core::Json;

/// Two JSON texts for `vidspec explain`: one that holds a field requirement and one that does not.
struct FieldExamples {
  std::string conforming, violating;
};
auto field_examples(const core::Profile& profile, const core::FieldRequirement& requirement) -> FieldExamples;

}  // namespace vidspec::conformance
