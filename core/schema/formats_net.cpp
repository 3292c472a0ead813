#include "core/schema/formats_net.h"

#include <algorithm>
#include <cstddef>

#include "core/schema/uri.h"
#include "core/text.h"

namespace vidspec::core::schema::formats {

namespace {

auto is_hex(char c) -> bool { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
auto is_alphanumeric(char c) -> bool { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
auto is_foreign(char c) -> bool { return static_cast<unsigned char>(c) >= 0x80; }
auto one_of(char c, std::string_view set) -> bool { return set.find(c) != std::string_view::npos; }

auto is_label(std::string_view label, bool international) -> bool {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  // Two hyphens in the third and fourth place are kept for encoded labels.
  if (label.size() > 3 && label.substr(2, 2) == "--" && !label.starts_with("xn--") && !label.starts_with("XN--"))
    return false;
  return std::all_of(label.begin(), label.end(),
                     [&](char c) { return is_alphanumeric(c) || c == '-' || (international && is_foreign(c)); });
}

auto is_host(std::string_view text, bool international) -> bool {
  if (text.empty() || text.size() > 253) return false;
  while (true) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot), international)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

auto is_dot_atom(std::string_view text, bool international) -> bool {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || c == '.' || one_of(c, others) || (international && is_foreign(c));
  });
}

auto is_quoted_local_part(std::string_view text, bool international) -> bool {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && ++i == text.size()) return false;
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) return false;
    if (is_foreign(text[i]) ? !international : text[i] < 0x20) return false;
  }
  return true;
}

auto is_mailbox(std::string_view text, bool international) -> bool {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at > 64) return false;
  const std::string_view local = text.substr(0, at);
  std::string_view domain = text.substr(at + 1);
  if (!is_dot_atom(local, international) && !is_quoted_local_part(local, international)) return false;
  if (!domain.starts_with("[") || !domain.ends_with("]")) return is_host(domain, international);
  domain = domain.substr(1, domain.size() - 2);
  return domain.starts_with("IPv6:") ? is_ipv6(domain.substr(5)) : is_ipv4(domain);
}

/// Only characters that may stand in that part of a URI, and whole percent escapes.
auto is_clean(std::string_view text, std::string_view extra, bool international) -> bool {
  constexpr std::string_view unreserved_and_delimiters = "-._~!$&'()*+,;=";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    } else if (!is_alphanumeric(c) && !one_of(c, unreserved_and_delimiters) && !one_of(c, extra) &&
               !(international && is_foreign(c))) {
      return false;
    }
  }
  return true;
}

auto is_ip_literal(std::string_view text) -> bool {
  if (text.starts_with("v") || text.starts_with("V")) {
    const auto dot = text.find('.');
    return dot != std::string_view::npos && dot > 1 &&
           std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(dot), is_hex) &&
           dot + 1 < text.size() && is_clean(text.substr(dot + 1), ":", false);
  }
  return is_ipv6(text);
}

auto is_authority(std::string_view text, bool international) -> bool {
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    if (!is_clean(text.substr(0, at), ":", international)) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with("[")) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || !is_ip_literal(text.substr(1, end - 1))) return false;
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
  } else {
    const auto colon = text.find(':');
    port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    if (!is_clean(text.substr(0, colon), "", international)) return false;
  }
  return port.empty() || std::all_of(port.begin() + 1, port.end(), is_digit);
}

auto is_reference(std::string_view text, bool absolute, bool international) -> bool {
  const Uri uri = parse_uri(text);
  if (absolute && uri.scheme.empty()) return false;
  // A first segment with a colon would be read as a scheme.
  if (uri.scheme.empty() && !uri.has_authority &&
      uri.path.substr(0, uri.path.find('/')).find(':') != std::string_view::npos) {
    return false;
  }
  return is_authority(uri.authority, international) && is_clean(uri.path, ":@/", international) &&
         is_clean(uri.query, ":@/?", international) && is_clean(uri.fragment, ":@/?", international);
}

auto is_template_variable(std::string_view text) -> bool {
  if (text.ends_with('*')) {
    text.remove_suffix(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view length = text.substr(colon + 1);
    if (length.empty() || length.size() > 4 || length.front() == '0' ||
        !std::all_of(length.begin(), length.end(), is_digit))
      return false;
    text = text.substr(0, colon);
  }
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))) return false;
    if (!is_alphanumeric(text[i]) && !one_of(text[i], "_.%")) return false;
  }
  return true;
}

auto is_template_expression(std::string_view text) -> bool {
  if (!text.empty() && one_of(text.front(), "+#./;?&")) text.remove_prefix(1);
  while (true) {
    const auto comma = text.find(',');
    if (!is_template_variable(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

auto is_hostname(std::string_view text) -> bool { return is_host(text, false); }
auto is_idn_hostname(std::string_view text) -> bool { return is_host(text, true); }
auto is_email(std::string_view text) -> bool { return is_mailbox(text, false); }
auto is_idn_email(std::string_view text) -> bool { return is_mailbox(text, true); }
auto is_uri(std::string_view text) -> bool { return is_reference(text, true, false); }
auto is_uri_reference(std::string_view text) -> bool { return is_reference(text, false, false); }
auto is_iri(std::string_view text) -> bool { return is_reference(text, true, true); }
auto is_iri_reference(std::string_view text) -> bool { return is_reference(text, false, true); }

auto is_ipv4(std::string_view text) -> bool {
  for (int part = 0; part < 4; ++part) {
    std::size_t digits = 0;
    int value = 0;
    while (digits < text.size() && digits < 4 && is_digit(text[digits])) value = value * 10 + (text[digits++] - '0');
    if (digits == 0 || digits > 3 || value > 255 || (digits > 1 && text.front() == '0')) return false;
    text.remove_prefix(digits);
    if (part == 3) return text.empty();
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
  }
  return false;
}

auto is_ipv6(std::string_view text) -> bool {
  int groups = 0;
  bool shortened = false;
  if (text.starts_with("::")) {
    shortened = true;
    text.remove_prefix(2);
    if (text.empty()) return true;
  }
  while (true) {
    const auto colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      groups += 2;
      return is_ipv4(group) && (shortened ? groups < 8 : groups == 8);
    }
    if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex)) return false;
    ++groups;
    if (colon == std::string_view::npos) return shortened ? groups < 8 : groups == 8;
    text.remove_prefix(colon + 1);
    if (text.starts_with(':')) {
      if (shortened) return false;
      shortened = true;
      text.remove_prefix(1);
      if (text.empty()) return groups < 8;
    }
    if (groups > 8) return false;
  }
}

auto is_uri_template(std::string_view text) -> bool {
  while (!text.empty()) {
    const char c = text.front();
    if (c == '{') {
      const auto end = text.find('}');
      if (end == std::string_view::npos || !is_template_expression(text.substr(1, end - 1))) return false;
      text.remove_prefix(end + 1);
      continue;
    }
    if (c == '%' && (text.size() < 3 || !is_hex(text[1]) || !is_hex(text[2]))) return false;
    if (c <= 0x20 && !is_foreign(c)) return false;
    if (one_of(c, "\"'<>\\^`{|}\x7f")) return false;
    text.remove_prefix(1);
  }
  return true;
}

}  // namespace vidspec::core::schema::formats
