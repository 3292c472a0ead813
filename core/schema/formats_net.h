#pragma once

#include <string_view>

/// Formats of names and addresses on a network, and of URIs.
namespace vidspec::core::schema::formats {

auto is_hostname(std::string_view text) -> bool;
auto is_idn_hostname(std::string_view text) -> bool;
auto is_ipv4(std::string_view text) -> bool;
auto is_ipv6(std::string_view text) -> bool;
auto is_email(std::string_view text) -> bool;
auto is_idn_email(std::string_view text) -> bool;
auto is_uri(std::string_view text) -> bool;
auto is_uri_reference(std::string_view text) -> bool;
auto is_iri(std::string_view text) -> bool;
auto is_iri_reference(std::string_view text) -> bool;
auto is_uri_template(std::string_view text) -> bool;

}  // namespace vidspec::core::schema::formats
