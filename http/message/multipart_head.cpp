#include "http/message/multipart_head.h"

#include <algorithm>

#include "core/headers.h"
#include "core/text.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

constexpr std::size_t max_boundary = 70;

auto has_parameter(std::string_view low, std::string_view name) -> bool {
  bool quoted = false;
  for (std::size_t i = 0; i < low.size(); ++i) {
    if (quoted && low[i] == '\\') {
      ++i;
    } else if (low[i] == '"') {
      quoted = !quoted;
    } else if (low[i] == ';' && !quoted) {
      const auto rest = low.substr(i + 1);
      if (core::trim(rest.substr(0, rest.find_first_of("=;"))) == name) return true;
    }
  }
  return false;
}

// However it is read: to some a backslash escapes a quote, to browsers it is a character.
auto has_open_quote(std::string_view value) -> bool {
  int all = 0;
  int unescaped = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '"') continue;
    ++all;
    if (i == 0 || value[i - 1] != '\\') ++unescaped;
  }
  return all % 2 == 1 && unescaped % 2 == 1;
}

auto read_disposition(std::string_view value, Part& part) -> const char* {
  if (core::media_type(value) != "form-data") return "a part is not form-data";
  if (has_open_quote(value)) return "a Content-Disposition has a quote that is not closed";
  part.name = core::header_parameter(value, "name");
  if (part.name.empty()) return "a part has no name";
  const auto low = core::lower(value);
  const auto at = low.find("filename");
  if (at == std::string::npos) return nullptr;
  part.filename = core::header_parameter(value, "filename");
  // `filename=""` is how browsers send a file input that was left empty: a file still.
  part.file = !part.filename.empty() || has_parameter(low, "filename");
  return nullptr;
}

auto read_line(std::string_view name, std::string_view value, Part& part, bool& disposition) -> const char* {
  if (core::iequals(name, "Content-Disposition")) {
    if (disposition) return "a part has two Content-Disposition headers";
    disposition = true;
    return read_disposition(value, part);
  }
  if (core::iequals(name, "Content-Type")) part.content_type = value;
  if (core::iequals(name, "Content-Transfer-Encoding")) {
    const auto coding = core::lower(value);
    if (coding != "binary" && coding != "8bit" && coding != "7bit") return "a part has a Content-Transfer-Encoding";
  }
  return nullptr;
}

}  // namespace

auto is_boundary(std::string_view text) -> bool {
  constexpr std::string_view others = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= max_boundary && !text.ends_with(' ') &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  others.find(c) != std::string_view::npos;
         });
}

auto read_part_head(std::string_view head, Part& part) -> const char* {
  bool disposition = false;
  while (!head.empty()) {
    head.remove_prefix(2);  // the CRLF before each line
    const auto line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(line.size());
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return "a header line of a part is malformed";
    const auto value = trim_blanks(line.substr(colon + 1));
    if (!is_field_value(value)) return "a header of a part holds a control character";
    if (const auto* problem = read_line(line.substr(0, colon), value, part, disposition)) return problem;
  }
  return disposition ? nullptr : "a part has no Content-Disposition";
}

}  // namespace vidspec::http
