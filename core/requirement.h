#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema.h"

namespace vidspec::core {

struct Profile;

/// How strongly a requirement binds.
enum class Level { must, should, may };
auto name(Level level) -> std::string_view;  ///< "must", "should", "may"
auto parse_level(std::string_view name) -> std::optional<Level>;

/// Where a requirement comes from; the level follows from it (docs: dialects).
enum class Provenance { required, typed, prose, example, inferred };
auto name(Provenance provenance) -> std::string_view;
auto parse_provenance(std::string_view name) -> std::optional<Provenance>;

/// The level that a provenance gives when a profile names no other: required, typed → must; the others → should.
auto default_level(Provenance provenance) -> Level;

/// Where a requirement is stated, word for word.
struct Source {
  std::string doc;    ///< id of one of the profile's documents
  std::string quote;  ///< the words of the document, in its own language; empty only for inferred requirements
};

/// What binds and why.
struct Binding {
  Level level = Level::should;
  Provenance provenance = Provenance::inferred;
  Source source;
};

/// What is asserted of one field.
enum class Assertion { present, nullable_absent, null, type, enum_, const_, range, format };
auto name(Assertion assertion) -> std::string_view;  ///< "present", "nullable-absent", "null", "type", "enum", …

/// One requirement on one documented field of one response object, derived from a profile's schema.
struct FieldRequirement {
  std::string id;       ///< `<object>.<path>.<assertion>`, e.g. "task.error.code.type"
  std::string object;   ///< "task", "error", "list", "deleted", "character"
  std::string pointer;  ///< JSON pointer from the object's root; a `*` step stands for every array element
  Assertion assertion = Assertion::type;
  Binding binding;
  std::string expected;          ///< in words, e.g. "a string", `one of "queued", "completed"`
  std::optional<Schema> schema;  ///< the asserted keywords alone; none for present, nullable-absent and null
};

/// Every field requirement of a profile, in schema order. Throws InputError for a schema that cannot be derived from.
auto derive_requirements(const Profile& profile) -> std::vector<FieldRequirement>;

/// One judgement of one requirement on one value.
struct FieldOutcome {
  const FieldRequirement* requirement = nullptr;
  bool holds = false;
  std::string pointer;          ///< from the root handed in, with array indices; empty when the requirement holds
  const Json* value = nullptr;  ///< the judged value; nullptr where the member is absent
  std::string actual;           ///< in words, e.g. `"processing"`, `missing`; empty when the requirement holds
};

/// Judges every requirement of `object` on one instance of it; `root` is the whole document that carries the object
/// (for `error` the HTTP body), a pointer's `*` meets every element. Not called where there is no subject: an absent
/// member is judged for presence only, presence only where the parent is an object, and a type failure silences enum,
/// const, range and format of the same value. `requirements` are those of derive_requirements, in that order.
void judge_fields(std::span<const FieldRequirement> requirements, std::string_view object, const Json& root,
                  const std::function<void(const FieldOutcome&)>& each);

}  // namespace vidspec::core
