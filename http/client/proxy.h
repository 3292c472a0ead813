#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace vidspec::http {

/// The proxy for a URL by these variables (a function from name to value, nullptr where unset), or empty.
/// `https_proxy`/`HTTPS_PROXY`, for http URLs `http_proxy` (lower case only: a CGI server sets the other from a
/// header), then `all_proxy`/`ALL_PROXY`; `no_proxy`/`NO_PROXY` lists hosts, domains, addresses, CIDR blocks or `*`.
/// Never for loopback.
auto choose_proxy(const std::string& url, const std::function<const char*(const char*)>& variable) -> std::string;

/// Whether a host (as in a URL, brackets allowed) is this machine: localhost and its subdomains, 127.0.0.0/8, ::1.
auto is_loopback(std::string_view host) -> bool;

}  // namespace vidspec::http
