#include "mock/scenario/library.h"

#include <algorithm>

#include "core/error.h"
#include "core/suggest.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_added = 1'000;

}  // namespace

auto Library::find(const std::string& name) -> std::shared_ptr<const Scenario> {
  const std::lock_guard lock(mutex_);
  if (const auto found = loaded_.find(name); found != loaded_.end()) return found->second;
  const auto known = builtin_scenarios();
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    const auto near = core::closest(name, known);
    throw core::InputError(
        "scenario", "",
        "there is none of that name" + (near ? "; did you mean " + core::in_quotes(*near) + "?" : std::string()));
  }
  return loaded_.emplace(name, load_scenario(name)).first->second;
}

void Library::add(std::shared_ptr<const Scenario> scenario) {
  const std::lock_guard lock(mutex_);
  if (loaded_.size() >= most_added) throw core::InputError("scenario", "", "a mock holds at most 1000 scenarios");
  const std::string name = scenario->name;
  loaded_.insert_or_assign(name, std::move(scenario));
}

auto Library::names() const -> std::vector<std::string> {
  auto names = builtin_scenarios();
  const std::lock_guard lock(mutex_);
  for (const auto& [name, scenario] : loaded_) names.push_back(name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace vidspec::mock
