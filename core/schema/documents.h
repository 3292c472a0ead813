#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/schema/program.h"

namespace vidspec::core::schema {

/// Where a schema stands: its resource, its pointer in the document, the keyword that it is a value of.
struct Place {
  Resource* resource = nullptr;
  std::string pointer;
  std::string keyword;
};

/// What a reference leads to.
struct Target {
  const Json* schema = nullptr;
  std::string dynamic_anchor;  ///< not empty where it was found by the name of a $dynamicAnchor
};

/// All documents that a schema needs, scanned for what can be referred to. Fetches nothing from a network.
class Documents {
 public:
  Documents(Schema::Program& program, const SchemaOptions& options) : program_(program), options_(options) {}

  /// Takes in a document that was found at `uri` (may be empty) and gives its root. Throws InputError.
  auto add(std::shared_ptr<const Json> document, const std::string& uri, const Dialect& inherited) -> const Json*;
  /// The place of a schema that a scan has met.
  [[nodiscard]] auto place(const Json* schema) const -> const Place&;
  /// What a reference at `from` leads to, loading its document. Throws InputError where that is nowhere.
  auto follow(const Place& from, std::string_view keyword, std::string_view reference) -> Target;
  /// The dialect of schemas that do not say theirs.
  auto default_dialect() -> Dialect;

 private:
  struct Open {
    const Json* schema;
    Resource* resource;
    std::string pointer;
    std::string keyword;
  };

  void scan(Open start);
  void scan_identifiers(Open& open);
  void identify(Open& open, const std::string& id);
  auto resource_at(const Place& from, std::string_view keyword, const std::string& uri) -> Resource*;
  auto walk(const Resource& resource, std::string_view pointer) -> const Json*;
  auto dialect_of(std::string uri, const Open& at, int depth) -> Dialect;
  [[nodiscard]] auto load(const std::string& uri) const -> std::shared_ptr<const Json>;

  Schema::Program& program_;
  const SchemaOptions& options_;
  std::unordered_map<const Json*, Place> places_;
  std::map<std::string, Resource*, std::less<>> by_uri_;
};

/// Throws InputError for a mistake at a pointer of a resource's document.
[[noreturn]] void refuse(const SchemaOptions& options, const Resource& resource, const std::string& pointer,
                         const std::string& message);

}  // namespace vidspec::core::schema
