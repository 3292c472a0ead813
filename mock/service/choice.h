#pragma once

#include <optional>

#include "core/profile.h"
#include "mock/service/body.h"
#include "mock/task.h"

namespace vidspec::mock {

/// What no schema can say: whether the model exists, offers that size, and whether an input image fits. `task` has the
/// model, the size and the pixels of the request.
auto judge_choice(const core::Profile& profile, const Hints& hints, const Body& body, const Task& task)
    -> std::optional<ApiError>;

}  // namespace vidspec::mock
