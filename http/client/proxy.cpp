#include "http/client/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/text.h"
#include "http/client.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t bits = 0;  // 32 or 128; 0: not an address
};

auto parse_address(std::string_view text) -> Address {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string copy(text);
  Address address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
  } else if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
  }
  return address;
}

auto same_prefix(const Address& a, const Address& b, std::size_t bits) -> bool {
  if (a.bits == 0 || a.bits != b.bits || bits > a.bits) return false;
  for (std::size_t i = 0; i < bits; ++i) {
    if (((a.bytes[i / 8] ^ b.bytes[i / 8]) >> (7U - i % 8)) & 1U) return false;
  }
  return true;
}

// One entry of NO_PROXY against host and port.
auto entry_covers(std::string_view entry, std::string_view host, std::string_view port) -> bool {
  if (entry == "*") return true;
  if (const auto slash = entry.find('/'); slash != std::string_view::npos) {
    const auto bits = parse_decimal(entry.substr(slash + 1));
    return bits && same_prefix(parse_address(entry.substr(0, slash)), parse_address(host), *bits);
  }
  const auto address = parse_address(entry);
  if (address.bits != 0) return same_prefix(address, parse_address(host), address.bits);
  if (const auto colon = entry.rfind(':'); colon != std::string_view::npos) {
    if (entry.substr(colon + 1) != port) return false;
    entry = entry.substr(0, colon);
  }
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty()) return false;
  const auto low = core::lower(entry);
  return host == low || (host.size() > low.size() && host.ends_with(low) && host[host.size() - low.size() - 1] == '.');
}

auto excluded(std::string_view list, std::string_view host, std::string_view port) -> bool {
  while (!list.empty()) {
    const auto entry = list.substr(0, list.find_first_of(", \t"));
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
    if (!entry.empty() && entry_covers(entry, host, port)) return true;
  }
  return false;
}

}  // namespace

auto is_loopback(std::string_view host) -> bool {
  const auto low = core::lower(host);
  if (low == "localhost" || low.ends_with(".localhost")) return true;
  const auto address = parse_address(low);
  return same_prefix(address, parse_address("127.0.0.0"), 8) || same_prefix(address, parse_address("::1"), 128) ||
         same_prefix(address, parse_address("::ffff:127.0.0.0"), 104);
}

auto choose_proxy(const std::string& url, const std::function<const char*(const char*)>& variable) -> std::string {
  const auto first_of = [&](std::initializer_list<const char*> names) -> std::string {
    for (const char* name : names) {
      const char* value = variable(name);
      if (value != nullptr && *value != 0) return value;
    }
    return {};
  };
  const auto origin = origin_of(url);
  if (origin.empty()) return {};
  const auto begin = origin.find("//") + 2;
  const auto colon = origin.rfind(':');
  const auto host = std::string_view(origin).substr(begin, colon - begin);
  if (is_loopback(host) ||
      excluded(first_of({"no_proxy", "NO_PROXY"}), host, std::string_view(origin).substr(colon + 1))) {
    return {};
  }
  auto proxy = origin.starts_with("https") ? first_of({"https_proxy", "HTTPS_PROXY"}) : first_of({"http_proxy"});
  return proxy.empty() ? first_of({"all_proxy", "ALL_PROXY"}) : proxy;
}

auto Client::proxy_for(const std::string& url) -> std::string {
  return choose_proxy(url, [](const char* name) -> const char* { return std::getenv(name); });
}

}  // namespace vidspec::http
