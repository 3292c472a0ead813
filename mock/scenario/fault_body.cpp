#include "mock/scenario/fault_body.h"

#include <functional>

#include "core/headers.h"
#include "mock/service/json_text.h"
#include "mock/service/render.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto parse(const http::Response& response) -> Json {
  return response.source ? Json(Json::value_t::discarded) : Json::parse(response.body, nullptr, false);
}

void replace(std::string& text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

auto expanded(std::string text, const FaultContext& context) -> std::string {
  if (text.find('{') == std::string::npos) return text;
  const std::string id = context.task != nullptr ? context.task->id : repeatable(context.id);
  replace(text, "{id}", id);
  replace(text, "{origin}", std::string(context.origin));
  replace(text, "{now}", std::to_string(core::unix_seconds(context.now)));
  replace(text, "{now_ms}", std::to_string(core::unix_millis(context.now)));
  replace(text, "{retry_after}", std::to_string(std::max<std::int64_t>(1, (context.retry_after.count() + 999) / 1000)));
  return text;
}

// A template with its references to the real body filled in.
auto filled(const Json& pattern, const Json& body, const FaultContext& context) -> Json {
  if (pattern.is_string()) {
    const auto& text = pattern.get_ref<const std::string&>();
    if (text == "$") return body;
    if (text.starts_with("$/")) {
      const Json* part = core::find_pointer(body, text.substr(1));
      return part == nullptr ? Json() : *part;
    }
    return expanded(text, context);
  }
  Json copy = pattern;
  if (copy.is_structured()) {
    for (auto& member : copy) member = filled(member, body, context);
  }
  return copy;
}

// The pointer that a scenario means: "@field" is where the dialect has that canonical field; empty where it has none.
auto resolved(const core::Profile& profile, const std::string& pointer) -> std::string {
  if (!pointer.starts_with('@')) return pointer;
  const auto slash = std::min(pointer.find('/'), pointer.size());
  const auto found = profile.fields.find(pointer.substr(1, slash - 1));
  return found == profile.fields.end() ? std::string() : found->second + pointer.substr(slash);
}

// Every task object of a body: itself, or the items of a list.
void each_task(const core::Profile& profile, Json& body, const std::function<void(Json&)>& change) {
  const auto data = body.is_object() ? body.find("data") : body.end();
  if (body.is_object() && data != body.end() && data->is_array()) {
    for (Json& item : *data) change(item);
  } else if (profile.field(body, "id") != nullptr) {
    change(body);
  }
}

// All operations or none, as RFC 6902 has it.
void patch(Json& target, const Json& operations) {
  try {
    target = target.patch(operations);
  } catch (const Json::exception&) {
    return;
  }
}

auto about_fields(const Json& operations) -> bool {
  for (const auto& operation : operations) {
    if (operation.value("path", "").starts_with('@')) return true;
  }
  return false;
}

auto with_pointers(const core::Profile& profile, Json operations, const FaultContext& context) -> std::optional<Json> {
  for (auto& operation : operations) {
    for (const char* member : {"path", "from"}) {
      if (!operation.contains(member)) continue;
      const auto written = operation[member].get<std::string>();
      operation[member] = resolved(profile, written);
      if (operation[member] == "" && !written.empty()) return std::nullopt;
    }
    if (operation.contains("value")) operation["value"] = filled(operation["value"], Json(), context);
  }
  return operations;
}

auto converted(const Json& value, const std::string& to, const FaultContext& context) -> Json {
  const double number = value.is_number()   ? value.get<double>()
                        : value.is_string() ? std::strtod(value.get_ref<const std::string&>().c_str(), nullptr)
                                            : 0;
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (to == "text") return text;
  if (to == "percent") return text + "%";
  if (to == "integer") return static_cast<std::int64_t>(number);
  if (to == "number") return number;
  if (to == "fraction") return number / 100;
  if (to == "milliseconds") return static_cast<std::int64_t>(number * 1000);
  if (to == "seconds") return static_cast<std::int64_t>(number / 1000);
  if (to == "now") return core::unix_seconds(context.now);
  if (to == "upper" || to == "lower") {
    std::string changed = text;
    for (char& c : changed)
      c = static_cast<char>(to == "upper" ? std::toupper(static_cast<unsigned char>(c))
                                          : std::tolower(static_cast<unsigned char>(c)));
    return changed;
  }
  if (to == "backticks") return " `" + text + "` ";
  if (to == "null") return nullptr;
  return value;
}

// The same server, as far as clients can tell another one: this machine has two names.
auto by_another_name(std::string origin) -> std::string {
  constexpr std::string_view number = "://127.0.0.1";
  constexpr std::string_view name = "://localhost";
  if (const auto at = origin.find(number); at != std::string::npos) return origin.replace(at, number.size(), name);
  if (const auto at = origin.find(name); at != std::string::npos) return origin.replace(at, name.size(), number);
  return "http://storage.invalid";
}

}  // namespace

