#include "mock/service/choice.h"

#include <algorithm>

#include "core/text.h"
#include "mock/service/image_size.h"

namespace vidspec::mock {

namespace {

auto contains(const std::vector<std::string>& values, const std::string& value) -> bool {
  return std::find(values.begin(), values.end(), value) != values.end();
}

auto property(const core::Profile& profile, const std::string& pointer) -> const core::Json* {
  const auto* create = profile.operation(core::Operation::create);
  if (create == nullptr || pointer.empty()) return nullptr;
  const auto document = profile.schemas.find(create->request);
  return document == profile.schemas.end() ? nullptr : core::find_pointer(document->second, "/properties" + pointer);
}

// The models that an error names: those that the document names, else all.
auto named_models(const core::Profile& profile) -> std::vector<std::string> {
  const auto* schema = property(profile, profile.create_fields.model);
  if (schema != nullptr && schema->contains("examples")) return (*schema)["examples"].get<std::vector<std::string>>();
  std::vector<std::string> names;
  for (const auto& model : profile.models) names.push_back(model.id);
  return names;
}

auto judge_size(const core::Profile& profile, const core::Model& model, const Body& body, const Task& task)
    -> std::optional<ApiError> {
  const auto& pointer = profile.create_fields.size;
  const auto* schema = property(profile, pointer);
  const bool asked = !pointer.empty() && core::find_pointer(body.value, pointer) != nullptr;
  if (!asked || schema == nullptr || !schema->contains("enum") || model.sizes.empty()) return std::nullopt;
  if (contains(model.sizes, task.size)) return std::nullopt;
  return invalid_value(pointer.substr(1), task.size, model.sizes);
}

auto judge_image(const core::Profile& profile, const Body& body, const Task& task) -> std::optional<ApiError> {
  for (std::size_t i = 0; i < body.files.size(); ++i) {
    const Size size = image_size(body.images[i]);
    if ("/" + body.files[i].name != profile.create_fields.image || size.width == 0) continue;
    if (size.width != task.pixels.width || size.height != task.pixels.height) {
      return ApiError{.message = "Inpaint image must match the requested width and height",
                      .param = body.files[i].name};
    }
  }
  return std::nullopt;
}

}  // namespace

auto judge_choice(const core::Profile& profile, const Hints& hints, const Body& body, const Task& task)
    -> std::optional<ApiError> {
  const auto model =
      std::find_if(profile.models.begin(), profile.models.end(), [&](const auto& one) { return one.id == task.model; });
  if (model == profile.models.end() && hints.strict) {
    return invalid_value("model", core::elide(task.model, 200), named_models(profile));
  }
  if (model != profile.models.end()) {
    if (auto error = judge_size(profile, *model, body, task)) return error;
  }
  return hints.image_must_match ? judge_image(profile, body, task) : std::nullopt;
}

}  // namespace vidspec::mock
