#include "core/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/digest.h"
#include "core/error.h"
#include "core/journal_line.h"

namespace vidspec::core {

namespace {

// The bytes that base64 stands for, in any encoding of their own.
auto redacted_body(const Redactor& redactor, const ReceivedAnswer& answer) -> std::string {
  std::string bytes;
  if (!answer.body_base64 || !base64_decode(answer.body, bytes)) return redactor.text(answer.body);
  return base64(redactor.text(bytes));
}

auto redacted(const Redactor& redactor, const Exchange& exchange) -> Exchange {
  Exchange copy = exchange;
  copy.request.url = redactor.url(exchange.request.url);
  copy.request.headers = redactor.headers(exchange.request.headers);
  copy.request.body = redactor.text(exchange.request.body);
  for (auto& part : copy.request.parts) {
    part.value = redactor.text(part.value);
    part.filename = redactor.text(part.filename);
  }
  copy.answer.headers = redactor.headers(exchange.answer.headers);
  copy.answer.body = redacted_body(redactor, exchange.answer);
  if (copy.answer.media) copy.answer.media->head = redactor.text(exchange.answer.media->head);
  copy.task = redactor.text(exchange.task);
  copy.failure_detail = redactor.text(exchange.failure_detail);
  if (!exchange.intent_facts.is_null()) {
    copy.intent_facts = Json::parse(redactor.text(line_of(exchange.intent_facts)), nullptr, false);
  }
  return copy;
}

auto redacted(const Redactor& redactor, const JournalHeader& header) -> JournalHeader {
  JournalHeader copy = header;
  copy.base_url = redactor.url(header.base_url);
  if (!header.options.is_null()) copy.options = Json::parse(redactor.text(line_of(header.options)), nullptr, false);
  return copy;
}

auto redacted(const Redactor& redactor, const Gap& gap) -> Gap {
  return {gap.intent, gap.reason, redactor.text(gap.detail)};
}

auto redacted(const Redactor& redactor, const Spend& spend) -> Spend {
  Spend copy = spend;
  for (auto& id : copy.orphans) id = redactor.text(id);
  return copy;
}

}  // namespace

/// Journal in memory plus the digest of the lines that a file of it has.
struct MemoryJournal::State {
  Redactor redactor;
  bool keeps_lines = true;
  Journal journal;
  Sha256 digest;
  std::size_t lines = 0;
};

MemoryJournal::MemoryJournal(Redactor redactor, bool lines) : state_(std::make_unique<State>()) {
  state_->redactor = std::move(redactor);
  state_->keeps_lines = lines;
}
MemoryJournal::~MemoryJournal() = default;

void MemoryJournal::redact_with(Redactor redactor) { state_->redactor = std::move(redactor); }

auto MemoryJournal::journal() const -> const Journal& { return state_->journal; }

template <class Entry>
void MemoryJournal::put(const Entry& entry, Json (*line)(const Entry&)) {
  if (!state_->keeps_lines) return;
  const std::string text = line_of(line(entry)) + "\n";
  state_->digest.update(text);
  ++state_->lines;
  write(text);
}

void MemoryJournal::begin(const JournalHeader& header) {
  state_->journal.header = redacted(state_->redactor, header);
  put(state_->journal.header, header_line);
}

void MemoryJournal::add(const Exchange& exchange) {
  state_->journal.exchanges.push_back(redacted(state_->redactor, exchange));
  put(state_->journal.exchanges.back(), exchange_line);
}

void MemoryJournal::gap(const Gap& gap) {
  state_->journal.gaps.push_back(redacted(state_->redactor, gap));
  put(state_->journal.gaps.back(), gap_line);
}

void MemoryJournal::end(const Spend& spend, bool interrupted, Instant now) {
  Journal& journal = state_->journal;
  journal.spend = redacted(state_->redactor, spend);
  journal.interrupted = interrupted;
  journal.finished = rfc3339(now);
  journal.complete = true;
  if (!state_->keeps_lines) return;
  journal.sha256 = state_->digest.hex();
  write(line_of(footer_line(journal, state_->lines)) + "\n");
}

void MemoryJournal::write(std::string_view) {}

FileJournal::FileJournal(const std::filesystem::path& path, Redactor redactor)
    : MemoryJournal(std::move(redactor)), path_(path) {
  file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file_ < 0) throw InputError(path.string(), "", std::string("cannot be written: ") + std::strerror(errno));
}

FileJournal::~FileJournal() { ::close(file_); }

void FileJournal::write(std::string_view line) {
  while (!line.empty()) {
    const auto written = ::write(file_, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw InputError(path_.string(), "", std::string("cannot be written: ") + std::strerror(errno));
    line.remove_prefix(static_cast<std::size_t>(written));
  }
  ::fsync(file_);
}

}  // namespace vidspec::core
