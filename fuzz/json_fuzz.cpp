#include <nlohmann/json.hpp>
#include <string_view>

#include "core/json.h"
#include "fuzz/fuzz.h"

// What parses must show, name and print without a fault, within bounds, and must parse again to the same value.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec::core;
  using vidspec::fuzz::demand;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const JsonResult result = parse_json(text, {.max_bytes = 1U << 16U, .max_depth = 32});
  demand(result.error.empty() == static_cast<bool>(result));
  demand(result.error.size() <= 400 && result.error.find('\n') == std::string::npos);
  if (!result) return 0;
  demand(show(*result.value, 50).size() <= 50);
  demand(!type_name(*result.value).empty());
  for (const std::string& duplicate : result.duplicate_keys)
    demand(find_pointer(*result.value, duplicate) != nullptr || result.duplicate_keys.size() > 1);
  const JsonResult again = parse_json(result.value->dump());
  demand(again && *again.value == *result.value);
  find_pointer(*result.value, text.substr(0, 100));
  return 0;
}
