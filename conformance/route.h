#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"

namespace vidspec::conformance {

/// Which operation of a profile a request line is.
struct Route {
  const core::OperationSpec* spec = nullptr;  ///< nullptr: none of the profile's
  std::string id;                             ///< the decoded `{id}`, or empty
};

/// Finds operations by method, path and query.
class Router {
 public:
  /// With a base URL only requests below it match. Without (recorded traffic) any origin and any prefix before the
  /// profile's base path do. The profile must outlive the router.
  Router(const core::Profile& profile, std::string_view base_url);

  /// HEAD counts as GET. Where several templates match, the one with the most literal steps wins.
  [[nodiscard]] auto match(std::string_view method, std::string_view url) const -> Route;

 private:
  struct Template {
    const core::OperationSpec* spec;
    std::vector<std::string> steps;
  };
  [[nodiscard]] auto match_steps(std::string_view method, const std::vector<std::string>& steps,
                                 std::string_view query) const -> Route;

  std::string origin_;
  std::vector<std::string> base_;  // steps of the base URL's or profile's path
  std::vector<Template> templates_;
};

/// The steps of a still encoded path, decoded, without empty ones.
auto path_steps(std::string_view path) -> std::vector<std::string>;

}  // namespace vidspec::conformance
