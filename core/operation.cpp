#include "core/operation.h"

namespace vidspec::core {

namespace {
constexpr std::array<std::string_view, 10> operation_names = {
    "create", "retrieve", "list",   "delete",           "content",
    "remix",  "edit",     "extend", "character.create", "character.retrieve"};
}  // namespace

auto name(Operation operation) -> std::string_view { return operation_names[static_cast<std::size_t>(operation)]; }

auto parse_operation(std::string_view text) -> std::optional<Operation> {
  for (const auto operation : all_operations) {
    if (name(operation) == text) return operation;
  }
  return std::nullopt;
}

auto makes_video(Operation operation) -> bool {
  return operation == Operation::create || operation == Operation::remix || operation == Operation::edit ||
         operation == Operation::extend;
}

}  // namespace vidspec::core
