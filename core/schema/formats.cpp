#include "core/schema/formats.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "core/schema/formats_net.h"
#include "core/schema/pattern.h"
#include "core/text.h"

namespace vidspec::core::schema {

namespace {

/// Takes exactly `digits` digits off the front.
auto take_number(std::string_view& text, std::size_t digits, int& value) -> bool {
  if (text.size() < digits || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit))
    return false;
  value = 0;
  for (std::size_t i = 0; i < digits; ++i) value = value * 10 + (text[i] - '0');
  text.remove_prefix(digits);
  return true;
}

auto take(std::string_view& text, char c) -> bool {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

auto take_date(std::string_view& text) -> bool {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!take_number(text, 4, year) || !take(text, '-') || !take_number(text, 2, month) || !take(text, '-') ||
      !take_number(text, 2, day)) {
    return false;
  }
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

auto is_date(std::string_view text) -> bool { return take_date(text) && text.empty(); }

auto is_time(std::string_view text) -> bool {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!take_number(text, 2, hour) || !take(text, ':') || !take_number(text, 2, minute) || !take(text, ':') ||
      !take_number(text, 2, second) || hour > 23 || minute > 59 || second > 60) {
    return false;
  }
  if (take(text, '.')) {
    if (text.empty() || !is_digit(text.front())) return false;
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  }
  int offset = 0;
  if (!take(text, 'Z') && !take(text, 'z')) {
    const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    int hours = 0;
    int minutes = 0;
    if (sign == 0 || !take_number(text, 2, hours) || !take(text, ':') || !take_number(text, 2, minutes) || hours > 23 ||
        minutes > 59) {
      return false;
    }
    offset = sign * (hours * 60 + minutes);
  }
  // Leap seconds are inserted at the end of a UTC day.
  constexpr int day = 24 * 60;
  const bool last_minute = ((hour * 60 + minute - offset) % day + day) % day == day - 1;
  return text.empty() && (second < 60 || last_minute);
}

auto is_date_time(std::string_view text) -> bool {
  return take_date(text) && (take(text, 'T') || take(text, 't')) && is_time(text);
}

/// Numbers with the units of `order`, which may begin anywhere and end anywhere but leave none out in between.
auto take_units(std::string_view& text, std::string_view order) -> bool {
  bool any = false;
  std::size_t next = 0;
  while (!text.empty() && is_digit(text.front())) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    const std::size_t unit = digits < text.size() ? order.find(text[digits], next) : std::string_view::npos;
    if (unit == std::string_view::npos || (any && unit != next)) return false;
    text.remove_prefix(digits + 1);
    next = unit + 1;
    any = true;
  }
  return any;
}

auto is_duration(std::string_view text) -> bool {
  if (!take(text, 'P')) return false;
  if (text.ends_with('W')) return take_units(text, "W") && text.empty();
  const bool date = take_units(text, "YMD");
  if (!take(text, 'T')) return date && text.empty();
  return take_units(text, "HMS") && text.empty();
}

auto is_uuid(std::string_view text) -> bool {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? c != '-' : !(is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  }
  return true;
}

auto is_json_pointer(std::string_view text) -> bool {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

auto is_relative_json_pointer(std::string_view text) -> bool {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || (digits > 1 && text.front() == '0')) return false;
  text.remove_prefix(digits);
  return text == "#" || is_json_pointer(text);
}

auto is_regex(std::string_view text) -> bool {
  std::string reason;
  return Pattern::compile(text, reason) != nullptr;
}

struct Format {
  std::string_view name;
  FormatCheck check;
};
constexpr std::array<Format, 19> formats_by_name = {{{"date-time", is_date_time},
                                                     {"date", is_date},
                                                     {"time", is_time},
                                                     {"duration", is_duration},
                                                     {"email", formats::is_email},
                                                     {"idn-email", formats::is_idn_email},
                                                     {"hostname", formats::is_hostname},
                                                     {"idn-hostname", formats::is_idn_hostname},
                                                     {"ipv4", formats::is_ipv4},
                                                     {"ipv6", formats::is_ipv6},
                                                     {"uri", formats::is_uri},
                                                     {"uri-reference", formats::is_uri_reference},
                                                     {"iri", formats::is_iri},
                                                     {"iri-reference", formats::is_iri_reference},
                                                     {"uri-template", formats::is_uri_template},
                                                     {"uuid", is_uuid},
                                                     {"json-pointer", is_json_pointer},
                                                     {"relative-json-pointer", is_relative_json_pointer},
                                                     {"regex", is_regex}}};

}  // namespace

auto find_format(std::string_view name) -> FormatCheck {
  for (const Format& format : formats_by_name) {
    if (format.name == name) return format.check;
  }
  return nullptr;
}

}  // namespace vidspec::core::schema
