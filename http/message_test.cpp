#include "http/message.h"

#include <gtest/gtest.h>

#include "http/outgoing.h"
#include "http/syntax.h"

namespace vidspec::http {
namespace {

TEST(Url, PathAndQueryOfTargetsAndUrls) {
  EXPECT_EQ(path_of("/v1/videos/a%3Ab?limit=2#x"), "/v1/videos/a%3Ab");
  EXPECT_EQ(path_of("https://h.example/v1/videos?x=1"), "/v1/videos");
  EXPECT_EQ(path_of("https://h.example"), "");
  EXPECT_EQ(path_of("//odd/path?q"), "//odd/path");
  EXPECT_EQ(query_of("/a?b=c#d"), "b=c");
  EXPECT_EQ(query_of("https://h.example/a?b=c?d"), "b=c?d");
  EXPECT_EQ(query_of("/a#b?c"), "");
}

TEST(Url, QueryMembersAreDecodedInOrder) {
  const auto members = parse_query("a=1&b=x+y%20z&a=&flag&&%C3%A9=%zz&k=v=w");
  const std::vector<std::pair<std::string, std::string>> expected = {{"a", "1"},   {"b", "x y z"},      {"a", ""},
                                                                     {"flag", ""}, {"\xC3\xA9", "%zz"}, {"k", "v=w"}};
  EXPECT_EQ(members, expected);
}

TEST(Url, OriginIsNormalOrNothing) {
  EXPECT_EQ(origin_of("HTTPS://User:pw@Example.COM/x"), "https://example.com:443");
  EXPECT_EQ(origin_of("http://127.0.0.1:8080/v1"), "http://127.0.0.1:8080");
  EXPECT_EQ(origin_of("http://[::1]:81/"), "http://[::1]:81");
  EXPECT_EQ(origin_of("http://h.example:/"), "http://h.example:80");
  for (const char* bad :
       {"ftp://h/", "file:///etc/passwd", "//h.example/", "/v1", "", "http://", "http:///x", "http://h:0/",
        "http://h:65536/", "http://h:12x/", "http://h\r\n.example/", "http://good.example\\@evil.example/",
        "http://[::1", "javascript:alert(1)", "http://a b.example/", "http://h:-1/", "http:/h.example/",
        "https:h.example", "gopher://h/"}) {
    EXPECT_EQ(origin_of(bad), "") << bad;
  }
}

TEST(Url, ResolvesAsTheRfcSays) {
  const std::string base = "http://a/b/c/d;p?q";
  const std::vector<std::pair<std::string, std::string>> cases = {{"g", "http://a/b/c/g"},
                                                                  {"./g", "http://a/b/c/g"},
                                                                  {"g/", "http://a/b/c/g/"},
                                                                  {"/g", "http://a/g"},
                                                                  {"//g", "http://g/"},
                                                                  {"?y", "http://a/b/c/d;p?y"},
                                                                  {"g?y", "http://a/b/c/g?y"},
                                                                  {"#s", "http://a/b/c/d;p?q#s"},
                                                                  {"g#s", "http://a/b/c/g#s"},
                                                                  {"g?y#s", "http://a/b/c/g?y#s"},
                                                                  {";x", "http://a/b/c/;x"},
                                                                  {"", "http://a/b/c/d;p?q"},
                                                                  {".", "http://a/b/c/"},
                                                                  {"./", "http://a/b/c/"},
                                                                  {"..", "http://a/b/"},
                                                                  {"../", "http://a/b/"},
                                                                  {"../g", "http://a/b/g"},
                                                                  {"../..", "http://a/"},
                                                                  {"../../g", "http://a/g"},
                                                                  {"../../../g", "http://a/g"},
                                                                  {"/./g", "http://a/g"},
                                                                  {"/../g", "http://a/g"},
                                                                  {"g.", "http://a/b/c/g."},
                                                                  {"..g", "http://a/b/c/..g"},
                                                                  {"./../g", "http://a/b/g"},
                                                                  {"g;x=1/../y", "http://a/b/c/y"},
                                                                  {"g?y/../x", "http://a/b/c/g?y/../x"},
                                                                  {"https://h/x/../y", "https://h/y"}};
  for (const auto& [reference, expected] : cases) EXPECT_EQ(resolve_url(base, reference), expected) << reference;
}

TEST(Url, ResolvesNothingDangerous) {
  for (const char* bad :
       {"ftp://h/x", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/a\r\nX: y", "\\\\evil\\x",
        "http://h\\@e/", "//", "http://:80/", "//h:99999/", "https:evil.example", "http:/evil.example"}) {
    EXPECT_EQ(resolve_url("https://a.example/v1", bad), "") << bad;
  }
  EXPECT_EQ(resolve_url("ftp://a/", "g"), "");
  EXPECT_EQ(resolve_url("https://a.example/v1", "/my video\xC3\xA9.mp4"), "https://a.example/my%20video%C3%A9.mp4");
}

TEST(Multipart, WhatIsEncodedIsReadBack) {
  const std::vector<Part> parts = {{"prompt", "line\r\n--almost", "", "", false},
                                   {"image", std::string("\0\r\n\xFF", 4), "a b.png", "image/png", true},
                                   {"empty", "", "", "", false}};
  const auto boundary = multipart_boundary(parts);
  EXPECT_EQ(boundary, multipart_boundary(parts));
  const auto body = encode_multipart(parts, boundary);
  const auto read = parse_multipart("multipart/form-data; boundary=" + boundary, body);
  ASSERT_EQ(read.error, "");
  ASSERT_EQ(read.parts.size(), 3U);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    EXPECT_EQ(read.parts[i].name, parts[i].name);
    EXPECT_EQ(read.parts[i].content, parts[i].content);
    EXPECT_EQ(read.parts[i].filename, parts[i].filename);
    EXPECT_EQ(read.parts[i].content_type, parts[i].content_type);
    EXPECT_EQ(read.parts[i].file, parts[i].file);
  }
}

TEST(Multipart, NamesCannotBreakOut) {
  const auto body = encode_multipart({{"a\"\r\nX: y", "v", "f\"\n.png", "text/plain\r\nEvil: 1", true}}, "b");
  EXPECT_EQ(
      body,
      "--b\r\nContent-Disposition: form-data; name=\"a%22%0D%0AX: y\"; filename=\"f%22%0A.png\"\r\n\r\nv\r\n--b--\r\n");
}

TEST(Multipart, ABackslashCannotEscapeTheEndOfAName) {
  const auto body = encode_multipart({{"a\\", "v", "f\\.png", "", true}}, "b");
  EXPECT_NE(body.find(R"(name="a%5C"; filename="f\.png")"), std::string::npos) << body;
  const auto read = parse_multipart("multipart/form-data; boundary=b", body);
  ASSERT_EQ(read.parts.size(), 1U) << read.error;
  EXPECT_TRUE(read.parts[0].file);
}

TEST(Multipart, BoundaryNeverOccursInAPart) {
  std::vector<Part> parts = {{"a", "x", "", "", false}};
  // Whatever boundary comes first is planted into a part; then it must change.
  parts[0].content = multipart_boundary(parts);
  EXPECT_EQ(parts[0].content.find(multipart_boundary(parts)), std::string::npos);
}

struct BadBody {
  const char* what;
  std::string type, body;
};

TEST(Multipart, RefusesWhatIsMalformed) {
  const std::string type = "multipart/form-data; boundary=b";
  const std::string head = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n";
  std::string many;
  for (int i = 0; i < 1001; ++i) many += head + "\r\nv\r\n";
  const std::vector<BadBody> cases = {
      {"other type", "application/json", head + "\r\nv\r\n--b--\r\n"},
      {"no boundary", "multipart/form-data", head + "\r\nv\r\n--b--\r\n"},
      {"empty boundary", "multipart/form-data; boundary=", head},
      {"odd boundary", "multipart/form-data; boundary=\"b\x01\"", head},
      {"long boundary", "multipart/form-data; boundary=" + std::string(71, 'b'), head},
      {"empty body", type, ""},
      {"other boundary", type, "--c\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--c--\r\n"},
      {"no end", type, head + "\r\nv"},
      {"no close", type, head + "\r\nv\r\n--b"},
      {"bare LF", type, "--b\nContent-Disposition: form-data; name=\"n\"\n\nv\n--b--\n"},
      {"no disposition", type, "--b\r\nContent-Type: text/plain\r\n\r\nv\r\n--b--\r\n"},
      {"no headers", type, "--b\r\n\r\nv\r\n--b--\r\n"},
      {"no name", type, "--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n--b--\r\n"},
      {"attachment", type, "--b\r\nContent-Disposition: attachment; name=\"n\"\r\n\r\nv\r\n--b--\r\n"},
      {"two dispositions", type, head + "Content-Disposition: form-data; name=\"m\"\r\n\r\nv\r\n--b--\r\n"},
      {"base64", type, head + "Content-Transfer-Encoding: base64\r\n\r\ndg==\r\n--b--\r\n"},
      {"folded header", type, head + " folded: x\r\n\r\nv\r\n--b--\r\n"},
      {"no colon", type, head + "nonsense\r\n\r\nv\r\n--b--\r\n"},
      {"NUL in header", type, head + std::string("X: a\0b\r\n\r\nv\r\n--b--\r\n", 20)},
      {"large head", type, head + "X: " + std::string(20'000, 'x') + "\r\n\r\nv\r\n--b--\r\n"},
      {"open quote", type, "--b\r\nContent-Disposition: form-data; name=\"n\r\n\r\nv\r\n--b--\r\n"},
      {"many parts", type, many + "--b--\r\n"},
      {"text after boundary", type, "--bx\r\n\r\n--b--\r\n"},
  };
  for (const auto& c : cases) {
    const auto read = parse_multipart(c.type, c.body);
    EXPECT_NE(read.error, "") << c.what;
    EXPECT_TRUE(read.parts.empty()) << c.what;
  }
}

TEST(Multipart, AcceptsWhatIsLegal) {
  const std::string body =
      "preamble\r\n--b \t\r\ncontent-disposition: form-data; NAME=n; "
      "filename=\"\"\r\n\r\n\r\n--b\r\nContent-Disposition: "
      "form-data; name=\"a;filename=x\"\r\n\r\nx--bogus\r\n--b--\r\nepilogue";
  const auto read = parse_multipart("Multipart/Form-Data; charset=x; boundary=\"b\"", body);
  ASSERT_EQ(read.error, "");
  ASSERT_EQ(read.parts.size(), 2U);
  EXPECT_EQ(read.parts[0].name, "n");
  EXPECT_TRUE(read.parts[0].file);
  EXPECT_EQ(read.parts[0].content, "");
  EXPECT_EQ(read.parts[1].name, "a;filename=x");
  EXPECT_FALSE(read.parts[1].file);
  EXPECT_EQ(read.parts[1].content, "x--bogus");
}

TEST(Multipart, ABackslashMayEscapeAQuoteOrStandForItself) {
  for (const std::string_view name : {R"("a\"b")", R"("C:\")", R"("a\\")"}) {
    const auto body = "--b\r\nContent-Disposition: form-data; name=" + std::string(name) + "\r\n\r\nv\r\n--b--\r\n";
    EXPECT_EQ(parse_multipart("multipart/form-data; boundary=b", body).error, "") << name;
  }
}

TEST(Outgoing, HoldsWhatArrivesAtTheServer) {
  Request request;
  request.method = "POST";
  request.url = "https://h.example:8443/v1/videos?x=1#frag";
  request.headers = {{"Authorization", "Bearer k"}, {"Content-Type", "text/plain"}, {"content-length", "999"}};
  request.parts = {{"prompt", "p", "", "", false}};
  Request seen;
  ASSERT_EQ(make_outgoing(request, seen), "");
  EXPECT_EQ(seen.url, "/v1/videos?x=1");
  EXPECT_EQ(core::header_or_empty(seen.headers, "Host"), "h.example:8443");
  EXPECT_EQ(core::count_header(seen.headers, "Content-Type"), 1U);
  EXPECT_EQ(core::header_or_empty(seen.headers, "Content-Length"), std::to_string(seen.body.size()));
  EXPECT_EQ(parse_multipart(core::header_or_empty(seen.headers, "Content-Type"), seen.body).parts.size(), 1U);
}

TEST(Outgoing, RefusesInjection) {
  Request seen;
  for (const auto& header :
       core::Headers{{"X", "a\r\nEvil: 1"}, {"X\r\nEvil", "1"}, {"X", std::string("a\0b", 3)}, {"", "x"}}) {
    EXPECT_NE(make_outgoing({.url = "http://h.example/", .headers = {header}}, seen), "");
  }
  EXPECT_NE(make_outgoing({.method = "GET /x", .url = "http://h.example/"}, seen), "");
  EXPECT_NE(make_outgoing({.url = "ftp://h.example/"}, seen), "");
  EXPECT_NE(make_outgoing({.url = "https://u:p@h.example/"}, seen), "");
}

TEST(Syntax, Numbers) {
  EXPECT_EQ(parse_decimal("18446744073709551615"), UINT64_MAX);
  for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "1,1", "1.0"}) {
    EXPECT_EQ(parse_decimal(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(parse_hex("fF"), 255U);
  for (const char* bad : {"", "-1", "0x1", "00000000000000001", "g"}) EXPECT_EQ(parse_hex(bad), std::nullopt) << bad;
}

TEST(Message, EveryStatusOfOursHasAPhrase) {
  for (const int status : {100, 200, 206, 304, 400, 413, 414, 416, 417, 429, 431, 500, 503}) {
    EXPECT_NE(reason_phrase(status), "Unknown") << status;
  }
  EXPECT_EQ(reason_phrase(999), "Unknown");
}

}  // namespace
}  // namespace vidspec::http
