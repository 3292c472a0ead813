#pragma once

#include <string>

#include "http/message.h"

namespace vidspec::http {

/// Makes `seen` of an asked request: what arrives at the server, with its target instead of a URL, its parts encoded,
/// and all header lines in wire order (Host, User-Agent, Accept, the given ones, Content-Type of multipart,
/// Content-Length). Returns one line that says why it must not be sent, or nothing: a URL that is not http(s) or
/// carries user info, a method or header that would break out of its line.
auto make_outgoing(const Request& request, Request& seen, std::string_view user_agent = "vidspec") -> std::string;

}  // namespace vidspec::http
