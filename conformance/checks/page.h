#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/evidence.h"

namespace vidspec::conformance::checks {

/// A list answer with what was asked for.
struct Page {
  const Seen* seen = nullptr;
  const core::Json* items = nullptr;
  std::optional<std::size_t> limit;
  std::string order, after;
};

/// Calls `judge` for each list answer that carries an array of tasks, in order.
void each_page(const Evidence& evidence, const std::function<void(const Page&)>& judge);

/// The id of a listed task, or empty.
auto id_of(const Evidence& evidence, const core::Json& item) -> std::string;

/// The ids of a page, in its order.
auto ids_of(const Evidence& evidence, const Page& page) -> std::vector<std::string>;

}  // namespace vidspec::conformance::checks
