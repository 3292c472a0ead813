#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <thread>

#include "core/digest.h"
#include "http/client.h"
#include "http/testing.h"

namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;
using testing::RawServer;
using testing::says;
using testing::Socket;
using testing::with_length;

struct Behaviour {
  const char* what;
  RawServer::Script script;
  std::set<Failure> failures;  // what it may be called; TCP leaves some of it to chance
  int status = 0;
  std::string body = {};
  const char* method = "GET";
};

auto says_then_resets(std::string answer) -> RawServer::Script {
  return [answer = std::move(answer)](Socket& socket) {
    socket.receive_request();
    socket.send(answer);
    std::this_thread::sleep_for(Millis{20});  // an RST may overtake what was sent
    socket.reset();
  };
}
auto says_then_stalls(std::string answer) -> RawServer::Script {
  return [answer = std::move(answer)](Socket& socket) {
    socket.receive_request();
    socket.send(answer);
    socket.receive();
  };
}
// Says the same again and again until the client has enough.
auto says_for_ever(std::string first, std::string again, Millis pause = Millis{0}) -> RawServer::Script {
  return [first = std::move(first), again = std::move(again), pause](Socket& socket) {
    socket.receive_request();
    socket.send(first);
    while (socket.send(again)) {
      if (pause.count() > 0) std::this_thread::sleep_for(pause);
    }
  };
}

auto decoded(std::string_view base64) -> std::string {
  std::string bytes;
  EXPECT_TRUE(core::base64_decode(base64, bytes));
  return bytes;
}
// 300,000 times the digit 0, and the word hello, made with Python's zlib.
const std::string gzip_bomb = decoded(
    "H4sIAAAAAAACA+3BAQ0AAADCoErvn84eDigAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPgxzc5JBeCTBAA=");
const std::string deflate_bomb = decoded(
    "eNrtwQENAAAAwqBK75/OHg4oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD4MUgsxtY=");
const std::string gzip_hello = decoded("H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==");
const std::string deflate_hello = decoded("eNrLSM3JyQcABiwCFQ==");

auto endings() -> std::vector<Behaviour> {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::set reset{Failure::reset};
  const std::set truncated{Failure::truncated};
  const std::set timeout{Failure::timeout};
  return {
      {"closes at once", [](Socket&) {}, reset},
      // Where the reset comes before connect() has returned, there never was a connection.
      {"resets at once", [](Socket& socket) { socket.reset(); }, {Failure::reset, Failure::connect}},
      {"closes after the request", says(""), reset},
      {"resets after the request", says_then_resets(""), reset},
      {"closes within the status line", says("HTTP/1.1 2"), {Failure::reset, Failure::protocol}},
      {"closes within the headers", says("HTTP/1.1 200 OK\r\nX: y\r\n"), reset},
      {"resets within the headers", says_then_resets("HTTP/1.1 200 OK\r\nX: y\r\n"), reset},
      {"closes within the body", says(head + "1234"), truncated, 200, "1234"},
      {"resets within the body", says_then_resets(head + "1234"), reset, 200, "1234"},
      {"closes before the body", says(head), truncated, 200},
      {"closes within the chunks", says(chunked + "5\r\nabcde\r\n"), truncated, 200, "abcde"},
      {"closes within a chunk", says(chunked + "5\r\nab"), truncated, 200, "ab"},
      {"closes before the last empty line", says(chunked + "2\r\nab\r\n0\r\n"), truncated, 200, "ab"},
      {"resets within the chunks", says_then_resets(chunked + "5\r\nabcde\r\n"), reset, 200, "abcde"},
      {"stalls before the answer", says_then_stalls(""), timeout},
      {"stalls within the headers", says_then_stalls("HTTP/1.1 200 OK\r\nX: y\r\n"), timeout},
      {"stalls within the body", says_then_stalls(head + "1234"), timeout, 200, "1234"},
      {"stalls within the chunks", says_then_stalls(chunked + "5\r\nabcde\r\n"), timeout, 200, "abcde"},
      {"drips a header for ever", says_for_ever("HTTP/1.1 200 OK\r\nX: ", "y", Millis{10}), timeout},
      {"drips headers for ever", says_for_ever("HTTP/1.1 200 OK\r\n", "X: y\r\n", Millis{10}), timeout},
      {"drips interim answers for ever", says_for_ever("", "HTTP/1.1 102 Processing\r\n\r\n", Millis{10}), timeout},
  };
}

