#include "core/journal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "core/error.h"

namespace vidspec::core {
namespace {

const std::string canary = "sk-canary-0123456789";

auto sample() -> Exchange {
  Exchange exchange;
  exchange.number = 1;
  exchange.t_ms = 12;
  exchange.intent = "create";
  exchange.intent_facts = {{"field", "prompt"}, {"echo", canary}};
  exchange.request = {
      .method = "POST", .url = "https://relay.example/v1/videos", .headers = {{"Authorization", "Bearer " + canary}}};
  exchange.request.parts = {{.name = "prompt", .value = "a red ball", .size = 10}};
  exchange.answer = {.status = 200,
                     .headers = {{"Content-Type", "application/json"}},
                     .body = R"({"id":"video_1","k":")" + canary + "\"}"};
  exchange.answer.media = MediaFacts{
      .bytes = 3, .declared_length = 4, .ended_cleanly = false, .head = std::string("\x00\xff", 2), .kind = "mp4"};
  exchange.answer.media->boxes = {{.type = "ftyp", .offset = 0, .size = 24, .complete = true}};
  exchange.failure = Failure::truncated;
  return exchange;
}

/// Collects the lines that a file would have.
class TextJournal : public MemoryJournal {
 public:
  using MemoryJournal::MemoryJournal;
  std::string text;

 protected:
  void write(std::string_view line) override { text += line; }
};

auto written() -> std::string {
  TextJournal sink{Redactor({canary})};
  sink.begin({.suite_version = "0.1.0",
              .profile = "openai",
              .base_url = "https://relay.example/v1",
              .ops = {"core"},
              .planned = {"create"}});
  sink.add(sample());
  sink.gap({"list", "budget", "no token left"});
  sink.end({.videos = 1, .max_videos = 2, .cost = 0.4, .currency = "USD"}, false, Instant{Millis{1759763427208}});
  return sink.text;
}

auto read(const std::string& text) -> Journal {
  std::istringstream input(text);
  return parse_journal(input, "journal.jsonl");
}

TEST(Journal, WhatIsWrittenIsRead) {
  const Journal journal = read(written());
  EXPECT_TRUE(journal.complete) << journal.problem;
  EXPECT_EQ(journal.header.profile, "openai");
  EXPECT_EQ(journal.header.planned, std::vector<std::string>{"create"});
  ASSERT_EQ(journal.exchanges.size(), 1U);
  const auto& exchange = journal.exchanges[0];
  EXPECT_EQ(exchange.request.parts.at(0).value, "a red ball");
  EXPECT_EQ(exchange.failure, Failure::truncated);
  EXPECT_EQ(exchange.answer.media->declared_length, 4U);
  EXPECT_EQ(exchange.answer.media->head, std::string("\x00\xff", 2));
  EXPECT_EQ(exchange.answer.media->boxes.at(0).type, "ftyp");
  EXPECT_EQ(journal.gaps.at(0).reason, "budget");
  EXPECT_EQ(journal.spend->cost, 0.4);
  EXPECT_EQ(journal.finished, "2025-10-06T15:10:27.208Z");
}

TEST(Journal, TheKeyIsInNoLine) {
  const auto text = written();
  EXPECT_EQ(text.find(canary), std::string::npos);
  EXPECT_NE(text.find("[redacted]"), std::string::npos);
}

TEST(Journal, AMissingFooterIsTruncated) {
  auto text = written();
  text.erase(text.rfind("{\"finished\""));
  const auto journal = read(text);
  EXPECT_FALSE(journal.complete);
  EXPECT_NE(journal.problem.find("footer"), std::string::npos);
  text += R"({"kind":"exch)";
  EXPECT_EQ(read(text).exchanges.size(), 1U);
}

TEST(Journal, AnyChangedByteIsNoticed) {
  auto text = written();
  text.replace(text.find("a red ball"), 5, "a blu");
  const auto journal = read(text);
  EXPECT_FALSE(journal.complete);
  EXPECT_NE(journal.problem.find("changed"), std::string::npos);
}

TEST(Journal, WhatIsNotAJournalIsOneClearLine) {
  for (const std::string text :
       {"", "hello\n", "{}\n", "[1]\n", "{\"kind\":\"exchange\"}\n", "null\n", "{\"kind\":3}\n",
        "{\"kind\":\"header\",\"version\":\"x\"}\n", "{\"kind\":\"header\",\"version\":9}\n",
        "{\"kind\":\"header\"}\n{\"kind\":\"exchange\",\"number\":1}\n",
        "{\"kind\":\"header\"}\n{\"kind\":\"exchange\",\"number\":1.4e90}\n",
        "{\"kind\":\"header\"}\n{\"kind\":\"exchange\",\"number\":4294967297}\n",
        "{\"kind\":\"header\",\"version\":1.5}\n", "{\"kind\":\"header\"}\n{\"kind\":\"what\"}\n"}) {
    try {
      read(text);
      FAIL() << text;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      EXPECT_TRUE(std::string(error.what()).starts_with("journal.jsonl")) << error.what();
    }
  }
}

// A stream that would give a line of a gigabyte, and counts how much of it was asked for.
class EndlessLine : public std::streambuf {
 public:
  std::size_t given = 0;

 protected:
  auto underflow() -> int_type override {
    if (given == (1U << 30U)) return traits_type::eof();
    given += piece_.size();
    setg(piece_.data(), piece_.data(), piece_.data() + piece_.size());
    return traits_type::to_int_type(piece_[0]);
  }

 private:
  std::string piece_ = std::string(1U << 16U, 'x');
};

TEST(Journal, ALineIsBoundedBeforeItIsRead) {
  EndlessLine bytes;
  std::istream input(&bytes);
  try {
    parse_journal(input, "j.jsonl");
    FAIL() << "was read";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "j.jsonl:1: is longer than 8 MiB");
  }
  EXPECT_LE(bytes.given, 9U << 20U);
}

TEST(Journal, TheKeyIsNotHiddenInBytesThatAreNoText) {
  MemoryJournal journal(Redactor({"sk-live-0123456789"}));
  Exchange exchange;
  exchange.number = 1;
  exchange.answer.body = base64("\xFF sk-live%2D0123456789 \xFE");
  exchange.answer.body_base64 = true;
  journal.add(exchange);
  std::string bytes;
  ASSERT_TRUE(base64_decode(journal.journal().exchanges[0].answer.body, bytes));
  EXPECT_EQ(bytes, "\xFF [redacted] \xFE");
}

TEST(Journal, AFileThatCannotBeWrittenIsAnInputError) {
  EXPECT_THROW(FileJournal("/nowhere/at/all/journal.jsonl", Redactor{}), InputError);
  EXPECT_THROW(read_journal("/nowhere/at/all"), InputError);
}

}  // namespace
}  // namespace vidspec::core
