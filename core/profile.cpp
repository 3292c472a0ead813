#include "core/profile.h"

#include <algorithm>

namespace vidspec::core {

auto Profile::operation(Operation operation) const -> const OperationSpec* {
  const auto found = operations.find(operation);
  return found == operations.end() ? nullptr : &found->second;
}

auto Profile::schema(std::string_view name) const -> const Schema* {
  const auto found = compiled.find(std::string(name));
  return found == compiled.end() ? nullptr : &found->second;
}

auto Profile::field(const Json& task, std::string_view canonical) const -> const Json* {
  const auto found = fields.find(std::string(canonical));
  return found == fields.end() ? nullptr : find_pointer(task, found->second);
}

auto Profile::stage_of(std::string_view word) const -> std::optional<Stage> {
  const auto found = stages.find(std::string(word));
  return found == stages.end() ? std::nullopt : std::optional(found->second);
}

auto Profile::ambiguity(std::string_view check, const Json* value, std::string_view when) const -> const Ambiguity* {
  const auto covers = [&](const Ambiguity& entry) {
    if (entry.check != check || (!entry.when.empty() && entry.when != when)) return false;
    if (entry.accept.empty()) return true;
    if (value == nullptr) return false;
    const auto text = value->dump(-1, ' ', false, Json::error_handler_t::replace);
    return std::find(entry.accept.begin(), entry.accept.end(), text) != entry.accept.end();
  };
  const auto found = std::find_if(ambiguities.begin(), ambiguities.end(), covers);
  return found == ambiguities.end() ? nullptr : &*found;
}

}  // namespace vidspec::core
