#include "http/memory.h"

#include <gtest/gtest.h>

#include "http/faults_testing.h"

namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;

class Zeros : public ByteSource {
 public:
  explicit Zeros(std::uint64_t size) : size_(size) {}
  [[nodiscard]] auto size() const -> std::uint64_t override { return size_; }
  void read(std::uint64_t, std::span<char> into) const override { std::fill(into.begin(), into.end(), '0'); }

 private:
  std::uint64_t size_;
};

class Memory : public ::testing::Test {
 protected:
  auto ask(Response answer, Request request = {}) -> Response {
    if (request.url.empty()) request.url = "http://mock.example/v1/videos?limit=2";
    const auto exchange = in_memory(
        [&](const Request& got) {
          seen = got;
          return answer;
        },
        clock);
    return exchange(request);
  }

  core::VirtualClock clock;
  Request seen;
};

TEST_F(Memory, CarriesAnAnswer) {
  const auto got = ask({.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = "{}"});
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "{}");
  EXPECT_EQ(got.received, 2U);
  EXPECT_EQ(got.http_version, "1.1");
  EXPECT_TRUE(got.sent);
  EXPECT_EQ(got.failure, Failure::none);
  EXPECT_EQ(got.headers, (core::Headers{{"Content-Type", "application/json"}, {"Content-Length", "2"}}));
  EXPECT_EQ(seen.url, "/v1/videos?limit=2");
  EXPECT_EQ(core::header_or_empty(seen.headers, "Host"), "mock.example");
  EXPECT_EQ(seen.peer, "127.0.0.1");
}

TEST_F(Memory, EncodesParts) {
  ask({.status = 200}, {.method = "POST", .parts = {{"prompt", "p", "", "", false}}});
  EXPECT_TRUE(seen.parts.empty());
  const auto read = parse_multipart(core::header_or_empty(seen.headers, "Content-Type"), seen.body);
  ASSERT_EQ(read.parts.size(), 1U);
  EXPECT_EQ(read.parts[0].content, "p");
}

TEST_F(Memory, HeadHasLengthAndNoBody) {
  Response answer{.status = 200, .source = std::make_shared<Zeros>(5'000'000'000)};
  const auto got = ask(answer, {.method = "HEAD"});
  EXPECT_EQ(core::header_or_empty(got.headers, "Content-Length"), "5000000000");
  EXPECT_EQ(got.received, 0U);
  EXPECT_EQ(got.failure, Failure::none);
}

TEST_F(Memory, RangeOfASource) {
  const auto got = ask({.status = 200, .source = std::make_shared<Zeros>(100)}, {.headers = {{"Range", "bytes=90-"}}});
  EXPECT_EQ(got.status, 206);
  EXPECT_EQ(got.body, std::string(10, '0'));
  EXPECT_EQ(core::header_or_empty(got.headers, "Content-Range"), "bytes 90-99/100");
}

TEST_F(Memory, StreamsInPiecesAndCanBeStopped) {
  int pieces = 0;
  Request request;
  request.on_body = [&](std::string_view) { return ++pieces < 3; };
  const auto got = ask({.status = 200, .source = std::make_shared<Zeros>(1U << 20U)}, request);
  EXPECT_EQ(pieces, 3);
  EXPECT_EQ(got.failure, Failure::refused);
  EXPECT_TRUE(got.body.empty());
}

TEST_F(Memory, BoundsTheBody) {
  Request request{.max_body = 10};
  EXPECT_EQ(ask({.status = 200, .body = std::string(11, 'x')}, request).failure, Failure::too_large);
  const auto chunked = ask({.status = 200, .body = std::string(11, 'x'), .delivery = {.chunked = true}}, request);
  EXPECT_EQ(chunked.failure, Failure::too_large);
  EXPECT_EQ(chunked.body.size(), 10U);
  EXPECT_EQ(ask({.status = 200, .body = std::string(10, 'x')}, request).failure, Failure::none);
}

TEST_F(Memory, DelaysMoveTheClockOnly) {
  const auto start = clock.now();
  const auto got = ask({.status = 200, .delivery = {.delay = Millis{700}}});
  EXPECT_EQ(clock.now() - start, Millis{700});
  EXPECT_EQ(got.first_byte, Millis{700});
  const auto late = ask({.status = 200, .delivery = {.delay = Millis{700}}}, {.timeout = Millis{500}});
  EXPECT_EQ(late.failure, Failure::timeout);
  EXPECT_EQ(late.duration, Millis{500});
  EXPECT_EQ(late.status, 0);
}

TEST_F(Memory, DripReachesTheDeadline) {
  Response answer{.status = 200, .body = std::string(1000, 'x'), .delivery = {.bytes_per_second = 100}};
  EXPECT_EQ(ask(answer, {.timeout = Millis{20'000}}).duration, Millis{10'000});
  const auto late = ask(answer, {.timeout = Millis{5000}});
  EXPECT_EQ(late.failure, Failure::timeout);
  EXPECT_EQ(late.duration, Millis{5000});
  EXPECT_GT(late.received, 100U);
  EXPECT_LT(late.received, 501U);
}

TEST_F(Memory, SilenceWithinAnAnswerIsACut) {
  const auto told = [&](Delivery delivery) {
    return ask({.status = 200, .body = "0123456789", .delivery = std::move(delivery)}, {.silence = Millis{5000}});
  };
  const auto cut = told({.stop_after = 4, .stall = Millis{100'000}});
  EXPECT_EQ(cut.failure, Failure::truncated);
  EXPECT_EQ(cut.received, 4U);
  EXPECT_EQ(cut.duration, Millis{5000});
  EXPECT_EQ(told({.stall = Millis{100'000}}).failure, Failure::truncated) << "right after the head";
  EXPECT_EQ(told({.stop_after = 4, .stall = Millis{5000}}).failure, Failure::none);
  EXPECT_EQ(told({.delay = Millis{20'000}}).failure, Failure::none) << "before the head a server may think";
  EXPECT_EQ(told({.bytes_per_second = 1}).failure, Failure::none) << "slow is not silent";
}

TEST_F(Memory, FaultsLookAsTheyWouldToAClient) {
  for (const auto& fault : testing::delivery_faults()) {
    SCOPED_TRACE(fault.what);
    const auto got = ask({.status = 200, .body = "0123456789", .delivery = fault.delivery});
    EXPECT_EQ(got.failure, fault.failure) << got.failure_detail;
    EXPECT_EQ(got.status, fault.status);
    EXPECT_EQ(got.received, fault.received);
    EXPECT_EQ(got.failure_detail.empty(), fault.failure == Failure::none);
  }
}

TEST_F(Memory, RefusesWhatMustNotBeSent) {
  const auto got = ask({.status = 200}, {.url = "file:///etc/passwd"});
  EXPECT_EQ(got.failure, Failure::refused);
  EXPECT_FALSE(got.sent);
  EXPECT_TRUE(seen.url.empty());
}

}  // namespace
}  // namespace vidspec::http