auto floods() -> std::vector<Behaviour> {
  const std::string block(100'000, 'x');
  const std::set too_large{Failure::too_large};
  return {
      {"endless body", says_for_ever("HTTP/1.1 200 OK\r\n\r\n", block), too_large, 200, std::string(1000, 'x')},
      {"endless chunks",
       says_for_ever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                     "3e8\r\n" + block.substr(0, 1000) + "\r\n"),
       too_large, 200, std::string(1000, 'x')},
      {"endless chunk extension",
       says_for_ever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", block),
       {Failure::timeout, Failure::protocol, Failure::too_large},
       200},
      {"endless trailers",
       says_for_ever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                     "X: " + block.substr(0, 1000) + "\r\n"),
       {Failure::too_large, Failure::protocol},
       200},
      {"endless headers", says_for_ever("HTTP/1.1 200 OK\r\n", "X: " + block.substr(0, 100) + "\r\n"), too_large},
      {"endless header", says_for_ever("HTTP/1.1 200 OK\r\nX: ", block), too_large},
      {"endless reason phrase", says_for_ever("HTTP/1.1 200 ", block), too_large},
      {"reason phrase of 200 kB", says("HTTP/1.1 200 " + block + block + "\r\nContent-Length: 0\r\n\r\n"), too_large},
      {"endless status line", says_for_ever("", block), {Failure::protocol}},
      {"endless interim answers", says_for_ever("", "HTTP/1.1 100 Continue\r\n\r\n"), too_large},
      {"endless interim headers", says_for_ever("", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), too_large},
      {"Content-Length of 10^15", says("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\nx"), too_large, 200},
      {"more than the bound declared", says(with_length("", block)), too_large, 200},
      {"gzip bomb", says(with_length("Content-Encoding: gzip\r\n", gzip_bomb)), too_large, 200, std::string(1000, '0')},
      {"deflate bomb in chunks",
       [](Socket& socket) {
         socket.receive_request();
         char size[20];
         std::snprintf(size, sizeof size, "%zx\r\n", deflate_bomb.size());
         socket.send("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n\r\n" +
                     (size + deflate_bomb) + "\r\n0\r\n\r\n");
       },
       too_large, 200, std::string(1000, '0')},
  };
}