void respond(const Json& parameters, const FaultContext& context, http::Response& response) {
  http::Response answer{.status = parameters.value("status", 500)};
  std::string type = "application/json";
  if (parameters.contains("json")) {
    answer.body = filled(parameters["json"], Json(), context).dump();
  } else if (parameters.contains("text")) {
    answer.body = expanded(parameters["text"].get<std::string>(), context);
    type = "text/plain; charset=utf-8";
  } else {
    const Json error = parameters.value("error", Json::object());
    answer.body = render_error(
        context.profile,
        {.message = expanded(error.value("message", "The server had an error while processing your request."), context),
         .type = error.value("type", "server_error"),
         .param = error.value("param", ""),
         .code = error.value("code", "")});
  }
  answer.headers.push_back({"Content-Type", type});
  const Json headers = parameters.value("headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    core::set_header(answer.headers, name, expanded(value.get<std::string>(), context));
  }
  answer.delivery = response.delivery;
  response = std::move(answer);
}

void lose(const Json& /*parameters*/, const FaultContext& context, http::Response& response) {
  const auto statuses = context.profile.errors.find("unknown-id");
  const int status = statuses == context.profile.errors.end() || statuses->second.statuses.empty()
                         ? 404
                         : statuses->second.statuses.front();
  http::Response answer{.status = status};
  answer.headers.push_back({"Content-Type", "application/json"});
  answer.body = render_error(context.profile, {.message = "Video with id '" + repeatable(context.id) + "' not found."});
  answer.delivery = response.delivery;
  response = std::move(answer);
}

void redirect(const Json& parameters, const FaultContext& context, http::Response& response) {
  std::string to = expanded(parameters.value("to", "file"), context);
  if (to.starts_with("file") && context.task != nullptr) {
    const std::string origin(context.origin);
    to = (to == "file" ? origin : by_another_name(origin)) + file_path(context.task->id, context.files_key);
  }
  http::Response answer{.status = parameters.value("status", 302)};
  answer.headers.push_back({"Location", to});
  answer.delivery = response.delivery;
  response = std::move(answer);
}

void change_status(const Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  response.status = parameters.value("to", response.status);
}

void patch_body(const Json& parameters, const FaultContext& context, http::Response& response) {
  Json body = parse(response);
  if (body.is_discarded()) return;
  const auto operations = with_pointers(context.profile, parameters, context);
  if (!operations) return;
  if (about_fields(parameters)) {
    each_task(context.profile, body, [&](Json& task) { patch(task, *operations); });
  } else {
    patch(body, *operations);
  }
  response.body = body.dump();
}

void reshape_body(const Json& parameters, const FaultContext& context, http::Response& response) {
  const Json body = parse(response);
  if (!body.is_discarded()) response.body = filled(parameters, body, context).dump();
}

void change_words(const Json& parameters, const FaultContext& context, http::Response& response) {
  Json body = parse(response);
  const std::string pointer = resolved(context.profile, "@status");
  if (body.is_discarded() || pointer.empty()) return;
  each_task(context.profile, body, [&](Json& task) {
    const Json* word = core::find_pointer(task, pointer);
    if (word == nullptr || !word->is_string()) return;
    const auto stage = context.profile.stage_of(word->get_ref<const std::string&>());
    if (stage && parameters.contains(std::string(core::name(*stage)))) {
      task[Json::json_pointer(pointer)] = parameters[std::string(core::name(*stage))];
    }
  });
  response.body = body.dump();
}

void convert_value(const Json& parameters, const FaultContext& context, http::Response& response) {
  Json body = parse(response);
  const std::string written = parameters.value("at", "");
  const std::string pointer = resolved(context.profile, written);
  if (body.is_discarded() || pointer.empty()) return;
  const auto change = [&](Json& target) {
    const Json* value = core::find_pointer(target, pointer);
    if (value != nullptr && (!value->is_null() || parameters.value("to", "") == "now")) {
      target[Json::json_pointer(pointer)] = converted(*value, parameters.value("to", ""), context);
    }
  };
  written.starts_with('@') ? each_task(context.profile, body, change) : change(body);
  response.body = body.dump();
}

void break_json(const Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  if (response.source) return;
  const std::string how = parameters.value("how", "cut");
  if (how == "cut") response.body.resize(response.body.size() * 2 / 3);
  if (how == "comma" && response.body.ends_with('}')) response.body.insert(response.body.size() - 1, ",");
  if (how == "quote") response.body.insert(response.body.size() / 2, "\"");
  if (how == "utf8" && response.body.ends_with('}'))
    response.body.insert(response.body.size() - 1, ",\"note\":\"\xC3\x28\"");
  if (how == "nan" && response.body.ends_with('}')) response.body.insert(response.body.size() - 1, ",\"score\":NaN");
  if (how == "empty") response.body.clear();
  if (how == "bom") response.body.insert(0, "\xEF\xBB\xBF");
  if (how == "twice") response.body += response.body;
}

void change_content_type(const Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  const std::string type = parameters.value("to", "");
  core::remove_header(response.headers, "content-type");
  if (!type.empty()) response.headers.push_back({"Content-Type", type});
}

void change_headers(const Json& parameters, const FaultContext& context, http::Response& response) {
  for (const auto& name : parameters.value("remove", Json::array()))
    core::remove_header(response.headers, name.get<std::string>());
  const Json set = parameters.value("set", Json::object());
  for (const auto& [name, value] : set.items()) {
    core::set_header(response.headers, name, expanded(value.get<std::string>(), context));
  }
}

}  // namespace vidspec::mock
