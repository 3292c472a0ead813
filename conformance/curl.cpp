#include "conformance/check.h"
#include "conformance/kept.h"

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

auto is_curls_own(std::string_view name) -> bool {
  return core::iequals(name, "Host") || core::iequals(name, "Content-Length") || core::iequals(name, "User-Agent") ||
         core::iequals(name, "Accept-Encoding");
}

/// A key that every server refuses, where that is what the request was about; else the reader's own.
auto key_of(const core::Exchange& exchange) -> std::string {
  return exchange.intent.starts_with("wrong-key") ? "sk-invalid-vidspec" : "$VIDSPEC_API_KEY";
}

auto headers_of(const core::Exchange& exchange) -> std::string {
  const auto& request = exchange.request;
  std::string text;
  bool key = false;
  for (const auto& header : request.headers) {
    if (is_curls_own(header.name)) continue;
    if (!request.parts.empty() && core::iequals(header.name, "Content-Type")) continue;
    if (is_credential(header.name)) {
      const bool bearer = core::iequals(header.name, "Authorization");
      if (!request.key_sent || key || core::iequals(header.name, "Cookie")) continue;
      key = true;
      text += " -H \"" + header.name + (bearer ? ": Bearer " : ": ") + key_of(exchange) + "\"";
    } else {
      text += " -H " + shell_quoted(header.name + ": " + header.value);
    }
  }
  if (request.key_sent && !key) text += " -H \"Authorization: Bearer " + key_of(exchange) + "\"";
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
  return text + headers_of(exchange) + body_of(request) + " " + shell_quoted(request.url);
}

}  // namespace vidspec::conformance
