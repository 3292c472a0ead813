#include "fuzz/fuzz.h"
#include "reports/diff.h"
#include "reports/formats.h"
#include "reports/json.h"

// A report.json is refused in one line, or every writer can render it; read again it is the same.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  reports::Report report;
  if (fuzz::refused([&] { report = reports::parse_report(fuzz::text_of(data, size), "report.json"); })) return 0;
  const auto text = reports::write_json(report);
  fuzz::demand(reports::write_json(reports::parse_report(text, "again")) == text);
  fuzz::demand(!reports::diff(report, report).changed());
  for (const auto& format : reports::formats()) {
    if (!format.needs_journal) fuzz::demand(!format.write(report, {}).empty());
  }
  return 0;
}
