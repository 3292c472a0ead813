#include "core/schema/report.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_pointer = 400;
constexpr JsonLimits limits = {.max_bytes = 64U << 20U, .max_depth = 512};

auto parse(const NamedText& input) -> std::shared_ptr<const Json> {
  const JsonResult result = parse_json(input.text, limits);
  if (!result) throw InputError(input.name, "", "is not JSON: " + result.error);
  if (!result.duplicate_keys.empty()) {
    throw InputError(input.name, result.duplicate_keys.front(), "the member occurs twice, keep one of them");
  }
  return result.value;
}

/// A pointer holds member names, which are the other side's text.
auto shown_pointer(const std::string& pointer) -> std::string {
  if (pointer.empty()) return "(root)";
  const std::string quoted = show(pointer, max_pointer);
  return quoted.ends_with('"') ? quoted.substr(1, quoted.size() - 2) : quoted.substr(1);
}

}  // namespace

auto validate_text(const NamedText& schema, const NamedText& json, bool assert_formats) -> std::vector<Violation> {
  const auto document = parse(schema);
  const auto value = parse(json);
  return Schema::compile(*document, {.name = schema.name, .assert_formats = assert_formats}).validate(*value);
}

auto describe(const Violation& violation) -> std::string {
  std::string line = shown_pointer(violation.instance) + " ";
  if (!violation.keyword.empty()) line += violation.keyword + ": ";
  line += "expected " + violation.expected + ", actual " + violation.actual;
  return violation.schema.empty() ? line : line + " (" + shown_pointer(violation.schema) + ")";
}

}  // namespace vidspec::core
