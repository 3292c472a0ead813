#include "reports/formats.h"

#include <array>

#include "reports/json.h"

namespace vidspec::reports {

namespace {
auto json(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_json(report); }
}  // namespace

auto formats() -> std::span<const Format> {
  static constexpr std::array table = {
      Format{"json", "report.json", true, false, json},
  };
  return table;
}

auto find_format(std::string_view name) -> const Format* {
  for (const auto& format : formats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace vidspec::reports
