#pragma once

#include <string>
#include <string_view>

namespace vidspec::core::schema {

/// A URI reference in its parts (RFC 3986 §3); a part that is not there is empty, its `has_` false.
struct Uri {
  std::string_view scheme, authority, path, query, fragment;
  bool has_authority = false, has_query = false, has_fragment = false;
};
auto parse_uri(std::string_view text) -> Uri;

/// `reference` as seen from `base` (RFC 3986 §5.2). An empty base leaves a relative reference as it is.
auto resolve_uri(std::string_view base, std::string_view reference) -> std::string;

/// Everything before the `#`.
auto without_fragment(std::string_view uri) -> std::string_view;

}  // namespace vidspec::core::schema
