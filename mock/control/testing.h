#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/embedded.h"
#include "core/schema.h"
#include "core/text.h"
#include "mock/control/call.h"
#include "mock/scenario.h"
#include "mock/testing.h"

namespace vidspec::mock {

/// The description of the control API.
inline auto openapi() -> const core::Json& {
  static const core::Json document = core::Json::parse(core::embedded_file("schemas/control.openapi.json"));
  return document;
}

/// The schema of an answer as the file has it: referred to from a document of its own, or inline.
inline auto answer_schema(std::string_view path, const std::string& method, int status) -> core::Json {
  const core::Json& responses = openapi()["paths"][std::string(path)][method]["responses"];
  const auto found = responses.find(std::to_string(status));
  if (found == responses.end()) return core::Json();
  const core::Json* response = &*found;
  if (response->contains("$ref"))
    response = core::find_pointer(openapi(), (*response)["$ref"].get<std::string>().substr(1));
  const auto* schema = core::find_pointer(*response, "/content/application~1json/schema");
  if (schema == nullptr) return true;
  core::Json whole = *schema;
  whole["components"] = openapi()["components"];
  return whole;
}

/// Every answer that a test sees is held against the OpenAPI file.
inline void hold_against_openapi(const std::string& method, std::string_view path, const http::Response& response) {
  if (response.status == 405 || path.find("nothing") != std::string_view::npos) return;
  for (const auto& route : control_routes()) {
    std::string pattern(route.path);
    if (const auto id = pattern.find("{id}"); id != std::string::npos) pattern.replace(id, 4, "*");
    const bool deeper = std::count(path.begin(), path.end(), '/') != std::count(pattern.begin(), pattern.end(), '/');
    if (route.method != method || deeper || !matches_pattern(pattern, path)) continue;
    const auto schema = answer_schema(route.path, core::lower(method), response.status);
    ASSERT_FALSE(schema.is_null()) << method << " " << path << " answers " << response.status
                                   << ", which is not documented";
    const auto body = core::Json::parse(response.body, nullptr, false);
    if (!schema.is_object() || body.is_discarded()) return;
    const auto violations = core::Schema::compile(schema, {.strict = false}).validate(body);
    ASSERT_TRUE(violations.empty()) << method << " " << path << violations.front().instance << ": expected "
                                    << violations.front().expected << ", was " << violations.front().actual;
    return;
  }
}

/// A mock with its control API, a clock that tests move, and short ways to ask both.
struct ControlBench {
  explicit ControlBench(Settings settings = {})
      : clock(base), mock(profile_of("openai"), std::move(settings), clock), control(mock, clock) {}

  auto api(const std::string& method, const std::string& target, const std::string& body = "",
           const std::string& key = "sk-a") -> http::Response {
    http::Request request{
        .method = method, .url = target, .headers = {{"Host", "mock.test"}, {"Authorization", "Bearer " + key}}};
    if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    request.body = body;
    return mock.handle(request);
  }
  auto make(const std::string& key = "sk-a") -> std::string {
    return core::Json::parse(api("POST", "/v1/videos", R"({"prompt":"a boat"})", key).body)["id"];
  }
  auto status_of(const std::string& id) -> std::string {
    return core::Json::parse(api("GET", "/v1/videos/" + id).body)["status"];
  }

  auto ask(const std::string& method, const std::string& target, const core::Json& body = core::Json(),
           core::Headers headers = {{"Host", "127.0.0.1:8081"}}) -> http::Response {
    http::Request request{.method = method, .url = target, .headers = std::move(headers)};
    if (!body.is_null()) {
      request.headers.push_back({"Content-Type", "application/json"});
      request.body = body.dump();
    }
    auto response = control.handle(request);
    hold_against_openapi(method, http::path_of(target), response);
    return response;
  }
  auto json(const std::string& method, const std::string& target, const core::Json& body = core::Json()) -> core::Json {
    return core::Json::parse(ask(method, target, body).body);
  }

  core::VirtualClock base;
  MockClock clock;
  Mock mock;
  Control control;
};

}  // namespace vidspec::mock
