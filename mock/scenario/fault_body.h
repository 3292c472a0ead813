#pragma once

#include "mock/scenario/faults.h"

namespace vidspec::mock {

// What faults do to status, headers and body. Each is the `apply` of a row in mock/scenario/faults.cpp.
void respond(const core::Json& parameters, const FaultContext& context, http::Response& response);
void lose(const core::Json& parameters, const FaultContext& context, http::Response& response);
void redirect(const core::Json& parameters, const FaultContext& context, http::Response& response);
void change_status(const core::Json& parameters, const FaultContext& context, http::Response& response);
void patch_body(const core::Json& parameters, const FaultContext& context, http::Response& response);
void reshape_body(const core::Json& parameters, const FaultContext& context, http::Response& response);
void change_words(const core::Json& parameters, const FaultContext& context, http::Response& response);
void convert_value(const core::Json& parameters, const FaultContext& context, http::Response& response);
void break_json(const core::Json& parameters, const FaultContext& context, http::Response& response);
void change_content_type(const core::Json& parameters, const FaultContext& context, http::Response& response);
void change_headers(const core::Json& parameters, const FaultContext& context, http::Response& response);

}  // namespace vidspec::mock
