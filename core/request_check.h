#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"

namespace vidspec::core {

/// One thing that a request schema states about one member of a body, and how strongly a server is to refuse its
/// violation.
struct RequestRule {
  std::string id;       ///< `<schema>.<member>.<assertion>`, e.g. "create.request.seconds.enum"; of the body:
                        ///< "create.request.present"
  std::string pointer;  ///< JSON pointer into the body, "" for the body as a whole
  Assertion assertion = Assertion::type;
  Binding binding;                 ///< where the rule is stated
  Level rejected = Level::should;  ///< the weaker of the rule's level and what the schema's `rejected` allows
};

/// Every rule of one request schema, in schema order; empty where there is no such schema.
auto request_rules(const Profile& profile, std::string_view schema) -> std::vector<RequestRule>;

/// The ids of the rules of all request schemas.
auto request_ids(const Profile& profile) -> std::vector<std::string>;

/// A file of a multipart body, as far as schemas look at it.
struct FilePart {
  std::string name;  ///< of the form field
  std::string content_type;
};

/// What is wrong with one request.
struct RequestMistake {
  std::string id;        ///< the rule
  std::string pointer;   ///< into the body
  std::string expected;  ///< in words
  std::string actual;
};

/// Judges a body (a form turned into JSON, see form_value) against a request schema. What an ambiguity of the profile
/// covers is not a mistake. Files count as present members; their media type is judged against the member's
/// `x-vidspec.file`.
auto check_request(const Profile& profile, std::string_view schema, const Json& body,
                   const std::vector<FilePart>& files = {}) -> std::vector<RequestMistake>;

/// The text of a form field as the JSON value that the schema's member has: a number, boolean, object or array where
/// the member is typed so and the text is one; else the text as a string.
auto form_value(const Profile& profile, std::string_view schema, std::string_view field, const std::string& text)
    -> Json;

}  // namespace vidspec::core
