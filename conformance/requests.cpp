#include "conformance/requests.h"

#include <algorithm>
#include <charconv>

#include "core/digest.h"
#include "core/error.h"
#include "core/file.h"
#include "core/headers.h"

namespace vidspec::conformance {

using core::Json;

namespace {

void put(Json& body, const std::string& pointer, Json value) {
  if (!pointer.empty()) body[Json::json_pointer(pointer)] = std::move(value);
}

constexpr std::size_t max_image = 32U << 20U;

auto hex_of(std::uint64_t value) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[(value >> static_cast<unsigned>(shift)) & 15U];
  return text;
}

auto number_or_text(const std::string& text) -> Json {
  auto parsed = core::parse_json(text);
  return parsed.value != nullptr && parsed.value->is_number() ? *parsed.value : Json(text);
}

auto image_type(const std::string& path) -> std::string {
  const auto ends = [&](std::string_view suffix) {
    return path.size() >= suffix.size() &&
           core::iequals(std::string_view(path).substr(path.size() - suffix.size()), suffix);
  };
  if (ends(".png")) return "image/png";
  if (ends(".webp")) return "image/webp";
  return "image/jpeg";
}

auto is_url(const std::string& text) -> bool {
  return text.find("://") != std::string::npos || text.rfind("data:", 0) == 0;
}

// The member of the create body that the image goes into, without its slash; files are one step deep.
auto image_member(const core::Profile& profile) -> std::string {
  const auto& pointer = profile.create_fields.image;
  return pointer.size() > 1 ? pointer.substr(1) : std::string();
}

// Whether a schema says that a member is an object as a whole: then a form carries it as one JSON text.
auto is_whole_object(const core::Profile& profile, const core::OperationSpec& spec, const std::string& member) -> bool {
  const auto schema = profile.schemas.find(spec.request);
  if (schema == profile.schemas.end()) return false;
  const auto* property = core::find_pointer(schema->second, core::pointer_append("/properties", member));
  return property != nullptr && property->is_object() &&
         property->value("additionalProperties", Json(false)) == Json(true);
}

void add_parts(const std::string& name, const Json& value, bool whole, std::vector<http::Part>& parts) {
  if (value.is_object() && !whole) {
    for (const auto& [key, inner] : value.items()) add_parts(name + "[" + key + "]", inner, false, parts);
  } else if (value.is_array() && !whole) {
    for (const auto& inner : value) add_parts(name + "[]", inner, false, parts);
  } else {
    http::Part part;
    part.name = name;
    part.content = value.is_string() ? value.get<std::string>() : value.dump();
    parts.push_back(std::move(part));
  }
}

auto file_part(const std::string& name, const std::string& path) -> http::Part {
  http::Part part;
  part.name = name;
  part.content = core::read_file(path, max_image);
  part.content_type = image_type(path);
  part.filename = "reference." + part.content_type.substr(part.content_type.find('/') + 1);
  part.file = true;
  return part;
}

}  // namespace

