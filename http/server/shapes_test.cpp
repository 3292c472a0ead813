#include <iostream>

#include "http/server/hostile_testing.h"

// Shapes of requests: what is malformed, and what only looks so.
namespace vidspec::http {
namespace {

using testing::Hostile;

struct Shape {
  const char* what;
  std::string bytes;
  int status;
};

const std::string nul(1, '\0');

auto refused_heads() -> std::vector<Shape> {
  const std::string host = "Host: h\r\n";
  const auto get = [&](const std::string& headers) { return "GET / HTTP/1.1\r\n" + headers + "\r\n"; };
  const auto post = [&](const std::string& headers) { return "POST / HTTP/1.1\r\n" + host + headers + "\r\n"; };
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  return {
      {"no Host", get(""), 400},
      {"two Hosts", get(host + host), 400},
      {"empty Host", get("Host:\r\n"), 400},
      {"Host with a path", get("Host: h/x\r\n"), 400},
      {"Host with user info", get("Host: a@h\r\n"), 400},
      {"Host with a blank", get("Host: a h\r\n"), 400},
      {"Host with a bad port", get("Host: h:99999\r\n"), 400},
      {"Host with a word as port", get("Host: h:http\r\n"), 400},
      {"Host with an open bracket", get("Host: [::1\r\n"), 400},
      {"list of Hosts", get("Host: a, b\r\n"), 400},
      {"blank before the method", " " + get(host), 400},
      {"tab before the method", "\t" + get(host), 400},
      {"two empty lines before", "\r\n\r\n" + get(host), 400},
      {"bare LF everywhere", "GET / HTTP/1.1\nHost: h\n\n", 400},
      {"bare LF once", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400},
      {"bare CR in a value", get(host + "X: a\rb\r\n"), 400},
      {"NUL in a value", get(host + "X: a" + nul + "b\r\n"), 400},
      {"NUL in a name", get(host + "X" + nul + ": b\r\n"), 400},
      {"DEL in a value", get(host + "X: a\x7F\r\n"), 400},
      {"escape in a value", get(host + "X: a\x1B[2J\r\n"), 400},
      {"blank before a colon", get(host + "X : y\r\n"), 400},
      {"Content-Length with a blank before its colon", post("Content-Length : 5\r\n"), 400},
      {"folded line", get(host + "X: y\r\n z\r\n"), 400},
      {"folded first header", get(" X: y\r\n" + host), 400},
      {"no colon", get(host + "nonsense\r\n"), 400},
      {"empty name", get(host + ": y\r\n"), 400},
      {"name in quotes", get(host + "\"X\": y\r\n"), 400},
      {"CL and TE", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"TE and CL", post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), 400},
      {"two CLs", post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"two equal CLs", post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"list of CLs", post("Content-Length: 5, 5\r\n"), 400},
      {"negative CL", post("Content-Length: -1\r\n"), 400},
      {"signed CL", post("Content-Length: +5\r\n"), 400},
      {"hexadecimal CL", post("Content-Length: 0x5\r\n"), 400},
      {"CL with a fraction", post("Content-Length: 5.0\r\n"), 400},
      {"empty CL", post("Content-Length:\r\n"), 400},
      {"CL beyond 64 bits", post("Content-Length: 18446744073709551617\r\n"), 400},
      {"CL of 10^15", post("Content-Length: 1000000000000000\r\n"), 413},
      {"TE gzip", post("Transfer-Encoding: gzip\r\n"), 400},
      {"TE gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 400},
      {"TE chunked, identity", post("Transfer-Encoding: chunked, identity\r\n"), 400},
      {"TE identity", post("Transfer-Encoding: identity\r\n"), 400},
      {"TE xchunked", post("Transfer-Encoding: xchunked\r\n"), 400},
      {"TE with a vertical tab",
       post("Transfer-Encoding: \x0B"
            "chunked\r\n"),
       400},
      {"two TEs", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"empty TE", post("Transfer-Encoding:\r\n"), 400},
      {"TE in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"other expectation", post("Expect: 200-maybe\r\nContent-Length: 1\r\n"), 417},
      {"two expectations", post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"), 417},
      {"no version", "GET /\r\n\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"HTTP/1.2", "GET / HTTP/1.2\r\n" + host + "\r\n", 400},
      {"lower-case version", "GET / http/1.1\r\n" + host + "\r\n", 400},
      {"long version", "GET / HTTP/1.11\r\n" + host + "\r\n", 400},
      {"blank after the version", "GET / HTTP/1.1 \r\n" + host + "\r\n", 400},
      {"two blanks in the request line", "GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"tab in the request line", "GET\t/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"empty target", "GET  HTTP/1.1\r\n" + host + "\r\n", 400},
      {"target without a slash", "GET x HTTP/1.1\r\n" + host + "\r\n", 400},
      {"target with a blank", "GET /a b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"target with a fragment", "GET /a#b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"target with NUL", "GET /a" + nul + " HTTP/1.1\r\n" + host + "\r\n", 400},
      {"target with raw bytes", "GET /\xC3\xA9 HTTP/1.1\r\n" + host + "\r\n", 400},
      {"star for GET", "GET * HTTP/1.1\r\n" + host + "\r\n", 400},
      {"CONNECT", "CONNECT h:443 HTTP/1.1\r\n" + host + "\r\n", 400},
      {"absolute ftp", "GET ftp://h/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"absolute with another host", "GET http://evil/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"absolute without a host", "GET http:///x HTTP/1.1\r\n" + host + "\r\n", 400},
      {"method with a colon", "GE:T / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"long method", std::string(40, 'A') + " / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"TLS hello", "\x16\x03\x01\x02" + nul + "\x01", 400},
      {"NUL first", nul + "GET", 400},
      {"long target", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
      {"endless target", "GET /" + std::string(100'000, 'a'), 414},
      {"large head", get(host + "X: " + std::string(70'000, 'y') + "\r\n"), 431},
      {"endless head", "GET / HTTP/1.1\r\nX: " + std::string(200'000, 'y'), 431},
      {"many headers", get(host + many), 431},
      {"chunk size is no number", post("Transfer-Encoding: chunked\r\n") + "xyz\r\n", 400},
      {"chunk size is negative", post("Transfer-Encoding: chunked\r\n") + "-1\r\n", 400},
      {"chunk size has a prefix", post("Transfer-Encoding: chunked\r\n") + "0x1\r\na\r\n0\r\n\r\n", 400},
      {"chunk size overflows", post("Transfer-Encoding: chunked\r\n") + "10000000000000001\r\na", 400},
      {"chunk size too large", post("Transfer-Encoding: chunked\r\n") + "7fffffffffffffff\r\na", 413},
      {"chunk size with a blank before", post("Transfer-Encoding: chunked\r\n") + " 1\r\na\r\n0\r\n\r\n", 400},
      {"chunk ends with LF", post("Transfer-Encoding: chunked\r\n") + "1\na\n0\n\n", 400},
      {"chunk is longer than its size", post("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n0\r\n\r\n", 400},
      {"chunk extension with NUL", post("Transfer-Encoding: chunked\r\n") + "1;a=" + nul + "\r\na\r\n0\r\n\r\n", 400},
      {"endless chunk extension", post("Transfer-Encoding: chunked\r\n") + "1;" + std::string(10'000, 'a'), 400},
      {"trailer without a colon", post("Transfer-Encoding: chunked\r\n") + "0\r\nnonsense\r\n\r\n", 400},
      {"head cut off", "GET / HTTP/1.1\r\nHost: h", 400},
      {"body cut off", post("Content-Length: 9\r\n") + "x", 400},
      {"chunks cut off", post("Transfer-Encoding: chunked\r\n") + "5\r\nabc", 400},
  };
}

TEST_F(Hostile, AMalformedRequestIsRefusedAndNothingAfterItIsRead) {
  start();
  const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
  const auto shapes = refused_heads();
  for (const auto& shape : shapes) {
    SCOPED_TRACE(shape.what);
    const bool cut = std::string_view(shape.what).ends_with("cut off");
    const auto answer = talk(shape.bytes + (cut ? "" : smuggled));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(shape.status) + " ")) << answer.substr(0, 80);
    EXPECT_EQ(count(answer, "HTTP/1.1 "), 1);
    EXPECT_NE(answer.find("X-Dialect: ours\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(handled, 0);
    handled = 0;
  }
  expect_healthy();
  std::cout << shapes.size() << " malformed requests refused\n";
}

TEST_F(Hostile, WhatIsOddButLegalIsServed) {
  start();
  const std::vector<Shape> shapes = {
      {"one empty line before", "\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n", 200},
      {"absolute form", "GET http://h:80/a?b HTTP/1.1\r\nHost: h:80\r\n\r\n", 200},
      {"absolute form without a path", "GET http://h HTTP/1.1\r\nHost: H\r\n\r\n", 200},
      {"star for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 200},
      {"IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200},
      {"no blank after a colon", "GET / HTTP/1.1\r\nHost:h\r\n\r\n", 200},
      {"bytes beyond ASCII in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: \xC3\xA9\r\n\r\n", 200},
      {"odd target", "GET /a//b/../c;d=%00?x=[]&y={}|\\^` HTTP/1.1\r\nHost: h\r\n\r\n", 200},
      {"two slashes", "GET //evil.example/x HTTP/1.1\r\nHost: h\r\n\r\n", 200},
      {"HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 200},
      {"chunks with extensions and trailers",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n1;a=b\r\nx\r\n00\r\nX-T: y\r\n\r\n", 200},
      {"GET with a body", "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx", 200},
      {"unknown header with a long name", "GET / HTTP/1.1\r\nHost: h\r\n" + std::string(500, 'X') + ": y\r\n\r\n", 200},
  };
  for (const auto& shape : shapes) {
    SCOPED_TRACE(shape.what);
    const auto answer = talk(shape.bytes);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer.substr(0, 200);
    EXPECT_EQ(count(answer, "HTTP/1.1 "), 1);
  }
  EXPECT_EQ(handled, static_cast<int>(shapes.size()));
}

TEST_F(Hostile, AnUnknownMethodIsA4xx) {
  start();
  for (const char* method : {"get", "PROPFIND", "G", "BREW"}) {
    const auto answer = talk(std::string(method) + " / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << answer;
  }
  EXPECT_EQ(handled, 0);
}

}  // namespace
}  // namespace vidspec::http
