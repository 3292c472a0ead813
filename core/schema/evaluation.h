#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/program.h"

namespace vidspec::core::schema {

/// The way to a value, kept on the stack and written out only for a violation.
struct Path {
  const Path* parent = nullptr;
  const std::string* member = nullptr;  ///< nullptr for an element, or at the root
  std::size_t index = 0;
};

/// The JSON pointer of a way.
auto pointer_of(const Path& path) -> std::string;

/// Which members or elements of one value some keyword has looked at, by position.
class Marks {
 public:
  explicit Marks(std::size_t size) : seen_(size, false) {}
  void add(std::size_t position) { seen_[position] = true; }
  void add_all() { all_ = true; }
  void add(const Marks& other);
  [[nodiscard]] auto has(std::size_t position) const -> bool { return all_ || seen_[position]; }
  [[nodiscard]] auto has_all() const -> bool { return all_; }

 private:
  bool all_ = false;
  std::vector<bool> seen_;
};

/// One judgement of one value: either quick, ending at the first violation, or collecting all of them.
class Evaluation {
 public:
  /// `found` takes the violations, at most `most`; nullptr asks only whether there is one.
  Evaluation(const Schema::Program& program, std::vector<Violation>* found, std::size_t most)
      : program_(program), found_(found), most_(most) {}

  /// Whether the value is valid.
  auto judge(const Json& value) -> bool;

 private:
  struct Scope {
    const Scope* outer;
    const Resource* resource;
  };

  auto check(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_keywords(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_number(const Node& node, const Json& value, const Path& path) -> bool;
  auto check_string(const Node& node, const Json& value, const Path& path) -> bool;
  auto check_array(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_elements(const Node& node, const Json::array_t& array, const Path& path, Marks* marks) -> bool;
  auto check_contains(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_object(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_members(const Node& node, const Json::object_t& object, const Path& path, Marks* marks) -> bool;
  auto check_other_member(const ObjectRules& rules, bool known, const std::string& name, const Json& value,
                          const Path& path, bool& looked_at) -> bool;
  auto check_dependencies(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_logic(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_references(const LogicRules& logic, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_alternatives(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  auto check_unevaluated(const Node& node, const Json& value, const Path& path, Marks& marks) -> bool;

  /// Asks without reporting anything; marks count only when it matches.
  auto matches(const Node& node, const Json& value, const Path& path, Marks* marks) -> bool;
  [[nodiscard]] auto dynamic_target(const LogicRules& logic) const -> const Node&;
  auto explain(const std::vector<const Node*>& nodes, const Json& value, const Path& path) -> std::string;

  /// Reports a violated keyword; true when the judgement may end here.
  auto stop(const Node& node, std::string_view keyword, const Path& path, const Json& value) -> bool;
  auto stop(const Node& node, std::string_view keyword, const Path& path, std::string expected, std::string actual)
      -> bool;
  auto stop_never(const Node& node, const Path& path, const Json& value) -> bool;
  [[nodiscard]] auto stopped() const -> bool { return gave_up_ || found_ == nullptr || found_->size() >= most_; }

  const Schema::Program& program_;
  std::vector<Violation>* found_;
  std::size_t most_;
  const Scope* scope_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t steps_ = 0;
  bool gave_up_ = false;
  bool explaining_ = false;
};

}  // namespace vidspec::core::schema
