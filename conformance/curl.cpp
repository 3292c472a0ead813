#include "conformance/check.h"

namespace vidspec::conformance {

namespace {

constexpr std::size_t max_body = 2000;

// In single quotes for a POSIX shell; a single quote itself leaves and re-enters them.
auto shell_quoted(std::string_view text) -> std::string {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else if (static_cast<unsigned char>(c) >= 32 || c == '\n') {
      result += c;
    }
  }
  return result + "'";
}

auto is_credential(std::string_view name) -> bool {
  return core::iequals(name, "Authorization") || core::iequals(name, "api-key") || core::iequals(name, "x-api-key");
}

auto is_curls_own(std::string_view name) -> bool {
  return core::iequals(name, "Host") || core::iequals(name, "Content-Length") || core::iequals(name, "User-Agent") ||
         core::iequals(name, "Accept-Encoding");
}

auto headers_of(const core::SentRequest& request) -> std::string {
  std::string text;
  bool key = false;
  for (const auto& header : request.headers) {
    if (is_curls_own(header.name)) continue;
    if (!request.parts.empty() && core::iequals(header.name, "Content-Type")) continue;
    if (is_credential(header.name)) {
      if (!request.key_sent || key) continue;
      key = true;
      const bool bearer = core::iequals(header.name, "Authorization");
      text += " -H \"" + header.name + (bearer ? ": Bearer $VIDSPEC_API_KEY\"" : ": $VIDSPEC_API_KEY\"");
    } else {
      text += " -H " + shell_quoted(header.name + ": " + header.value);
    }
  }
  if (request.key_sent && !key) text += " -H \"Authorization: Bearer $VIDSPEC_API_KEY\"";
  return text;
}

auto body_of(const core::SentRequest& request) -> std::string {
  std::string text;
  for (const auto& part : request.parts) {
    if (part.file) {
      text += " -F " + shell_quoted(part.name + "=@" + (part.filename.empty() ? "FILE" : part.filename));
    } else {
      text += " --form-string " + shell_quoted(part.name + "=" + core::elide(part.value, max_body));
    }
  }
  if (request.parts.empty() && !request.body.empty())
    text += " --data-raw " + shell_quoted(core::elide(request.body, max_body));
  return text;
}

}  // namespace

auto curl_of(const core::Exchange& exchange) -> std::string {
  const auto& request = exchange.request;
  std::string text = "curl -sS";
  if (request.method == "HEAD") {
    text += " -I";
  } else {
    text += " -i";
    if (request.method != "GET") text += " -X " + shell_quoted(request.method);
  }
  return text + headers_of(request) + body_of(request) + " " + shell_quoted(request.url);
}

}  // namespace vidspec::conformance
