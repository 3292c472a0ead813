#include <fstream>
#include <istream>

#include "core/digest.h"
#include "core/error.h"
#include "core/journal.h"
#include "core/journal_line.h"
#include "core/json_exact.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_line = 8U << 20U;
constexpr std::size_t max_lines = 1'000'000;
constexpr std::size_t max_values = 100'000;  // of a line: what stands in bodies is text here

/// The lines of a stream. None is longer in memory than one may be.
class Lines {
 public:
  Lines(std::istream& input, const std::string& name) : bytes_(*input.rdbuf()), name_(name) {}

  auto next() -> bool {
    text_.clear();
    for (auto c = bytes_.sbumpc(); c != std::char_traits<char>::eof(); c = bytes_.sbumpc()) {
      if (text_.empty()) count();
      ended_ = c == '\n';
      if (ended_) return true;
      if (text_.size() == max_line) throw InputError(name_ + ":" + std::to_string(count_), "", "is longer than 8 MiB");
      text_ += static_cast<char>(c);
    }
    return !text_.empty();
  }
  [[nodiscard]] auto text() const -> const std::string& { return text_; }
  [[nodiscard]] auto ended() const -> bool { return ended_; }  ///< with a newline

 private:
  void count() {
    if (count_++ == max_lines) throw InputError(name_, "", "has more than 1,000,000 lines");
  }

  std::streambuf& bytes_;
  const std::string& name_;
  std::string text_;
  std::size_t count_ = 0;
  bool ended_ = false;
};

/// Reads line by line and keeps what it has understood.
class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  void line(const std::string& text, bool ended) {
    ++lines_;
    if (!journal_.finished.empty()) fail("there is more after the footer");
    const JsonResult parsed = parse_json(text, {.max_bytes = max_line, .max_values = max_values});
    if (!parsed) {
      // A crash in the middle of writing leaves half a line at the very end.
      if (!ended && lines_ > 1) return;
      fail("is not a journal line: " + parsed.error);
    }
    if (!parsed.duplicate_keys.empty()) fail(parsed.duplicate_keys.front() + " stands there twice");
    try {
      take(*parsed.value);
    } catch (const InputError&) {
      throw;
    } catch (const std::exception& problem) {
      fail("is not a journal line: " + reason_of(problem));
    }
    if (journal_.finished.empty()) digest_.update(text + "\n");
  }

  auto finish() -> Journal {
    if (lines_ == 0) throw InputError(name_, "", "is empty; a journal begins with a header line");
    if (journal_.finished.empty())
      journal_.problem = "the footer is missing: the run was cut off, or the file is truncated";
    if (journal_.sha256.empty()) journal_.sha256 = digest_.hex();
    return std::move(journal_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw InputError(name_ + ":" + std::to_string(lines_), "", message);
  }

  void take(const Json& line) {
    const std::string kind = line.is_object() ? line.value("kind", "") : "";
    if (lines_ == 1 && kind != "header") fail("is not a journal: the first line must be {\"kind\":\"header\",…}");
    if (kind == "header") {
      if (lines_ != 1) fail("a second header");
      journal_.header = header_from(line);
      if (journal_.header.version != 1) fail("was written by a newer vidspec; journal version 1 is understood");
    } else if (kind == "exchange") {
      journal_.exchanges.push_back(line.get<Exchange>());
      const int number = journal_.exchanges.back().number;
      if (number <= last_number_) fail("evidence numbers must rise");
      last_number_ = number;
    } else if (kind == "gap") {
      journal_.gaps.push_back(gap_from(line));
    } else if (kind == "footer") {
      take_footer(line);
    } else {
      fail("unknown kind of line; header, exchange, gap and footer are known");
    }
  }

  void take_footer(const Json& line) {
    journal_.spend = spend_from(line);
    journal_.finished = line.at("finished").get<std::string>();
    journal_.interrupted = line.value("interrupted", false);
    journal_.sha256 = digest_.hex();
    std::size_t counted = 0;
    core::take(line, "lines", counted);
    if (line.value("sha256", "") != journal_.sha256) {
      journal_.problem = "the footer's digest does not fit: the journal was changed after it was written";
    } else if (counted != lines_ - 1) {
      journal_.problem = "the footer counts other lines: the journal was changed after it was written";
    } else {
      journal_.complete = true;
    }
    if (journal_.finished.empty()) fail("a footer without the time it was written");
  }

  std::string name_;
  Journal journal_;
  Sha256 digest_;
  std::size_t lines_ = 0;
  int last_number_ = 0;
};

}  // namespace

auto parse_journal(std::istream& input, const std::string& name) -> Journal {
  Reader reader(name);
  Lines lines(input, name);
  while (lines.next()) reader.line(lines.text(), lines.ended());
  return reader.finish();
}

auto read_journal(const std::filesystem::path& path) -> Journal {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    throw InputError(path.string(), "", "cannot be read; give a journal.jsonl or a HAR file");
  }
  return parse_journal(file, path.string());
}

}  // namespace vidspec::core
