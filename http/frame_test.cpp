#include "http/frame.h"

#include <gtest/gtest.h>

#include "http/range.h"

namespace vidspec::http {
namespace {

class Text : public ByteSource {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] auto size() const -> std::uint64_t override { return text_.size(); }
  void read(std::uint64_t offset, std::span<char> into) const override { text_.copy(into.data(), into.size(), offset); }

 private:
  std::string text_;
};

auto content() -> Response {
  Response response{.status = 200,
                    .headers = {{"Content-Type", "video/mp4"}, {"ETag", "\"v1\""}, {"Last-Modified", "yesterday"}}};
  response.source = std::make_shared<Text>("0123456789");
  return response;
}

struct RangeCase {
  const char* range;
  const char* if_range;
  int status;
  const char* content_range;
  std::uint64_t offset, length;
};

TEST(Frame, RangesOfASource) {
  const std::vector<RangeCase> cases = {
      {"bytes=0-3", "", 206, "bytes 0-3/10", 0, 4},
      {"bytes=5-", "", 206, "bytes 5-9/10", 5, 5},
      {"bytes=-3", "", 206, "bytes 7-9/10", 7, 3},
      {"bytes=-30", "", 206, "bytes 0-9/10", 0, 10},
      {"bytes=9-99", "", 206, "bytes 9-9/10", 9, 1},
      {"BYTES=1-1", "", 206, "bytes 1-1/10", 1, 1},
      {"bytes=10-", "", 416, "bytes */10", 0, 0},
      {"bytes=-0", "", 416, "bytes */10", 0, 0},
      {"bytes=3-1", "", 200, "", 0, 10},
      {"bytes=a-b", "", 200, "", 0, 10},
      {"bytes=", "", 200, "", 0, 10},
      {"bytes=-", "", 200, "", 0, 10},
      {"items=0-3", "", 200, "", 0, 10},
      {"bytes=0-1,3-4", "", 200, "", 0, 10},
      {"bytes=99999999999999999999-", "", 200, "", 0, 10},
      {"bytes=0-3", "\"v1\"", 206, "bytes 0-3/10", 0, 4},
      {"bytes=0-3", "\"v2\"", 200, "", 0, 10},
      {"bytes=0-3", "W/\"v1\"", 200, "", 0, 10},
      {"bytes=0-3", "yesterday", 206, "bytes 0-3/10", 0, 4},
      {"bytes=99-", "\"v2\"", 200, "", 0, 10},
  };
  for (const auto& c : cases) {
    Request request{.headers = {{"Range", c.range}}};
    if (*c.if_range != 0) request.headers.push_back({"If-Range", c.if_range});
    auto response = content();
    const auto got = frame(request, response);
    SCOPED_TRACE(std::string(c.range) + " if " + c.if_range);
    EXPECT_EQ(response.status, c.status);
    EXPECT_EQ(core::header_or_empty(response.headers, "Content-Range"), c.content_range);
    EXPECT_EQ(core::header_or_empty(response.headers, "Content-Length"), std::to_string(c.length));
    EXPECT_EQ(got.offset, c.offset);
    EXPECT_EQ(got.length, c.length);
    EXPECT_FALSE(got.close);
  }
}

TEST(Frame, RangeIsForGetOfASourceOnly) {
  auto response = content();
  EXPECT_EQ(frame({.method = "HEAD", .headers = {{"Range", "bytes=0-1"}}}, response).body, false);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(core::header_or_empty(response.headers, "Content-Length"), "10");
  Response json{.status = 200, .body = "{}"};
  frame({.headers = {{"Range", "bytes=0-0"}}}, json);
  EXPECT_EQ(json.status, 200);
  auto whole = content();
  whole.delivery.no_range = true;
  frame({.headers = {{"Range", "bytes=0-1"}}}, whole);
  EXPECT_EQ(whole.status, 200);
}

TEST(Frame, ConditionsOfASource) {
  for (const char* tags : {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"}) {
    auto response = content();
    const auto got = frame({.headers = {{"If-None-Match", tags}}}, response);
    EXPECT_EQ(response.status, 304) << tags;
    EXPECT_FALSE(got.body);
    EXPECT_EQ(core::find_header(response.headers, "Content-Length"), nullptr);
    EXPECT_EQ(core::header_or_empty(response.headers, "ETag"), "\"v1\"");
  }
  auto changed = content();
  frame({.headers = {{"If-None-Match", "\"v0\""}, {"If-Modified-Since", "yesterday"}}}, changed);
  EXPECT_EQ(changed.status, 200);
  auto since = content();
  frame({.headers = {{"If-Modified-Since", "yesterday"}}}, since);
  EXPECT_EQ(since.status, 304);
}

TEST(Frame, FramingHeaders) {
  Response chunked{.status = 200, .body = "abc", .delivery = {.chunked = true}};
  EXPECT_TRUE(frame({}, chunked).chunked);
  EXPECT_EQ(core::header_or_empty(chunked.headers, "Transfer-Encoding"), "chunked");
  EXPECT_EQ(core::find_header(chunked.headers, "Content-Length"), nullptr);
  Response old{.status = 200, .body = "abc", .delivery = {.chunked = true}};
  const auto got = frame({}, old, false);
  EXPECT_FALSE(got.chunked);
  EXPECT_TRUE(got.close);
  Response wrong{.status = 200, .body = "abc", .delivery = {.declared_length = 5}};
  EXPECT_TRUE(frame({}, wrong).close);
  EXPECT_EQ(core::header_or_empty(wrong.headers, "Content-Length"), "5");
  Response own{.status = 200, .headers = {{"Content-Length", "3"}}, .body = "abc"};
  EXPECT_FALSE(frame({}, own).close);
  EXPECT_EQ(own.headers.size(), 1U);
  Response twice{.status = 200, .headers = {{"Content-Length", "3"}, {"Content-Length", "4"}}, .body = "abc"};
  EXPECT_TRUE(frame({}, twice).close);
  Response none{.status = 204};
  EXPECT_FALSE(frame({}, none).body);
  EXPECT_TRUE(none.headers.empty());
}

}  // namespace
}  // namespace vidspec::http
