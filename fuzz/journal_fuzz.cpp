#include <sstream>

#include "core/journal.h"
#include "core/journal_line.h"
#include "fuzz/fuzz.h"

// A journal is read or refused in one line; what was read can be written and read again.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  core::Journal journal;
  std::istringstream input{std::string(fuzz::text_of(data, size))};
  if (fuzz::refused([&] { journal = core::parse_journal(input, "journal.jsonl"); })) return 0;
  std::string again = core::line_of(core::header_line(journal.header)) + "\n";
  for (const auto& exchange : journal.exchanges) again += core::line_of(core::exchange_line(exchange)) + "\n";
  for (const auto& gap : journal.gaps) again += core::line_of(core::gap_line(gap)) + "\n";
  std::istringstream written(again);
  const auto read = core::parse_journal(written, "again");
  fuzz::demand(read.exchanges.size() == journal.exchanges.size() && read.gaps.size() == journal.gaps.size());
  fuzz::demand(!read.complete);
  return 0;
}
