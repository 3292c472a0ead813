#include "http/relay/headers.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "http/message.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

constexpr std::array<std::string_view, 10> hop_by_hop = {
    "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization",
    "te",         "trailer",    "upgrade",          "transfer-encoding",  "content-length"};

auto named_by_connection(const core::Headers& headers) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& header : headers) {
    if (!core::iequals(header.name, "Connection")) continue;
    std::string_view list = header.value;
    while (!list.empty()) {
      const auto one = list.substr(0, list.find(','));
      list.remove_prefix(std::min(one.size() + 1, list.size()));
      names.push_back(core::lower(trim_blanks(one)));
    }
  }
  return names;
}

}  // namespace

auto end_to_end(const core::Headers& headers) -> core::Headers {
  const auto named = named_by_connection(headers);
  core::Headers result;
  for (const auto& header : headers) {
    const auto name = core::lower(header.name);
    const bool hop = std::find(hop_by_hop.begin(), hop_by_hop.end(), name) != hop_by_hop.end() ||
                     std::find(named.begin(), named.end(), name) != named.end();
    if (!hop) result.push_back(header);
  }
  return result;
}

auto upward(const core::Headers& headers) -> core::Headers {
  auto result = end_to_end(headers);
  for (const char* name : {"Host", "Expect", "Accept-Encoding"}) core::remove_header(result, name);
  result.push_back({"Accept-Encoding", "identity"});
  return result;
}

auto downward(const core::Headers& headers, const std::string& upstream, const std::string& own) -> core::Headers {
  auto result = end_to_end(headers);
  for (auto& header : result) {
    if (core::iequals(header.name, "Location") && origin_of(header.value) == upstream)
      header.value =
          own + header.value.substr(std::min(header.value.find('/', header.value.find("//") + 2), header.value.size()));
  }
  if (const auto* length = core::find_header(headers, "Content-Length"); length != nullptr)
    result.push_back({"Content-Length", *length});
  return result;
}

}  // namespace vidspec::http
