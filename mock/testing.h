#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/profile.h"
#include "mock/mock.h"

namespace vidspec::mock {

/// A built-in profile, read once for all tests.
inline auto profile_of(const std::string& name) -> std::shared_ptr<const core::Profile> {
  static std::map<std::string, std::shared_ptr<const core::Profile>> loaded;
  auto& profile = loaded[name];
  if (profile == nullptr) profile = core::load_profile(name);
  return profile;
}

/// What of an object does not hold against a schema of a profile, in lines; empty where all holds.
inline auto conforms(const std::string& profile, const std::string& schema, const core::Json& json) -> std::string {
  std::string problems;
  for (const auto& violation : profile_of(profile)->schema(schema)->validate(json)) {
    problems += violation.instance + " " + violation.keyword + " expected " + violation.expected + " got " +
                violation.actual + "\n";
  }
  return problems;
}

/// A mock with a clock that tests move, and short ways to ask it.
struct TestBench {
  explicit TestBench(const std::string& profile = "openai", Settings settings = {})
      : mock(profile_of(profile), std::move(settings), clock) {}

  auto ask(const std::string& method, const std::string& target, const std::string& body = "",
           const std::string& type = "application/json", core::Headers more = {}) -> http::Response {
    http::Request request{.method = method, .url = target, .headers = std::move(more)};
    request.headers.push_back({"Host", "mock.test"});
    if (core::find_header(request.headers, "authorization") == nullptr && !key.empty()) {
      request.headers.push_back({"Authorization", "Bearer " + key});
    }
    if (!body.empty()) request.headers.push_back({"Content-Type", type});
    request.body = body;
    return mock.handle(request);
  }
  auto get(const std::string& target) -> http::Response { return ask("GET", target); }
  auto post(const std::string& target, const core::Json& body) -> http::Response {
    return ask("POST", target, body.dump());
  }
  auto json(const http::Response& response) -> core::Json { return core::Json::parse(response.body, nullptr, false); }

  core::VirtualClock clock;
  std::string key = "sk-test";
  Mock mock;
};

/// A multipart body of text fields.
inline auto form(const std::vector<std::pair<std::string, std::string>>& fields) -> std::string {
  std::vector<http::Part> parts;
  for (const auto& [name, value] : fields) parts.push_back({.name = name, .content = value});
  return http::encode_multipart(parts, "b");
}
inline constexpr auto form_type = "multipart/form-data; boundary=b";

}  // namespace vidspec::mock
