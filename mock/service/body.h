#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"
#include "core/request_check.h"
#include "http/message.h"
#include "mock/service/hints.h"
#include "mock/service/render.h"

namespace vidspec::mock {

/// A request body, whatever its encoding: one JSON object and the files beside it.
struct Body {
  core::Json value;
  std::vector<core::FilePart> files;
  std::vector<std::string> images;  ///< the bytes of the files, same order
  std::optional<ApiError> error;    ///< it could not be read
};

/// Reads JSON, multipart/form-data or a URL-encoded form. Bracketed names make nested members: `video[id]`, `images[]`,
/// `characters[][id]`. Encodings that the operation does not document are refused.
auto read_body(const core::Profile& profile, const core::OperationSpec& operation, const http::Request& request)
    -> Body;

/// The first thing that is wrong with a body, in the wording of the reference interface; nothing when it is accepted.
auto judge_body(const core::Profile& profile, const Hints& hints, const core::OperationSpec& operation,
                const Body& body) -> std::optional<ApiError>;

/// The first parameter that the dialect does not know, or empty.
auto unknown_parameter(const core::Profile& profile, const Hints& hints, const core::OperationSpec& operation,
                       const Body& body) -> std::string;

/// The same for the query of a list.
auto judge_query(const core::Profile& profile, const core::Json& query) -> std::optional<ApiError>;

/// "'4', '8', and '12'": the values as the reference interface lists them.
auto listed(const std::vector<std::string>& values, std::string_view conjunction) -> std::string;

/// `Invalid value: '15'. Supported values are: '4', '8', and '12'.`
auto invalid_value(std::string_view parameter, std::string_view value, const std::vector<std::string>& supported)
    -> ApiError;

}  // namespace vidspec::mock
