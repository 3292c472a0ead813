#include "cli/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/error.h"
#include "core/text.h"

namespace vidspec::cli {

namespace {

using core::InputError;

/// Takes a decimal number of at most twelve digits off the front.
auto take_number(std::string_view& text) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 12), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

auto take_unit(std::string_view& text) -> std::string_view {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto unit = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(unit.size());
  return unit;
}

auto unit_millis(std::string_view unit) -> std::optional<std::uint64_t> {
  if (unit == "ms") return 1;
  if (unit == "s" || unit.empty()) return 1000;
  if (unit == "m" || unit == "min") return 60'000;
  if (unit == "h") return 3'600'000;
  return std::nullopt;
}

auto is_token(std::string_view text) -> bool {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

auto is_plain(char c) -> bool { return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F; }

}  // namespace

auto parse_duration(const std::string& flag, std::string_view text) -> core::Millis {
  constexpr std::uint64_t week = 7ULL * 24 * 3'600'000;
  const InputError bad(
      flag, "",
      "\"" + core::elide(text, 40) + "\" is no duration of at most a week; write for example 15m, 90s or 500ms");
  if (text.empty()) throw bad;
  std::uint64_t total = 0;
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto factor = unit_millis(take_unit(text));
    if (!number || !factor || *number > week / *factor) throw bad;
    total += *number * *factor;
    if (total > week) throw bad;
  }
  return core::Millis(static_cast<std::int64_t>(total));
}

auto parse_bytes(const std::string& flag, std::string_view text) -> std::uint64_t {
  const InputError bad(flag, "", "\"" + core::elide(text, 40) + "\" is no size; write for example 512M, 64k or 1G");
  const auto number = take_number(text);
  if (!number) throw bad;
  const auto unit = core::lower(text);
  if (unit.empty()) return *number;
  constexpr std::string_view units = "kmg";
  const auto power = units.find(unit.front());
  const bool known =
      power != std::string_view::npos && (unit.size() == 1 || unit.substr(1) == "b" || unit.substr(1) == "ib");
  if (!known || *number > 1'000'000) throw bad;
  return *number << (10 * (power + 1));
}

auto parse_base_url(const std::string& flag, std::string_view text) -> std::string {
  const auto refuse = [&](const std::string& message) { throw InputError(flag, "", message); };
  const auto scheme_end = text.find("://");
  const auto scheme = scheme_end == std::string_view::npos ? std::string() : core::lower(text.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https")
    refuse("must be an http or https URL as SDKs take it, for example https://relay.example/v1");
  auto rest = text.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos)
    refuse("must not hold a user name or password; set VIDSPEC_API_KEY for the key");
  if (rest.find_first_of("?#") != std::string_view::npos)
    refuse("must end with its path; take the query and the fragment off");
  if (!std::all_of(text.begin(), text.end(), is_plain)) refuse("holds characters that no URL has; percent-encode them");
  const auto colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  const auto host = has_port ? authority.substr(0, colon) : authority;
  if (host.empty()) refuse("has no host");
  if (has_port) {
    auto port = authority.substr(colon + 1);
    const auto number = take_number(port);
    if (!number || !port.empty() || *number == 0 || *number > 65535)
      refuse("has a port that is no number from 1 to 65535");
  }
  while (rest.ends_with('/')) rest.remove_suffix(1);
  return scheme + "://" + std::string(rest);
}

auto parse_header(std::string_view text) -> core::Header {
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  if (colon == std::string_view::npos || !is_token(name)) throw InputError("--header", "", "must be \"Name: value\"");
  const auto value = core::trim(text.substr(colon + 1));
  const bool clean = std::none_of(value.begin(), value.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
  if (!clean) throw InputError("--header", "", "the value of " + std::string(name) + " holds control characters");
  if (core::iequals(name, "Authorization"))
    throw InputError("--header", "", "Authorization is made from the key; set VIDSPEC_API_KEY or use --api-key-file");
  constexpr std::array<std::string_view, 7> ours = {
      "Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Content-Type", "Range"};
  for (const auto own : ours) {
    if (core::iequals(name, own))
      throw InputError("--header", "", std::string(own) + " belongs to the request itself and cannot be set");
  }
  return {std::string(name), std::string(value)};
}

}  // namespace vidspec::cli
