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
  /// Without lines there is no Journal::sha256 and nothing is written; it takes half the time.
  explicit MemoryJournal(Redactor redactor = {}, bool lines = true);
  ~MemoryJournal() override;
  MemoryJournal(const MemoryJournal&) = delete;
  auto operator=(const MemoryJournal&) -> MemoryJournal& = delete;
  void begin(const JournalHeader& header) override;
  void add(const Exchange& exchange) override;
  void gap(const Gap& gap) override;
  void end(const Spend& spend, bool interrupted, Instant now) override;
  /// From now on secrets are taken out by this one: a proxy meets the keys of its clients on the way.
  void redact_with(Redactor redactor);
  /// What has been added so far. Lives as long as the sink.
  [[nodiscard]] auto journal() const -> const Journal&;

 protected:
  /// Called with every line of the file form, newline included.
  virtual void write(std::string_view line);

 private:
  struct State;
  template <class Entry>
  void put(const Entry& entry, Json (*line)(const Entry&));
  std::unique_ptr<State> state_;
};

/// Writes the lines to a file too, each on the disk before the call returns. Throws InputError when it cannot.
class FileJournal : public MemoryJournal {
 public:
  FileJournal(const std::filesystem::path& path, Redactor redactor);
  ~FileJournal() override;

 protected:
  void write(std::string_view line) override;

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

/// Reads journal.jsonl. A missing or wrong footer is not an error (Journal::complete, Journal::problem); a line that is
/// not ours is an InputError with its line number. Bounded: 8 MiB a line, 1,000,000 lines.
auto read_journal(const std::filesystem::path& path) -> Journal;
auto parse_journal(std::istream& input, const std::string& name) -> Journal;

}  // namespace vidspec::core
