#pragma once

#include "core/evidence.h"
#include "core/json.h"

namespace vidspec::conformance {

/// One entry of a HAR file as an exchange; `t_ms` is in unix milliseconds where the entry is not ours. With `ours`,
/// what HAR has no place for is taken from its member `_vidspec`. Throws std::exception for a member of a wrong type.
auto exchange_of_entry(const core::Json& entry, bool ours) -> core::Exchange;

}  // namespace vidspec::conformance
