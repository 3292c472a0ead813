#include "reports/formats.h"

#include <array>

#include "reports/badge.h"
#include "reports/har.h"
#include "reports/html.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/sarif.h"

namespace vidspec::reports {

namespace {

auto json(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_json(report); }
auto junit(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_junit(report); }
auto markdown(const Report& report, const Rendering& rendering) -> std::string {
  return write_markdown(report, rendering.language);
}
auto sarif(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_sarif(report); }
auto badge(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_badge(report); }
auto github(const Report& report, const Rendering& /*rendering*/) -> std::string { return write_annotations(report); }

auto har(const Report& /*report*/, const Rendering& rendering) -> std::string {
  return rendering.journal == nullptr ? std::string() : write_har(*rendering.journal);
}

void har_pieces(const Rendering& rendering, const std::function<void(std::string_view)>& put) {
  if (rendering.journal != nullptr) write_har(*rendering.journal, put);
}

}  // namespace

auto formats() -> std::span<const Format> {
  static constexpr std::array table = {
      Format{"json", "report.json", true, false, json},
      Format{"html", "report.html", true, false, write_html},
      Format{"junit", "junit.xml", true, false, junit},
      Format{"markdown", "summary.md", true, false, markdown},
      Format{"har", "evidence.har", true, true, har, har_pieces},
      Format{"sarif", "report.sarif", false, false, sarif},
      Format{"badge", "badge.json", false, false, badge},
      Format{"github", "annotations.txt", false, false, github},
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
