#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "core/evidence.h"
#include "core/redact.h"

namespace vidspec::core {

/// Where a collector puts its evidence, as it happens. Everything is redacted here and nowhere before.
class JournalSink {
 public:
  virtual ~JournalSink() = default;
  virtual void begin(const JournalHeader& header) = 0;
  virtual void add(const Exchange& exchange) = 0;
  virtual void gap(const Gap& gap) = 0;
  virtual void end(const Spend& spend, bool interrupted, Instant now) = 0;
};

/// Keeps the journal in memory, redacted.
class MemoryJournal : public JournalSink {
 public:
  explicit MemoryJournal(Redactor redactor = {}) : redactor_(std::move(redactor)) {}
  void begin(const JournalHeader& header) override;
  void add(const Exchange& exchange) override;
  void gap(const Gap& gap) override;
  void end(const Spend& spend, bool interrupted, Instant now) override;
  [[nodiscard]] auto journal() const -> const Journal& { return journal_; }

 private:
  Redactor redactor_;
  Journal journal_;
};

/// Appends JSON lines to a file, one per event, each flushed to the disk before the call returns; keeps the journal in memory
/// too. Throws InputError when the file cannot be written.
class FileJournal : public JournalSink {
 public:
  FileJournal(const std::filesystem::path& path, Redactor redactor);
  ~FileJournal() override;
  void begin(const JournalHeader& header) override;
  void add(const Exchange& exchange) override;
  void gap(const Gap& gap) override;
  void end(const Spend& spend, bool interrupted, Instant now) override;
  [[nodiscard]] auto journal() const -> const Journal&;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads journal.jsonl. A missing or wrong footer is not an error (Journal::complete, Journal::problem); a line that is not
/// ours is an InputError with its line number. Bounded: 1 GiB, 8 MiB a line, 1,000,000 exchanges.
auto read_journal(const std::filesystem::path& path) -> Journal;
auto parse_journal(std::istream& input, const std::string& name) -> Journal;

}  // namespace vidspec::core
