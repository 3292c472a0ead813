#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

/// One header line as it was on the wire: the name keeps its case, the value is trimmed and otherwise untouched.
struct Header {
  std::string name;
  std::string value;
  friend auto operator==(const Header&, const Header&) -> bool = default;
};

/// Header lines in wire order, duplicates kept. Names compare without regard to ASCII case.
using Headers = std::vector<Header>;

/// The first value of that name, or nullptr. The pointer lives as long as the headers are not changed.
auto find_header(const Headers& headers, std::string_view name) -> const std::string*;

/// The first value of that name, or the empty string.
auto header_or_empty(const Headers& headers, std::string_view name) -> std::string_view;

/// How many lines have that name.
auto count_header(const Headers& headers, std::string_view name) -> std::size_t;

/// Replaces every line of that name by one; appends it where there is none.
void set_header(Headers& headers, std::string_view name, std::string_view value);

/// Removes every line of that name.
void remove_header(Headers& headers, std::string_view name);

/// The media type of a Content-Type value: lower case, without parameters ("application/json; charset=x" →
/// "application/json").
auto media_type(std::string_view content_type) -> std::string;

/// The value of a parameter of a header value ("multipart/form-data; boundary=x", "boundary" → "x"), unquoted, or
/// empty.
auto header_parameter(std::string_view value, std::string_view parameter) -> std::string;

}  // namespace vidspec::core
