#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace vidspec::core {

/// The operations of the API in canonical words; a profile maps each to a method and a path, or leaves it out.
enum class Operation {
  create,
  retrieve,
  list,
  remove,
  content,
  remix,
  edit,
  extend,
  character_create,
  character_retrieve
};

inline constexpr std::array<Operation, 10> all_operations = {Operation::create,
                                                             Operation::retrieve,
                                                             Operation::list,
                                                             Operation::remove,
                                                             Operation::content,
                                                             Operation::remix,
                                                             Operation::edit,
                                                             Operation::extend,
                                                             Operation::character_create,
                                                             Operation::character_retrieve};

/// "create", "retrieve", "list", "delete", "content", "remix", "edit", "extend", "character.create",
/// "character.retrieve".
auto name(Operation operation) -> std::string_view;
auto parse_operation(std::string_view name) -> std::optional<Operation>;

/// True for operations that make (and bill) a further video: create, remix, edit, extend.
auto makes_video(Operation operation) -> bool;

}  // namespace vidspec::core