auto breaches() -> std::vector<Behaviour> {
  const std::string nul(1, '\0');
  const std::set protocol{Failure::protocol};
  const std::set none{Failure::none};
  const auto answer = [](const std::string& headers) { return says("HTTP/1.1 200 OK\r\n" + headers + "\r\nok"); };
  const auto chunks = [](const std::string& bytes) {
    return says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + bytes);
  };
  return {
      {"another protocol", says("SSH-2.0-OpenSSH_9.2\r\n"), protocol},
      {"a mail server that speaks first",
       [](Socket& socket) {
         socket.send("220 mail.example ESMTP\r\n");
         socket.receive_request();
       },
       protocol},
      {"HTTP/0.9", says("<html>hello</html>"), protocol},
      {"HTTP/2 without being asked", says("HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\nok"), protocol},
      {"status 99", says("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), protocol},
      {"status in letters", says("HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"), protocol},
      {"negative Content-Length", answer("Content-Length: -1\r\n"), protocol, 200},
      {"Content-Length in letters", answer("Content-Length: abc\r\n"), protocol, 200},
      {"Content-Length beyond 64 bits", answer("Content-Length: 99999999999999999999\r\n"), protocol, 200},
      {"hexadecimal Content-Length", answer("Content-Length: 0x2\r\n"), protocol, 200},
      {"two different Content-Lengths", answer("Content-Length: 2\r\nContent-Length: 3\r\n"), protocol, 200},
      {"two equal Content-Lengths", answer("Content-Length: 2\r\nContent-Length: 2\r\n"), none, 200, "ok"},
      {"unknown Transfer-Encoding", answer("Transfer-Encoding: rot13\r\n"), protocol, 200},
      {"a size that is none", chunks("xyz\r\nok\r\n0\r\n\r\n"), protocol, 200},
      {"a negative size", chunks("-2\r\nok\r\n0\r\n\r\n"), protocol, 200},
      {"a size beyond 64 bits", chunks("fffffffffffffffffffff\r\nok\r\n0\r\n\r\n"), protocol, 200},
      {"a chunk longer than its size", chunks("2\r\nokay\r\n0\r\n\r\n"), protocol, 200, "ok"},
      {"a header without a colon", answer("nonsense\r\nContent-Length: 2\r\n"), protocol, 200},
      {"NUL in a header", answer("X: a" + nul + "b\r\nContent-Length: 2\r\n"), protocol, 200},
      {"gzip that is none", says(with_length("Content-Encoding: gzip\r\n", "not gzip")), protocol, 200},
      {"gzip that ends early",
       says(with_length("Content-Encoding: gzip\r\n", gzip_hello.substr(0, 10))),
       {Failure::protocol, Failure::none},
       200},
      {"nine layers of gzip",
       says(with_length("Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\n", "x")), protocol,
       200},
  };
}

auto oddities() -> std::vector<Behaviour> {
  const std::set none{Failure::none};
  const std::string ok = "Content-Length: 2\r\n\r\nok";
  return {
      {"lines that end with LF", says("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), none, 200, "ok"},
      {"no reason phrase", says("HTTP/1.1 200\r\n" + ok), none, 200, "ok"},
      {"HTTP/1.0 until close", says("HTTP/1.0 200 OK\r\n\r\nok"), none, 200, "ok"},
      {"folded header", says("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n" + ok), none, 200, "ok"},
      {"gzip", says(with_length("Content-Encoding: gzip\r\n", gzip_hello)), none, 200, "hello"},
      {"deflate", says(with_length("Content-Encoding: deflate\r\n", deflate_hello)), none, 200, "hello"},
      {"more bytes than declared",
       says("HTTP/1.1 200 OK\r\n" + ok + "HTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n"), none, 200, "ok"},
      {"204 with a body", says("HTTP/1.1 204 No Content\r\n" + ok), none, 204},
      {"HEAD with a body", says("HTTP/1.1 200 OK\r\n" + ok), none, 200, "", "HEAD"},
      {"HEAD of 10^15 bytes", says("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\n"), none, 200, "",
       "HEAD"},
      {"redirect to itself", says("HTTP/1.1 302 Found\r\nLocation: /\r\n" + ok), none, 302, "ok"},
      {"redirect to a file", says("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" + ok), none, 302, "ok"},
      {"refresh to another host", says("HTTP/1.1 200 OK\r\nRefresh: 0;url=http://evil.example/\r\n" + ok), none, 200,
       "ok"},
      {"chunks with extensions and trailers",
       says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\nok\r\n0\r\nX: y\r\n\r\n"), none, 200,
       "ok"},
      {"Content-Length beside chunks",
       says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n2\r\nok\r\n0\r\n\r\n"), none,
       200, "ok"},
  };
}

void expect_bounded(const std::vector<Behaviour>& behaviours) {
  for (const auto& behaviour : behaviours) {
    SCOPED_TRACE(behaviour.what);
    const RawServer server(behaviour.script);
    Client client;
    const bool stalls = behaviour.failures.contains(Failure::timeout);
    const auto got = client.ask(
        {.method = behaviour.method, .url = server.url(), .timeout = Millis{stalls ? 80 : 4000}, .max_body = 1000});
    EXPECT_TRUE(behaviour.failures.contains(got.failure)) << core::name(got.failure) << ": " << got.failure_detail;
    EXPECT_EQ(got.failure == Failure::none, got.failure_detail.empty()) << got.failure_detail;
    EXPECT_EQ(got.status, behaviour.status);
    EXPECT_EQ(got.body, behaviour.body);
    EXPECT_EQ(got.received, behaviour.body.size());
    EXPECT_LT(got.duration, Millis{stalls ? 1500 : 4000});
    EXPECT_LT(got.failure_detail.size(), 400U);
  }
  std::cout << behaviours.size() << " hostile servers\n";
}

TEST(HostileTarget, EndsAtEveryStage) { expect_bounded(endings()); }
TEST(HostileTarget, Floods) { expect_bounded(floods()); }
TEST(HostileTarget, BreaksTheProtocol) { expect_bounded(breaches()); }
TEST(HostileTarget, IsOddButUnderstood) { expect_bounded(oddities()); }

TEST(HostileTarget, CannotPoisonTheNextAnswer) {
  std::atomic<int> number{0};
  RawServer server([&](Socket& socket) {
    while (!socket.receive_request().empty()) {
      const auto body = std::to_string(++number);
      socket.send(with_length("", body) + with_length("", "poison"));
    }
  });
  Client client;
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(client.ask({.url = server.url()}).body, std::to_string(i));
}

TEST(HostileTarget, GetsNoCookiesBack) {
  std::atomic<int> cookies{0};
  RawServer server([&](Socket& socket) {
    for (auto request = socket.receive_request(); !request.empty(); request = socket.receive_request()) {
      cookies += request.find("Cookie") != std::string::npos ? 1 : 0;
      socket.send(with_length("Set-Cookie: a=b\r\n", "ok"));
    }
  });
  Client client;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(client.ask({.url = server.url()}).status, 200);
  EXPECT_EQ(cookies, 0);
}

TEST(HostileTarget, AnswersBeforeItHasReadTheBody) {
  RawServer server([](Socket& socket) {
    socket.receive();
    socket.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
    std::this_thread::sleep_for(Millis{50});
  });
  Client client;
  const auto got = client.ask({.method = "POST",
                               .url = server.url(),
                               .body = std::string(8U << 20U, 'x'),
                               .timeout = Millis{3000},
                               .once = true});
  EXPECT_EQ(got.status, 413) << got.failure_detail;
  EXPECT_TRUE(got.sent);
}

TEST(HostileTarget, MemoryStaysBounded) {
  const RawServer server(says_for_ever("HTTP/1.1 200 OK\r\n\r\n", std::string(1U << 20U, 'x')));
  Client client;
  Request request{.url = server.url(), .max_body = 200U << 20U};
  std::uint64_t seen = 0;
  request.on_body = [&](std::string_view bytes) {
    seen += bytes.size();
    return true;
  };
  const auto got = client.ask(request);
  EXPECT_EQ(got.failure, Failure::too_large);
  EXPECT_EQ(seen, 200U << 20U);
  EXPECT_TRUE(got.body.empty());
}

}  // namespace
}  // namespace vidspec::http
