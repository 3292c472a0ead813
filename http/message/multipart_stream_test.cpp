#include "http/message/multipart_stream.h"

#include <gtest/gtest.h>

#include "http/message.h"

namespace vidspec::http {
namespace {

const std::string content_type = "multipart/form-data; boundary=XX";

auto read(const std::string& body, std::size_t piece) -> MultipartStream {
  MultipartStream stream(content_type);
  for (std::size_t at = 0; at < body.size(); at += piece) stream.feed(std::string_view(body).substr(at, piece));
  return stream;
}

TEST(MultipartStream, ReadsAsTheParserDoesInPiecesOfAnySize) {
  const std::vector<Part> parts = {
      {"prompt", "a \r\n--X cat", "", "", false},
      {"empty", "", "", "", false},
      {"file", std::string("\0\r\n--XY\r\n", 9) + std::string(500, 'z'), "a.png", "image/png", true}};
  const auto body = "preamble\r\n" + encode_multipart(parts, "XX") + "epilogue";
  const auto whole = parse_multipart(content_type, body);
  ASSERT_EQ(whole.parts.size(), 3U) << whole.error;
  for (std::size_t piece = 1; piece < 60; ++piece) {
    const auto stream = read(body, piece);
    ASSERT_TRUE(stream.complete()) << piece;
    ASSERT_EQ(stream.parts().size(), 3U) << piece;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& part = stream.parts()[i];
      EXPECT_EQ(part.name, whole.parts[i].name);
      EXPECT_EQ(part.size, whole.parts[i].content.size());
      EXPECT_EQ(part.file, whole.parts[i].file);
      EXPECT_EQ(part.value, part.file ? "" : whole.parts[i].content);
      EXPECT_EQ(part.sha256, part.file ? core::sha256_hex(whole.parts[i].content) : "");
    }
  }
}

TEST(MultipartStream, KeepsTheBeginningOfLongTexts) {
  const auto stream = read(encode_multipart({{"prompt", std::string(200'000, 'p'), "", "", false}}, "XX"), 4096);
  ASSERT_EQ(stream.parts().size(), 1U);
  EXPECT_EQ(stream.parts()[0].size, 200'000U);
  EXPECT_EQ(stream.parts()[0].value.size(), 64U << 10U);
}

TEST(MultipartStream, IsNotCompleteWhenCutOrMalformed) {
  const auto body = encode_multipart({{"a", "1", "", "", false}, {"b", "2", "", "", false}}, "XX");
  EXPECT_FALSE(read(body.substr(0, body.size() - 6), 7).complete());
  EXPECT_EQ(read(body.substr(0, body.size() - 20), 7).parts().size(), 1U);
  EXPECT_FALSE(read("--XX\r\nno head\r\n\r\n1\r\n--XX--\r\n", 3).complete());
  EXPECT_FALSE(read("--XX\r\n" + std::string(20'000, 'h') + "\r\n\r\n1\r\n--XX--\r\n", 4096).complete());
  EXPECT_FALSE(read("nothing of the kind", 3).complete());
  MultipartStream other("application/json");
  other.feed(body);
  EXPECT_FALSE(other.complete());
}

}  // namespace
}  // namespace vidspec::http
