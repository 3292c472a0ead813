#include <algorithm>

#include "core/headers.h"
#include "core/text.h"
#include "mock/service/body.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t longest_shown = 200;

auto with_article(std::string_view type) -> std::string {
  if (type == "null") return "null";
  const bool vowel = type.starts_with('i') || type.starts_with('o') || type.starts_with('a');
  return (vowel ? "an " : "a ") + std::string(type);
}

auto parameter_of(std::string_view pointer) -> std::string {
  std::string name;
  for (const char c : pointer.substr(std::min<std::size_t>(1, pointer.size()))) name += c == '/' ? '.' : c;
  return name;
}

auto text_of(const core::Json& value) -> std::string {
  return value.is_string() ? core::elide(value.get_ref<const std::string&>(), longest_shown)
                           : core::show(value, longest_shown);
}

auto texts_of(const core::Json& values) -> std::vector<std::string> {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(text_of(value));
  return texts;
}

// The schema of the value at an instance pointer, as far as properties and items lead there.
auto schema_at(const core::Json& schema, std::string_view pointer) -> const core::Json* {
  const core::Json* at = &schema;
  while (!pointer.empty() && at != nullptr) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const auto properties = at->find("properties");
    if (properties != at->end() && properties->contains(std::string(pointer.substr(0, end)))) {
      at = &(*properties)[std::string(pointer.substr(0, end))];
    } else {
      at = at->contains("items") ? &(*at)["items"] : nullptr;
    }
    pointer.remove_prefix(end);
  }
  return at;
}

auto file_types(const core::Json* schema) -> std::vector<std::string> {
  if (schema == nullptr) return {};
  const auto* types = core::find_pointer(*schema, "/x-vidspec/file");
  return types == nullptr ? std::vector<std::string>{} : texts_of(*types);
}

auto expected_type(const core::Json* schema, std::string_view fallback) -> std::string {
  if (schema == nullptr) return std::string(fallback);
  if (const auto values = schema->find("enum"); values != schema->end())
    return "one of " + listed(texts_of(*values), "or");
  if (!file_types(schema).empty()) return "a file";
  const auto type = schema->find("type");
  if (type != schema->end() && type->is_string()) return with_article(type->get_ref<const std::string&>());
  return std::string(fallback);
}

auto invalid_type(const std::string& parameter, const std::string& expected, const std::string& actual) -> ApiError {
  return {.message = "Invalid type for '" + parameter + "': expected " + expected + ", but got " + actual + " instead.",
          .param = parameter,
          .code = "invalid_type"};
}

auto missing(const std::string& parameter) -> ApiError {
  return {.message = "Missing required parameter: '" + parameter + "'.",
          .param = parameter,
          .code = "missing_required_parameter"};
}

auto out_of_range(const std::string& parameter, const core::Json* schema, const core::Json& value) -> ApiError {
  ApiError error{.param = parameter, .code = "invalid_value"};
  const auto limit = [&](const char* keyword) {
    return schema != nullptr && schema->contains(keyword) ? core::show((*schema)[keyword]) : "";
  };
  if (value.is_string() && value.get_ref<const std::string&>().empty()) {
    error.code = "empty_string";
    error.message = "Invalid '" + parameter + "': empty string. Expected a string with minimum length " +
                    limit("minLength") + ", but got an empty string instead.";
  } else if (value.is_string()) {
    error.code = "string_above_max_length";
    error.message = "Invalid '" + parameter + "': string too long. Expected a string with maximum length " +
                    limit("maxLength") + ".";
  } else if (schema != nullptr && schema->contains("minimum") && value.is_number() && value < (*schema)["minimum"]) {
    error.code = "integer_below_min_value";
    error.message = "Invalid '" + parameter +
                    "': integer below minimum value. Expected a value >= " + limit("minimum") + ", but got " +
                    text_of(value) + " instead.";
  } else if (schema != nullptr && schema->contains("maximum") && value.is_number()) {
    error.code = "integer_above_max_value";
    error.message = "Invalid '" + parameter +
                    "': integer above maximum value. Expected a value <= " + limit("maximum") + ", but got " +
                    text_of(value) + " instead.";
  } else {
    error.message = "Invalid value for '" + parameter + "': " + text_of(value) + ".";
  }
  return error;
}

