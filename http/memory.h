#pragma once

#include "core/time.h"
#include "http/message.h"

namespace vidspec::http {

/// Plugs a served Exchange into an asking one without a wire, in virtual time: what a client would have seen. Enacts
/// the Delivery (a delay moves the clock, a cut body is Failure::truncated or reset, a timeout is Failure::timeout at
/// the deadline), Range, HEAD, multipart encoding, Content-Length, the bound on the body, and on_body.
auto in_memory(Exchange server, core::VirtualClock& clock) -> Exchange;

}  // namespace vidspec::http
