#pragma once

#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/schema.h"
#include "core/schema/pattern.h"
#include "core/schema/values.h"

namespace vidspec::core::schema {

inline constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// What a document's `$schema` turns on.
struct Dialect {
  bool draft7 = false;
  bool applicator = true;
  bool unevaluated = true;
  bool validation = true;
  bool formats_assert = false;
};

struct Node;

/// A schema with a base URI of its own: a document, or a part of one that has an `$id`.
struct Resource {
  std::string uri;       ///< without fragment; empty for a document without a name
  std::string document;  ///< what goes before the pointers of errors: empty, or the URI of a foreign document and `#`
  Dialect dialect;
  const Json* root = nullptr;
  std::map<std::string, const Json*, std::less<>> anchors;
  std::map<std::string, const Json*, std::less<>> dynamic_anchors;
  std::map<std::string, const Node*, std::less<>> dynamic_nodes;  ///< the same, compiled
};

/// A member that `properties` or `required` names, or both.
struct Member {
  std::string name;
  const Node* schema = nullptr;
  bool required = false;
};

struct NumberRules {
  const Json* minimum = nullptr;
  const Json* maximum = nullptr;
  const Json* exclusive_minimum = nullptr;
  const Json* exclusive_maximum = nullptr;
  const Json* multiple_of = nullptr;
};

struct StringRules {
  std::size_t min_length = 0;
  std::size_t max_length = unlimited;
  std::unique_ptr<const Pattern> pattern;
  bool (*format)(std::string_view) = nullptr;
};

struct ArrayRules {
  std::size_t min_items = 0;
  std::size_t max_items = unlimited;
  bool unique = false;
  std::vector<const Node*> prefix;
  const Node* rest = nullptr;
  const Node* contains = nullptr;
  std::size_t min_contains = 1;
  std::size_t max_contains = unlimited;
};

struct ObjectRules {
  std::size_t min_members = 0;
  std::size_t max_members = unlimited;
  std::vector<Member> members;  ///< by name
  std::vector<std::pair<std::unique_ptr<const Pattern>, const Node*>> patterns;
  const Node* additional = nullptr;
  const Node* names = nullptr;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent_required;
  std::vector<std::pair<std::string, const Node*>> dependent_schemas;
};

struct LogicRules {
  const Node* ref = nullptr;
  const Node* dynamic_ref = nullptr;  ///< where it leads without a dynamic scope
  std::string dynamic_anchor;         ///< empty where dynamic_ref is an ordinary reference
  std::vector<const Node*> all;
  std::vector<const Node*> any;
  std::vector<const Node*> one;
  const Node* negated = nullptr;
  const Node* condition = nullptr;
  const Node* then = nullptr;
  const Node* otherwise = nullptr;
};

/// One compiled schema. What a keyword does not ask for costs a null check.
struct Node {
  TypeMask types = any_type;
  bool never = false;  ///< the schema `false`
  bool plain = true;   ///< nothing but types and never
  const Json* constant = nullptr;
  const Json::array_t* values = nullptr;  ///< enum
  std::unique_ptr<NumberRules> number;
  std::unique_ptr<StringRules> string;
  std::unique_ptr<ArrayRules> array;
  std::unique_ptr<ObjectRules> object;
  std::unique_ptr<LogicRules> logic;
  const Node* unevaluated_items = nullptr;
  const Node* unevaluated_members = nullptr;

  const Resource* resource = nullptr;
  const Json* source = nullptr;
  std::string pointer;  ///< of this schema in its document
  std::string keyword;  ///< that this schema is a value of
};

}  // namespace vidspec::core::schema

namespace vidspec::core {

/// The compiled form: nodes that point at each other and into the documents, which it keeps alive.
struct Schema::Program {
  std::vector<std::shared_ptr<const Json>> documents;
  std::deque<schema::Resource> resources;
  std::deque<schema::Node> nodes;
  const schema::Node* root = nullptr;
  bool dynamic = false;  ///< some reference depends on the dynamic scope
};

}  // namespace vidspec::core
