#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace vidspec::core {

/// One violated keyword.
struct Violation {
  std::string instance;  ///< JSON pointer into the judged value
  std::string schema;    ///< JSON pointer into the schema document, up to and with the keyword
  std::string keyword;   ///< "required", "type", "enum", …
  std::string expected;  ///< in words, e.g. `one of "queued", "completed"`
  std::string actual;    ///< in words, e.g. `"processing"`, `missing`
};

/// How a schema is compiled.
struct SchemaOptions {
  /// Names the document in errors.
  std::string name = "schema";
  /// Unknown keywords are an error; keywords that begin with `x-` are annotations. The official suite needs `false`.
  bool strict = true;
  /// The dialect of a document without `$schema`, as `$schema` would name it; empty: 2020-12.
  std::string dialect = {};
  /// Whether `format` asserts (date-time, uri, …) or only annotates.
  bool assert_formats = false;
  /// Gives other documents by absolute URI (no fragment); nullptr where there is none. Default: none.
  std::function<std::shared_ptr<const Json>(std::string_view uri)> resolve;
};

/// A compiled JSON Schema, 2020-12 or (by `$schema`) draft-07. Immutable, cheap to copy, safe to share between threads.
class Schema {
 public:
  /// Throws InputError (file = options.name, pointer into the schema) for an unknown keyword, a wrong keyword value, a
  /// pattern that RE2 refuses, a reference to nowhere.
  static auto compile(const Json& document, const SchemaOptions& options = {}) -> Schema;

  /// All violations, in document order; empty means valid. Never throws, bounded in depth.
  [[nodiscard]] auto validate(const Json& instance) const -> std::vector<Violation>;

  /// Faster than validate().empty(): stops at the first violation.
  [[nodiscard]] auto accepts(const Json& instance) const -> bool;

  struct Program;

 private:
  explicit Schema(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace vidspec::core
