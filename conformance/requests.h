#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/plan.h"
#include "core/profile.h"
#include "http/message.h"

namespace vidspec::conformance {

/// Builds the requests of a dialect. Pure: knows the profile and what the user asked for, sends nothing.
class Requests {
 public:
  Requests(const core::Profile& profile, const RunOptions& options) : profile_(profile), options_(options) {}

  /// The documented create body with the cheapest values, or those of the options; `prompt` replaces the prompt.
  [[nodiscard]] auto create_body(const std::string& prompt) const -> core::Json;

  /// A prompt that no other request of this run has. The user's own for number 0, where there is one.
  [[nodiscard]] auto prompt(int number) const -> std::string;

  /// An id that this server never gave out.
  [[nodiscard]] auto unknown_id(int number) const -> std::string;

  /// An empty request for an operation on a task ("" where it has no `{id}`), absolute URL filled in.
  [[nodiscard]] auto request(const core::OperationSpec& spec, const std::string& id) const -> http::Request;

  /// Puts a body into a request in one of the documented encodings. In a form a nested member is `a[b]`, an array
  /// repeats its name, an object that the schema wants whole is its JSON text. `file` is the member that is sent as a
  /// file.
  void put_body(http::Request& request, const core::OperationSpec& spec, const core::Json& body,
                std::string_view encoding) const;

  /// Canonical words of what a create asks for: for prices and for plans.
  [[nodiscard]] auto model() const -> std::string;
  [[nodiscard]] auto size() const -> std::string;
  [[nodiscard]] auto seconds() const -> std::string;

 private:
  const core::Profile& profile_;
  const RunOptions& options_;
};

/// Where a result URL leads a client that trims it and knows the API's base URL; empty where that is no http(s)
/// address.
auto address_of(const std::string& base_url, std::string_view result_url) -> std::string;

/// A body that the documentation forbids, and why.
struct Negative {
  std::string field;      ///< the member, "" for the body as a whole
  std::string violation;  ///< "malformed", "type", "file", "missing", "range", "enum", "unknown-model"
  std::string encoding;
  core::Json body;                 ///< unless malformed
  std::string raw;                 ///< the bytes of a malformed body
  std::string content_type;        ///< of a malformed body
  std::optional<http::Part> file;  ///< a file that goes along
};

/// The bodies that the documentation of create forbids, from the least to the most likely to be accepted. Empty where
/// it forbids nothing.
auto negatives_of(const core::Profile& profile, const Requests& requests) -> std::vector<Negative>;

}  // namespace vidspec::conformance
