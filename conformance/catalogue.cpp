#include "conformance/catalogue.h"

#include <sstream>

#include "conformance/checks/tables.h"
#include "conformance/field_checks.h"
#include "conformance/judge.h"

namespace vidspec::conformance {

namespace {

void add_fields(const core::Profile& profile, std::string_view object, std::vector<Entry>& result) {
  for (std::size_t i = 0; i < profile.requirements_of_fields.size(); ++i) {
    if (profile.requirements_of_fields[i].object == object) result.push_back({nullptr, i});
  }
}

// The response object that belongs to a check's area, so that its fields follow there.
auto object_after(std::string_view area) -> std::string_view {
  if (area == "task" || area == "list" || area == "character") return area;
  if (area == "errors") return "error";
  return area == "delete" ? "deleted" : "";
}

auto local(const core::Text& text) -> core::LocalText { return {std::string(text.en), std::string(text.zh)}; }

}  // namespace

auto entries(const core::Profile& profile) -> std::vector<Entry> {
  std::vector<Entry> result;
  std::vector<std::string> done;
  std::string area;
  const auto leave = [&] {
    const auto object = object_after(area);
    if (!object.empty()) add_fields(profile, object, result);
    done.emplace_back(object);
  };
  for (const auto* check : behaviour_checks()) {
    auto next = std::string(check->id.substr(0, check->id.find('.')));
    if (next != area) {
      leave();
      area = std::move(next);
    }
    if (check->applies == nullptr || check->applies(profile)) result.push_back({check, 0});
  }
  leave();
  return result;
}

auto blank_result(const core::Profile& profile, const Entry& entry) -> reports::CheckResult {
  reports::CheckResult result;
  if (entry.check != nullptr) {
    result.id = entry.check->id;
    result.ops = entry.check->ops;
    result.title = local(entry.check->title);
    result.why = local(entry.check->why);
    result.fix = local(entry.check->fix);
    result.binding = binding_of(*entry.check, profile);
  } else {
    const auto& requirement = profile.requirements_of_fields[entry.field];
    auto texts = field_texts(requirement);
    result.id = requirement.id;
    result.ops = ops_of_object(requirement.object);
    result.title = std::move(texts.title);
    result.why = std::move(texts.why);
    result.fix = std::move(texts.fix);
    result.binding = requirement.binding;
  }
  result.area = result.id.substr(0, result.id.find('.'));
  return result;
}

auto probes_of(const core::Profile& profile, const Entry& entry) -> std::vector<std::string> {
  const auto text = entry.check != nullptr ? std::string(entry.check->probe)
                                           : probe_of_object(profile.requirements_of_fields[entry.field].object);
  std::istringstream words(text);
  std::vector<std::string> probes;
  for (std::string word; words >> word;) probes.push_back(word);
  return probes;
}

auto catalogue(const core::Profile& profile) -> std::vector<CatalogueEntry> {
  std::vector<CatalogueEntry> result;
  for (const auto& entry : entries(profile)) {
    auto blank = blank_result(profile, entry);
    result.push_back({std::move(blank.id), std::move(blank.binding), std::move(blank.title), std::move(blank.why),
                      std::move(blank.fix), std::move(blank.ops)});
  }
  return result;
}

}  // namespace vidspec::conformance
