#include "mock/control.h"

#include <algorithm>
#include <array>

#include "core/embedded.h"
#include "core/error.h"
#include "core/headers.h"
#include "core/text.h"
#include "mock/control/call.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

using core::Json;

constexpr std::size_t largest_state = 64U << 20U;
constexpr std::size_t largest_body = 1U << 20U;

auto without_port(std::string_view host) -> std::string_view {
  if (host.starts_with('[')) return host.substr(0, std::min(host.find(']') + 1, host.size()));
  return host.substr(0, std::min(host.find(':'), host.size()));
}

auto is_this_machine(std::string_view host) -> bool {
  const auto name = core::lower(without_port(host));
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

// A page of another site may neither look (its name rebound to this machine: a foreign Host) nor act (a foreign
// Origin).
auto intruder(const http::Request& request) -> std::string {
  const auto host = core::header_or_empty(request.headers, "host");
  if (!is_this_machine(host)) return "this API is for this machine; Host must be localhost, 127.0.0.1 or [::1]";
  const auto* origin = core::find_header(request.headers, "origin");
  if (origin != nullptr && core::lower(*origin) != "http://" + core::lower(host))
    return "pages of other sites may not use this API";
  const auto site = core::header_or_empty(request.headers, "sec-fetch-site");
  if (site == "cross-site" || site == "same-site") return "pages of other sites may not use this API";
  return {};
}

// "/tasks/{id}/step" against the path; the decoded id where there is one.
auto match(std::string_view pattern, std::string_view path, std::string& id) -> bool {
  const auto open = pattern.find("{id}");
  if (open == std::string_view::npos) return pattern == path;
  const auto tail = pattern.substr(open + 4);
  if (path.size() <= open + tail.size() || path.substr(0, open) != pattern.substr(0, open) || !path.ends_with(tail))
    return false;
  const auto segment = path.substr(open, path.size() - open - tail.size());
  if (segment.find('/') != std::string_view::npos) return false;
  id = core::percent_decode(segment);
  return true;
}

struct ConsoleFile {
  std::string_view path, file, type;
};
constexpr std::array console_files = {
    ConsoleFile{"/", "mock/console/index.html", "text/html; charset=utf-8"},
    ConsoleFile{"/console.css", "mock/console/console.css", "text/css; charset=utf-8"},
    ConsoleFile{"/console.js", "mock/console/console.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"/page.js", "mock/console/page.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"/tasks.js", "mock/console/tasks.js", "text/javascript; charset=utf-8"},
    ConsoleFile{"/rows.js", "mock/console/rows.js", "text/javascript; charset=utf-8"},
};

auto console_file(std::string_view path) -> std::optional<http::Response> {
  for (const auto& file : console_files) {
    if (file.path != path) continue;
    const auto content = core::embedded_file(file.file);
    if (content.data() == nullptr) return std::nullopt;
    http::Response response{.status = 200};
    response.headers = {{"Content-Type", std::string(file.type)},
                        {"Cache-Control", "no-store"},
                        {"Content-Security-Policy",
                         "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
                         "form-action 'none'"},
                        {"X-Content-Type-Options", "nosniff"}};
    response.body = content;
    return response;
  }
  return std::nullopt;
}

auto read_object(const http::Request& request) -> std::shared_ptr<const Json> {
  if (request.body.empty()) return std::make_shared<const Json>(Json::object());
  const auto type = core::media_type(core::header_or_empty(request.headers, "content-type"));
  if (type != "application/json") throw core::InputError("send the body as Content-Type: application/json");
  const auto parsed = core::parse_json(request.body, {.max_bytes = largest_state, .max_values = 4'000'000});
  if (!parsed) throw core::InputError("the body is not JSON: " + parsed.error);
  if (!parsed.value->is_object()) throw core::InputError("the body must be a JSON object");
  return parsed.value;
}

}  // namespace

auto ControlCall::query(std::string_view name) const -> std::string {
  for (auto& [key, value] : http::parse_query(http::query_of(request.url))) {
    if (key == name) return is_utf8(value) ? value : "?";
  }
  return {};
}

auto control_json(const Json& json, int status) -> http::Response {
  http::Response response{.status = status};
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

auto control_error(int status, const std::string& message) -> http::Response {
  return control_json({{"error", message}}, status);
}

Control::Control(Mock& mock, MockClock& clock) : state_(std::make_unique<State>(State{mock.state(), clock, {}})) {}

Control::~Control() = default;

void Control::set_base_url(std::string url) { state_->base_url = std::move(url); }

auto Control::body_limit(std::string_view method, std::string_view path) -> std::uint64_t {
  return method == "PUT" && path == "/state" ? largest_state : largest_body;
}

auto Control::bad_request(int status, const std::string& reason) -> http::Response {
  return control_error(status, reason);
}

auto Control::handle(const http::Request& request) -> http::Response {
  try {
    if (const auto reason = intruder(request); !reason.empty()) return control_error(403, reason);
    const auto path = http::path_of(request.url);
    const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
    if (method == "GET") {
      if (auto file = console_file(path)) return std::move(*file);
    }
    bool known = false;
    for (const auto& route : control_routes()) {
      std::string id;
      if (!match(route.path, path, id)) continue;
      known = true;
      if (route.method != method) continue;
      if (request.body.size() > body_limit(method, path)) return control_error(413, "the body is too large");
      const auto body = read_object(request);
      ControlCall call{*state_, request, std::move(id), *body};
      return route.handle(call);
    }
    if (known) return control_error(405, "not with " + request.method);
    return control_error(404, "there is no " + repeatable(path) + "; GET /openapi.json says what there is");
  } catch (const NothingThere& error) {
    return control_error(404, error.what());
  } catch (const core::InputError& error) {
    return control_error(400, error.what());
  } catch (const Json::exception&) {
    return control_error(400, "a member of the body has another type than GET /openapi.json says");
  } catch (const std::exception& error) {
    return control_error(500, error.what());
  }
}

}  // namespace vidspec::mock