auto wrong_file(const std::string& parameter, const std::vector<std::string>& types, const std::string& actual)
    -> ApiError {
  return {.message = "Invalid file '" + parameter + "': unsupported mimetype ('" + actual +
                     "'). Supported file formats are " + listed(types, "and") + ".",
          .param = parameter,
          .code = "unsupported_file"};
}

auto worded(const core::Json& document, const core::RequestMistake& mistake, const core::Json& body) -> ApiError {
  const std::string parameter = parameter_of(mistake.pointer);
  const core::Json* schema = schema_at(document, mistake.pointer);
  const core::Json* value = core::find_pointer(body, mistake.pointer);
  const auto kind = std::string_view(mistake.id).substr(mistake.id.rfind('.') + 1);
  if (kind == "present" || (value == nullptr && kind != "type" && kind != "format")) return missing(parameter);
  if (value == nullptr && kind == "type") return invalid_type(parameter, expected_type(schema, "a string"), "a file");
  if (value == nullptr) return wrong_file(parameter, file_types(schema), mistake.actual);
  if (kind == "type")
    return invalid_type(parameter, expected_type(schema, mistake.expected), with_article(core::type_name(*value)));
  if (schema != nullptr && schema->contains("enum"))
    return invalid_value(parameter, text_of(*value), texts_of((*schema)["enum"]));
  if (kind == "range") return out_of_range(parameter, schema, *value);
  return {.message = "Invalid value for '" + parameter + "': expected " + mistake.expected + ".",
          .param = parameter,
          .code = "invalid_value"};
}

// What is missing is said first, then wrong types, then wrong values.
auto rank(const core::RequestMistake& mistake) -> int {
  if (mistake.id.ends_with(".present")) return 0;
  return mistake.id.ends_with(".type") ? 1 : 2;
}

}  // namespace

auto listed(const std::vector<std::string>& values, std::string_view conjunction) -> std::string {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += values.size() > 2 ? ", " : " ";
    if (i > 0 && i + 1 == values.size()) text += std::string(conjunction) + " ";
    text += "'" + values[i] + "'";
  }
  return text;
}

auto invalid_value(std::string_view parameter, std::string_view value, const std::vector<std::string>& supported)
    -> ApiError {
  return {
      .message = "Invalid value: '" + std::string(value) + "'. Supported values are: " + listed(supported, "and") + ".",
      .param = std::string(parameter),
      .code = "invalid_value"};
}

auto judge_body(const core::Profile& profile, const Hints& hints, const core::OperationSpec& operation,
                const Body& body) -> std::optional<ApiError> {
  const auto document = profile.schemas.find(operation.request);
  if (document == profile.schemas.end()) return std::nullopt;
  auto mistakes = core::check_request(profile, operation.request, body.value, body.files);
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (!mistakes.empty() && rank(mistakes.front()) < 2) return worded(document->second, mistakes.front(), body.value);
  const std::string unknown = hints.strict ? unknown_parameter(profile, hints, operation, body) : "";
  if (!unknown.empty()) {
    return ApiError{.message = "Unknown parameter: '" + unknown + "'.", .param = unknown, .code = "unknown_parameter"};
  }
  if (!mistakes.empty()) return worded(document->second, mistakes.front(), body.value);
  return std::nullopt;
}

auto unknown_parameter(const core::Profile& profile, const Hints& hints, const core::OperationSpec& operation,
                       const Body& body) -> std::string {
  const auto document = profile.schemas.find(operation.request);
  if (document == profile.schemas.end() || !body.value.is_object()) return {};
  const auto properties = document->second.find("properties");
  const auto known = [&](const std::string& name) {
    if (properties != document->second.end() && properties->contains(name)) return true;
    const std::string here = std::string(core::name(operation.operation)) + "." + name;
    return std::any_of(hints.undocumented.begin(), hints.undocumented.end(),
                       [&](const std::string& entry) { return entry == name || entry == here; });
  };
  for (const auto& [name, value] : body.value.items()) {
    if (!known(name)) return repeatable(name);
  }
  for (const auto& file : body.files) {
    if (!known(file.name)) return repeatable(file.name);
  }
  return {};
}

auto judge_query(const core::Profile& profile, const core::Json& query) -> std::optional<ApiError> {
  const auto mistakes = core::check_request(profile, "list.query", query);
  if (mistakes.empty()) return std::nullopt;
  return worded(profile.schemas.at("list.query"), mistakes.front(), query);
}

}  // namespace vidspec::mock
