#include "cli/config.h"

#include <nlohmann/json.hpp>

#include "cli/suggest.h"
#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

using core::InputError;
using core::Json;

constexpr std::size_t max_bytes = 1U << 20U;

/// Comments become blanks, so that line and column of a mistake stay right. The bounded parser knows no comments.
auto without_comments(std::string text) -> std::string {
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        in_string = false;
    } else if (text[i] == '"') {
      in_string = true;
    } else if (text.compare(i, 2, "//") == 0) {
      for (; i < text.size() && text[i] != '\n'; ++i) text[i] = ' ';
    } else if (text.compare(i, 2, "/*") == 0) {
      const auto end = text.find("*/", i + 2);
      if (end == std::string::npos) return text;  // the parser says where it stands
      for (; i < end + 2; ++i) {
        if (text[i] != '\n') text[i] = ' ';
      }
      --i;
    }
  }
  return text;
}

auto option_name(const CLI::Option& option) -> std::string {
  return option.get_lnames().empty() ? core::lower(option.get_name(true)) : option.get_lnames().front();
}

auto find_option(CLI::App& app, const std::string& key) -> CLI::Option* {
  for (auto* option : app.get_options()) {
    if (key != "help" && key != "config" && option_name(*option) == key) return option;
  }
  return nullptr;
}

auto known_keys(CLI::App& app) -> std::vector<std::string> {
  std::vector<std::string> keys;
  for (auto* option : app.get_options()) keys.push_back(option_name(*option));
  return keys;
}

/// The words that the command line would have had for this value.
auto values(const Json& value, const std::string& file, const std::string& pointer) -> std::vector<std::string> {
  if (value.is_string()) return {value.get<std::string>()};
  if (value.is_boolean() || value.is_number()) return {value.dump()};
  if (!value.is_array())
    throw InputError(file, pointer, "must be a string, a number, true, false or an array of these");
  std::vector<std::string> result;
  for (const auto& item : value) {
    if (item.is_structured() || item.is_null())
      throw InputError(file, pointer, "must be an array of strings or numbers");
    result.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  }
  return result;
}

}  // namespace

void apply_config(CLI::App& app, const std::string& file) {
  const auto parsed = core::parse_json(without_comments(core::read_file(file, max_bytes)), {max_bytes, 8});
  if (!parsed) throw InputError(file, "", "not JSON: " + parsed.error);
  if (!parsed.duplicate_keys.empty())
    throw InputError(file, parsed.duplicate_keys.front(), "stands here twice; keep one");
  if (!parsed.value->is_object()) throw InputError(file, "", "must be an object of flags, {\"flag\": value}");
  for (const auto& [key, value] : parsed.value->items()) {
    const auto pointer = core::pointer_append("", key);
    if (core::lower(key) == "api-key" || core::lower(key) == "api_key" || core::lower(key) == "key") {
      throw InputError(file, pointer, "keys do not belong into this file; set VIDSPEC_API_KEY or use \"api-key-file\"");
    }
    auto* option = find_option(app, key);
    if (option == nullptr) {
      throw InputError(file, core::elide(pointer, 80),
                       "is no flag of " + app.get_name() + did_you_mean(key, known_keys(app)));
    }
    if (option->count() > 0) continue;  // the command line wins
    const bool flag = option->get_expected_max() == 0;
    if (flag && !value.is_boolean()) throw InputError(file, pointer, "must be true or false");
    try {
      for (auto& word : values(value, file, pointer)) option->add_result(std::move(word));
      if (option->count() > 0) option->run_callback();
    } catch (const CLI::Error& error) {
      throw InputError(file, pointer, error.what());
    }
  }
}

}  // namespace vidspec::cli