auto Requests::model() const -> std::string {
  if (!options_.model.empty()) return options_.model;
  const auto* value = core::find_pointer(profile_.create_default, profile_.create_fields.model);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

auto Requests::seconds() const -> std::string {
  if (!options_.seconds.empty()) return options_.seconds;
  const auto& pointer = profile_.create_fields.seconds;
  const auto* value = pointer.empty() ? nullptr : core::find_pointer(profile_.create_default, pointer);
  if (value == nullptr) return {};
  return value->is_string() ? value->get<std::string>() : value->dump();
}

auto Requests::size() const -> std::string {
  if (!options_.size.empty()) return options_.size;
  const auto get = [&](const std::string& pointer) -> std::string {
    const auto* value = pointer.empty() ? nullptr : core::find_pointer(profile_.create_default, pointer);
    if (value == nullptr) return {};
    return value->is_string() ? value->get<std::string>() : value->dump();
  };
  const auto& fields = profile_.create_fields;
  if (!fields.size.empty()) return get(fields.size);
  const auto width = get(fields.width);
  const auto height = get(fields.height);
  return width.empty() || height.empty() ? std::string() : width + "x" + height;
}

auto Requests::prompt(int number) const -> std::string {
  if (number == 0 && !options_.prompt.empty()) return options_.prompt;
  const auto* value = core::find_pointer(profile_.create_default, profile_.create_fields.prompt);
  const auto base = value != nullptr && value->is_string() ? value->get<std::string>() : std::string("A quiet street");
  // Its own ending tells each job of a run apart in lists, and a server cannot know it beforehand. Characters beyond
  // ASCII ("take …") show whether it keeps them.
  return base + ", 第 " + hex_of(core::stable_hash(options_.seed, "prompt " + std::to_string(number))).substr(0, 6) +
         " 条";
}

auto Requests::unknown_id(int number) const -> std::string {
  const auto text = std::to_string(number);
  return "video_" + hex_of(core::stable_hash(options_.seed, "unknown " + text)) +
         hex_of(core::stable_hash(options_.seed + 1, "unknown " + text));
}

auto Requests::create_body(const std::string& prompt) const -> Json {
  Json body = profile_.create_default;
  const auto& fields = profile_.create_fields;
  put(body, fields.prompt, prompt);
  if (!options_.model.empty()) put(body, fields.model, options_.model);
  if (!options_.seconds.empty()) {
    put(body, fields.seconds, fields.seconds_is_number ? number_or_text(options_.seconds) : Json(options_.seconds));
  }
  if (!options_.size.empty()) {
    put(body, fields.size, options_.size);
    const auto by = options_.size.find('x');
    if (by != std::string::npos) {
      put(body, fields.width, number_or_text(options_.size.substr(0, by)));
      put(body, fields.height, number_or_text(options_.size.substr(by + 1)));
    }
  }
  if (!options_.image.empty()) {
    if (fields.image_is_list) {
      put(body, fields.image, Json::array({options_.image}));
    } else {
      put(body, fields.image, options_.image);
    }
  }
  return body;
}

auto Requests::request(const core::OperationSpec& spec, const std::string& id) const -> http::Request {
  // A step of dots alone would be taken for a way up.
  auto step = core::percent_encode(id);
  if (step == "." || step == "..") step = step == "." ? "%2E" : "%2E%2E";
  const auto fill = [&](std::string text) {
    constexpr std::string_view placeholder = "{id}";
    if (const auto at = text.find(placeholder); at != std::string::npos) {
      text.replace(at, placeholder.size(), step);
    }
    return text;
  };
  http::Request request;
  request.method = spec.method;
  request.url = options_.base_url + fill(spec.path);
  char separator = '?';
  for (const auto& [name, value] : spec.query) {
    request.url += separator + core::percent_encode(name) + "=" + fill(value);
    separator = '&';
  }
  return request;
}

void Requests::put_body(http::Request& request, const core::OperationSpec& spec, const Json& body,
                        std::string_view encoding) const {
  if (encoding != "multipart/form-data") {
    core::set_header(request.headers, "Content-Type", encoding);
    request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return;
  }
  const auto image = image_member(profile_);
  for (const auto& [name, value] : body.items()) {
    if (name == image && !options_.image.empty() && !is_url(options_.image)) {
      request.parts.push_back(file_part(name, options_.image));
    } else {
      add_parts(name, value, is_whole_object(profile_, spec, name), request.parts);
    }
  }
}

auto address_of(const std::string& base_url, std::string_view result_url) -> std::string {
  constexpr std::string_view around = " \t\r\n`\"'";
  const auto first = result_url.find_first_not_of(around);
  if (first == std::string_view::npos) return {};
  const auto last = result_url.find_last_not_of(around);
  return http::resolve_url(base_url + "/", result_url.substr(first, last - first + 1));
}

}  // namespace vidspec::conformance
