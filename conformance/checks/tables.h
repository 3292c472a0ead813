#pragma once

#include <span>

#include "conformance/check.h"

namespace vidspec::conformance::checks {

// One table per file of this folder; all.cpp lists them in report order.
auto auth() -> std::span<const Check>;
auto create() -> std::span<const Check>;
auto create_rejects() -> std::span<const Check>;
auto task() -> std::span<const Check>;
auto lifecycle() -> std::span<const Check>;
auto lifecycle_fields() -> std::span<const Check>;
auto lifecycle_times() -> std::span<const Check>;
auto retrieve() -> std::span<const Check>;
auto content() -> std::span<const Check>;
auto content_film() -> std::span<const Check>;
auto content_parts() -> std::span<const Check>;
auto content_extras() -> std::span<const Check>;
auto errors() -> std::span<const Check>;
auto errors_extras() -> std::span<const Check>;
auto transport() -> std::span<const Check>;
auto list() -> std::span<const Check>;
auto list_pages() -> std::span<const Check>;
auto remove() -> std::span<const Check>;
auto derived() -> std::span<const Check>;
auto character() -> std::span<const Check>;
auto identity() -> std::span<const Check>;
auto spending() -> std::span<const Check>;

}  // namespace vidspec::conformance::checks
