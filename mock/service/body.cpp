#include "mock/service/body.h"

#include <algorithm>

#include "core/headers.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_depth = 4;
constexpr std::size_t most_values = 100'000;

// "characters[][id]" → "characters", "", "id".
auto steps_of(std::string_view name) -> std::vector<std::string> {
  const auto open = name.find('[');
  if (open == std::string_view::npos || open == 0 || name.back() != ']') return {std::string(name)};
  std::vector<std::string> steps{std::string(name.substr(0, open))};
  std::string_view rest = name.substr(open);
  while (!rest.empty()) {
    const auto close = rest.find(']');
    if (rest.front() != '[' || close == std::string_view::npos || steps.size() == most_depth)
      return {std::string(name)};
    steps.emplace_back(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
  return steps;
}

// An array step goes on filling the last element until it has that member already.
auto array_slot(core::Json& array, const std::vector<std::string>& steps, std::size_t next) -> core::Json& {
  if (!array.is_array()) array = core::Json::array();
  const bool member = next < steps.size() && !steps[next].empty();
  const bool fits = member && !array.empty() && array.back().is_object() && !array.back().contains(steps[next]);
  if (!fits) array.push_back(nullptr);
  return array.back();
}

void put(core::Json& object, const std::vector<std::string>& steps, core::Json value) {
  core::Json* at = &object;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].empty() && i > 0) {
      at = &array_slot(*at, steps, i + 1);
      continue;
    }
    if (!at->is_object()) *at = core::Json::object();
    at = &(*at)[steps[i]];
  }
  *at = std::move(value);
}

auto wants_array(const core::Profile& profile, const std::string& schema, const std::string& field) -> bool {
  const auto document = profile.schemas.find(schema);
  if (document == profile.schemas.end()) return false;
  const auto* type = core::find_pointer(document->second, "/properties" + core::pointer_append("", field) + "/type");
  return type != nullptr && *type == "array";
}

auto refused(std::string message) -> ApiError { return {.status = 400, .message = std::move(message)}; }

class FormReader {
 public:
  FormReader(const core::Profile& profile, const std::string& schema) : profile_(profile), schema_(schema) {
    body_.value = core::Json::object();
  }
  void text(const std::string& name, const std::string& value) {
    if (!is_utf8(name) || !is_utf8(value)) {
      body_.error = refused("The form field '" + repeatable(name) + "' is not valid UTF-8.");
      return;
    }
    const auto steps = steps_of(name);
    core::Json json = steps.size() == 1 ? core::form_value(profile_, schema_, name, value) : core::Json(value);
    if (steps.size() == 1 && !json.is_array() && wants_array(profile_, schema_, name)) {
      put(body_.value, {name, ""}, value);
    } else {
      put(body_.value, steps, std::move(json));
    }
  }
  void file(http::Part&& part) {
    auto steps = steps_of(part.name);
    body_.files.push_back({std::move(steps.front()), core::media_type(part.content_type)});
    body_.images.push_back(std::move(part.content));
  }
  auto take() -> Body { return std::move(body_); }

 private:
  const core::Profile& profile_;
  const std::string& schema_;
  Body body_;
};

auto read_json(const http::Request& request) -> Body {
  Body body;
  const auto parsed = core::parse_json(request.body, {.max_values = most_values});
  if (!parsed) {
    body.error = refused("We could not parse the JSON body of your request. (" + parsed.error + ")");
  } else if (!parsed.value->is_object()) {
    body.error = refused("Invalid body: expected a JSON object, but got " +
                         std::string(core::type_name(*parsed.value)) + " instead.");
  } else {
    body.value = *parsed.value;
  }
  return body;
}

auto read_multipart(const core::Profile& profile, const std::string& schema, const http::Request& request) -> Body {
  auto multipart = http::parse_multipart(core::header_or_empty(request.headers, "content-type"), request.body);
  if (!multipart.error.empty()) {
    Body body;
    body.error = refused("We could not parse the multipart body of your request. (" + multipart.error + ")");
    return body;
  }
  FormReader reader(profile, schema);
  for (auto& part : multipart.parts) {
    part.file ? reader.file(std::move(part)) : reader.text(part.name, part.content);
  }
  return reader.take();
}

}  // namespace

auto read_body(const core::Profile& profile, const core::OperationSpec& operation, const http::Request& request)
    -> Body {
  const std::string type = core::media_type(core::header_or_empty(request.headers, "content-type"));
  Body empty;
  empty.value = core::Json::object();
  if (request.body.empty() && (type.empty() || type == "multipart/form-data")) return empty;
  const bool documented =
      std::find(operation.encodings.begin(), operation.encodings.end(), type) != operation.encodings.end();
  if (!documented) {
    empty.error = refused("Unsupported content type: '" + repeatable(type) + "'. This API method only accepts " +
                          listed(operation.encodings, "or") + " requests.");
    return empty;
  }
  if (type == "application/json") return read_json(request);
  if (type == "multipart/form-data") return read_multipart(profile, operation.request, request);
  FormReader reader(profile, operation.request);
  for (const auto& [name, value] : http::parse_query(request.body)) reader.text(name, value);
  return reader.take();
}

}  // namespace vidspec::mock
