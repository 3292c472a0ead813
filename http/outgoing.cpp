#include "http/outgoing.h"

#include <algorithm>

#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

auto authority_of(std::string_view url) -> std::string_view {
  const auto begin = url.find("//") + 2;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

auto problem_of(const Request& request) -> std::string {
  if (origin_of(request.url).empty()) return "not an http or https URL: " + core::elide(request.url, 100);
  if (authority_of(request.url).find('@') != std::string_view::npos)
    return "a URL with user info is not asked; send a header instead";
  if (!is_token(request.method)) return "not a method: " + core::elide(request.method, 40);
  for (const auto& header : request.headers) {
    if (!is_token(header.name)) return "not a header name: " + core::elide(header.name, 40);
    if (!is_field_value(header.value)) return "the value of header " + header.name + " holds a control character";
  }
  return {};
}

auto target_of(std::string_view url) -> std::string {
  const auto begin = url.find("//") + 2;
  const auto start = std::min(url.find_first_of("/?#", begin), url.size());
  auto target = std::string(url.substr(start, url.find('#', start) - start));
  return target.starts_with('/') ? target : "/" + target;
}

}  // namespace

auto make_outgoing(const Request& request, Request& seen, std::string_view user_agent) -> std::string {
  if (auto problem = problem_of(request); !problem.empty()) return problem;
  const auto url = resolve_url(request.url, request.url);
  seen.method = request.method;
  seen.url = target_of(url);
  seen.headers.push_back({"Host", std::string(authority_of(url))});
  const auto add_unless_given = [&](const char* name, std::string value) {
    if (core::find_header(request.headers, name) == nullptr) seen.headers.push_back({name, std::move(value)});
  };
  add_unless_given("User-Agent", std::string(user_agent));
  add_unless_given("Accept", "*/*");
  for (const auto& header : request.headers) {
    const bool ours = core::iequals(header.name, "Host") || core::iequals(header.name, "Content-Length") ||
                      core::iequals(header.name, "Transfer-Encoding") || core::iequals(header.name, "Expect");
    const bool replaced = !request.parts.empty() && core::iequals(header.name, "Content-Type");
    if (!ours && !replaced) seen.headers.push_back(header);
  }
  seen.body = request.body;
  if (!request.parts.empty()) {
    const auto boundary = multipart_boundary(request.parts);
    seen.body = encode_multipart(request.parts, boundary);
    seen.headers.push_back({"Content-Type", "multipart/form-data; boundary=" + boundary});
  }
  const bool has_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH" || !seen.body.empty();
  if (has_body) seen.headers.push_back({"Content-Length", std::to_string(seen.body.size())});
  return {};
}

}  // namespace vidspec::http
