#pragma once

#include "core/profile.h"

namespace vidspec::core {

/// Fills a profile from a manifest that schemas/profile.schema.json accepts. What the manifest leaves out gets its
/// default.
void parse_manifest(const Json& manifest, Profile& profile);

}  // namespace vidspec::core
