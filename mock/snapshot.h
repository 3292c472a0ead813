#pragma once

#include "core/json.h"
#include "core/lifecycle.h"
#include "mock/scenario/library.h"
#include "mock/service.h"

namespace vidspec::mock {

/// A course as data: every member of core::Course by its name, spans in milliseconds.
auto course_json(const core::Course& course) -> core::Json;

/// Everything that a mock knows of its tasks, characters and keys (identities, never keys), as one JSON object.
auto export_state(Service& service, core::Instant now) -> core::Json;

/// Replaces tasks and characters by those of an exported state. Throws core::InputError with a pointer, and then has
/// changed nothing. Scenarios of tasks that are not known any more are left out.
void import_state(const core::Json& state, Service& service, Library& library);

}  // namespace vidspec::mock
