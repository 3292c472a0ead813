#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/requirement/notes.h"

namespace vidspec::core {

/// A place in an object: every schema that judges it, and what is said about it.
struct Site {
  std::string pointer;  ///< in the object; `*` for elements
  std::string title;    ///< as ids write it
  std::vector<const Json*> parts;
  Notes notes;
  const Site* enclosing = nullptr;
  bool required = false;
  bool element = false;
  std::size_t depth = 0;
};

/// Reads the sites of one schema document; follows `allOf` and references within it. Everything throws InputError.
class SiteReader {
 public:
  SiteReader(const Json& document, std::string file) : document_(document), file_(std::move(file)) {}

  auto root() const -> Site;
  /// The members that some schema of the site describes or requires, by name. Titles are wire names.
  auto children(const Site& site) const -> std::vector<Site>;
  /// The elements of an array, unless they are judged as objects of their own.
  auto elements(const Site& site) const -> std::optional<Site>;
  /// The wanted keywords of every schema of the site that has some, one object each.
  static auto collect(const Site& site, std::span<const std::string_view> wanted) -> std::vector<Json>;

 private:
  auto parts_of(const Json& schema, const std::string& pointer) const -> std::vector<const Json*>;
  auto follow(const std::string& reference, const std::string& pointer) const -> const Json&;
  auto below(const Site& site, const std::string& steps) const -> Site;
  void add_parts(Site& site, const Json& schema) const;

  const Json& document_;
  std::string file_;
};

}  // namespace vidspec::core
