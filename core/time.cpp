#include "core/time.h"

#include <charconv>
#include <cstdio>

namespace vidspec::core {

namespace {

/// Takes fixed-width numbers and signs off the front of a text; `ok` tells whether all of them were there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  auto number(std::size_t width) -> int {
    int value = 0;
    const auto part = text_.substr(0, width);
    const bool digits = part.size() == width && part.find_first_not_of("0123456789") == std::string_view::npos;
    ok_ = ok_ && digits;
    if (!ok_) return 0;
    std::from_chars(part.data(), part.data() + width, value);
    text_.remove_prefix(width);
    return value;
  }
  void sign(std::string_view allowed) { ok_ = take(allowed) != '\0' && ok_; }
  /// One of these characters, or NUL when none of them is next.
  auto take(std::string_view allowed) -> char {
    if (text_.empty() || allowed.find(text_.front()) == std::string_view::npos) return '\0';
    const char found = text_.front();
    text_.remove_prefix(1);
    return found;
  }
  [[nodiscard]] auto ok() const -> bool { return ok_; }
  [[nodiscard]] auto done() const -> bool { return ok_ && text_.empty(); }

 private:
  std::string_view text_;
  bool ok_ = true;
};

auto fraction(Scanner& scanner) -> int {
  int millis = 0;
  if (scanner.take(".,") == '\0') return 0;
  int scale = 100;
  for (char digit = scanner.take("0123456789"); digit != '\0'; digit = scanner.take("0123456789"), scale /= 10)
    millis += (digit - '0') * scale;
  return millis;
}

auto offset(Scanner& scanner) -> Millis {
  const char sign = scanner.take("Zz+-");
  if (sign != '+' && sign != '-') return Millis{0};
  Millis east = std::chrono::hours(scanner.number(2));
  scanner.take(":");
  east += std::chrono::minutes(scanner.number(2));
  return sign == '+' ? east : -east;
}

}  // namespace

auto rfc3339(Instant instant) -> std::string {
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss<Millis> time{instant - day};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

auto parse_rfc3339(std::string_view text) -> std::optional<Instant> {
  using namespace std::chrono;
  Scanner scanner(text);
  const auto y = year(scanner.number(4));
  scanner.sign("-");
  const auto m = month(static_cast<unsigned>(scanner.number(2)));
  scanner.sign("-");
  const auto d = day(static_cast<unsigned>(scanner.number(2)));
  scanner.sign("Tt ");
  const auto clock = hours(scanner.number(2));
  scanner.sign(":");
  const auto past = minutes(scanner.number(2));
  scanner.sign(":");
  Millis rest = seconds(scanner.number(2));
  rest += Millis(fraction(scanner));
  const auto east = offset(scanner);
  const year_month_day date{y, m, d};
  if (!scanner.done() || !date.ok() || clock > hours(23) || past > minutes(59) || rest >= seconds(61))
    return std::nullopt;
  return Instant{sys_days(date)} + clock + past + rest - east;
}

}  // namespace vidspec::core
