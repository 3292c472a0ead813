#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace vidspec::mock {

// What the schema of an answer says about its members, as far as an answer is made from it.

auto allows(const core::Json& schema, std::string_view type) -> bool;
auto allows_number(const core::Json& schema) -> bool;
auto is_required(const core::Json& schema, const std::string& name) -> bool;

/// Members as documentation shows them: in the order of `required`, then the rest by name.
auto members_in_order(const core::Json& schema) -> std::vector<std::string>;

}  // namespace vidspec::mock
