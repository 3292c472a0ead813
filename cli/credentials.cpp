#include "cli/credentials.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "cli/values.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

namespace vidspec::cli {

namespace {

using core::InputError;

constexpr std::size_t shortest_secret = 6;

auto checked(const std::string& origin, std::string_view text, Output& output) -> std::string {
  const std::string key(core::trim(text));
  if (key.size() < shortest_secret)
    throw InputError(origin, "", "the key is shorter than 6 bytes and could not be kept out of the reports");
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    throw InputError(origin, "",
                     "the key holds blanks or characters that no header can carry; check how it was copied");
  }
  output.hide({key});
  return key;
}

/// The value of a variable that a flag names; nullptr when it is not set.
auto variable_value(const std::string& flag, const std::string& variable) -> const char* {
  const bool is_name = !variable.empty() && std::all_of(variable.begin(), variable.end(), [](char c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  // Not repeated: it may be the key itself.
  if (!is_name) throw InputError(flag, "", "takes the name of a variable, never a key");
  const char* value = std::getenv(variable.c_str());
  return value != nullptr && *value != '\0' ? value : nullptr;
}

auto is_harmless(std::string_view name) -> bool {
  constexpr std::array<std::string_view, 5> harmless = {"Accept", "Accept-Language", "Accept-Encoding", "User-Agent",
                                                        "Cache-Control"};
  return std::any_of(harmless.begin(), harmless.end(),
                     [&](std::string_view known) { return core::iequals(known, name); });
}

}  // namespace

void add_key_flags(CLI::App& app, KeyFlags& flags) {
  app.add_option("--api-key-env", flags.env, "variable that holds the key (default VIDSPEC_API_KEY)")
      ->type_name("NAME");
  app.add_option("--api-key-file", flags.file, "file that holds the key")->type_name("FILE");
}

auto read_key(const KeyFlags& flags, Output& output) -> std::string {
  if (!flags.env.empty() && !flags.file.empty())
    throw InputError("--api-key-env and --api-key-file exclude each other");
  if (!flags.file.empty()) return checked("--api-key-file", core::read_file(flags.file, 64U << 10U), output);
  const auto variable = flags.env.empty() ? std::string("VIDSPEC_API_KEY") : flags.env;
  const char* value = variable_value("--api-key-env", variable);
  if (value != nullptr) return checked(variable, value, output);
  if (!flags.env.empty()) throw InputError("--api-key-env", "", "the variable it names is not set");
  return {};
}

auto read_secret(const std::string& flag, const std::string& variable, Output& output) -> std::string {
  const char* value = variable_value(flag, variable);
  if (value == nullptr) throw InputError(flag, "", "the variable it names is not set");
  return checked(flag, value, output);
}

auto read_headers(const std::vector<std::string>& lines, Output& output) -> core::Headers {
  core::Headers headers;
  for (const auto& line : lines) {
    headers.push_back(parse_header(line));
    const auto& [name, value] = headers.back();
    if (is_harmless(name) || value.size() < shortest_secret) continue;
    output.hide({value});
    const auto blank = value.find(' ');  // "Scheme credentials"
    if (blank != std::string::npos && value.size() - blank > shortest_secret) output.hide({value.substr(blank + 1)});
  }
  return headers;
}

}  // namespace vidspec::cli
