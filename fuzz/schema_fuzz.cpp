#include <nlohmann/json.hpp>
#include <string_view>

#include "core/error.h"
#include "core/schema.h"
#include "fuzz/fuzz.h"

// One JSON text {"schema": …, "values": […]}: the schema compiles or is refused with a reason, and both ways of judging
// agree.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec::core;
  using vidspec::fuzz::demand;
  const auto input = parse_json({reinterpret_cast<const char*>(data), size}, {.max_bytes = 1U << 14U});
  if (!input || !input.value->is_object()) return 0;
  const Json* schema = find_pointer(*input.value, "/schema");
  const Json* values = find_pointer(*input.value, "/values");
  if (schema == nullptr) return 0;
  for (const bool strict : {true, false}) {
    try {
      const Schema compiled = Schema::compile(*schema, {.strict = strict, .assert_formats = true});
      if (values == nullptr || !values->is_array()) continue;
      for (const Json& value : *values) {
        const auto violations = compiled.validate(value);
        demand(compiled.accepts(value) == violations.empty());
        for (const Violation& violation : violations) {
          demand(find_pointer(value, violation.instance) != nullptr && violation.actual.size() <= 400);
        }
      }
    } catch (const InputError& error) {
      demand(!error.message().empty());
    }
  }
  return 0;
}
