#pragma once

#include "mock/scenario/faults.h"

namespace vidspec::mock {

// What faults do on the wire. Each is the `apply` of a row in mock/scenario/faults.cpp.
void delay(const core::Json& parameters, const FaultContext& context, http::Response& response);
void drip(const core::Json& parameters, const FaultContext& context, http::Response& response);
void stall(const core::Json& parameters, const FaultContext& context, http::Response& response);
void close_connection(const core::Json& parameters, const FaultContext& context, http::Response& response);
void reset_connection(const core::Json& parameters, const FaultContext& context, http::Response& response);
void truncate(const core::Json& parameters, const FaultContext& context, http::Response& response);
void wrong_length(const core::Json& parameters, const FaultContext& context, http::Response& response);
void send_chunked(const core::Json& parameters, const FaultContext& context, http::Response& response);
void send_bad_chunk(const core::Json& parameters, const FaultContext& context, http::Response& response);
void send_raw(const core::Json& parameters, const FaultContext& context, http::Response& response);
void ignore_range(const core::Json& parameters, const FaultContext& context, http::Response& response);

}  // namespace vidspec::mock
