#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/schema/documents.h"
#include "core/schema/keywords.h"

namespace vidspec::core::schema {

/// Makes nodes of schemas. Works off a queue, so that no document can exhaust a stack.
class Compiler {
 public:
  Compiler(Schema::Program& program, const SchemaOptions& options)
      : program_(program), options_(options), documents_(program, options) {}

  /// Compiles everything that the document holds or refers to. Throws InputError.
  void run(std::shared_ptr<const Json> document);

  /// The node of a schema that stands in a keyword's value, or that a reference leads to; filled in later.
  auto node(const Json& schema) -> const Node*;
  /// What the reference in `at` leads to.
  auto follow(const Occurrence& at) -> Target;
  /// Throws InputError at the keyword, or below it.
  [[noreturn]] void refuse(const Occurrence& at, const std::string& message, std::string_view below = "") const;
  void needs_dynamic_scope() { program_.dynamic = true; }
  [[nodiscard]] auto options() const -> const SchemaOptions& { return options_; }

 private:
  void fill(Node& node);
  void link_dynamic_anchors();
  void refuse_endless_references() const;

  Schema::Program& program_;
  const SchemaOptions& options_;
  Documents documents_;
  std::unordered_map<const Json*, Node*> nodes_;
  std::deque<Node*> open_;
};

}  // namespace vidspec::core::schema
