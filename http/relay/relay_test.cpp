#include "http/relay.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "core/error.h"
#include "http/relay/testing.h"
#include "http/server.h"

namespace vidspec::http {
namespace {

using testing::RawServer;
using testing::Relayed;
using testing::Socket;

auto get(const std::string& target = "/v1/videos/a", const std::string& more = {}) -> std::string {
  return "GET " + target + " HTTP/1.1\r\nHost: proxy.example:8082\r\n" + more + "Connection: close\r\n\r\n";
}

TEST(Relay, PassesRequestAndAnswerOn) {
  std::string arrived;
  RawServer upstream([&](Socket& client) {
    arrived = client.receive_request();
    client.send("HTTP/1.1 404 Nicht da\r\nX-Odd:  kept \r\nKeep-Alive: timeout=5\r\nContent-Length: 6\r\n\r\n{\"a\":1");
  });
  Relayed relay(upstream.url());
  const auto answer = relay.talk(get("/v1/videos/a%3Ab?x=1&y=%zz",
                                     "Authorization: Bearer sk-1\r\nX-A: 1\r\nX-A: 2\r\n"
                                     "TE: trailers\r\nX-Hop: 1\r\nConnection: X-Hop\r\n"));
  EXPECT_EQ(answer, "HTTP/1.1 404 Nicht da\r\nX-Odd: kept\r\nContent-Length: 6\r\nConnection: close\r\n\r\n{\"a\":1");
  EXPECT_TRUE(arrived.starts_with("GET /v1/videos/a%3Ab?x=1&y=%zz HTTP/1.1\r\n")) << arrived;
  EXPECT_NE(arrived.find("Host: 127.0.0.1:" + std::to_string(upstream.port()) + "\r\n"), std::string::npos) << arrived;
  EXPECT_NE(arrived.find("Authorization: Bearer sk-1\r\nX-A: 1\r\nX-A: 2\r\n"), std::string::npos) << arrived;
  for (const auto* gone : {"TE:", "X-Hop", "Connection", "User-Agent", "Accept: "}) {
    EXPECT_EQ(arrived.find(gone), std::string::npos) << gone << " in " << arrived;
  }
  const auto seen = relay.seen(1).front();
  EXPECT_EQ(seen.head.url, upstream.url("/v1/videos/a%3Ab?x=1&y=%zz"));
  EXPECT_EQ(seen.answer.status, 404);
  EXPECT_EQ(seen.received, "{\"a\":1");
  EXPECT_EQ(seen.end.failure, core::Failure::none);
}

TEST(Relay, ABodyGoesUpOnceAndWhole) {
  for (const bool chunked : {false, true}) {
    std::string arrived;
    RawServer upstream([&](Socket& client) {
      for (auto piece = client.receive(); !piece.empty(); piece = client.receive()) {
        arrived += piece;
        if (arrived.ends_with("end!") || arrived.ends_with("0\r\n\r\n")) break;
      }
      client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
    Relayed relay(upstream.url());
    const std::string body = std::string(200'000, 'x') + "end!";
    const auto framed =
        chunked ? "Transfer-Encoding: chunked\r\n\r\n5\r\nxxxxx\r\n30d3f\r\n" + body.substr(5) + "\r\n0\r\n\r\n"
                : "Content-Length: 200004\r\n\r\n" + body;
    const auto answer = relay.talk("POST /v1/videos HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + framed);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n{}")) << answer;
    EXPECT_EQ(upstream.connections(), 1);
    EXPECT_EQ(relay.seen(1).front().sent, body);
    EXPECT_EQ(arrived.find("Content-Length: 200004") != std::string::npos, !chunked);
    EXPECT_EQ(arrived.find("Expect"), std::string::npos);
  }
}

TEST(Relay, APaidRequestIsNeverSentAgain) {
  std::atomic<int> requests{0};
  RawServer upstream([&](Socket& client) {
    if (!client.receive_request().empty()) ++requests;
  });
  Relayed relay(upstream.url());
  const auto post = "POST /v1/videos HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
  const auto answer = relay.talk(post);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\n")) << answer;
  EXPECT_NE(answer.find("\"message\":\"vidspec proxy: no answer from " + upstream.url("") + " (reset)"),
            std::string::npos)
      << answer;
  EXPECT_EQ(requests, 1);
  EXPECT_EQ(relay.seen(1).front().end.failure, core::Failure::reset);
}

TEST(Relay, SaysThatUpstreamIsDown) {
  std::string url;
  {
    url = RawServer([](Socket&) {}).url();
  }
  Relayed relay(url);
  const auto answer = relay.talk(get());
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\n")) << answer;
  EXPECT_NE(answer.find("(connect)"), std::string::npos) << answer;
  EXPECT_EQ(relay.seen(1).front().end.failure, core::Failure::connect);
}

TEST(Relay, KeepsAnswersWithoutABodyAsTheyAre) {
  RawServer upstream([&](Socket& client) {
    const auto request = client.receive_request();
    if (request.starts_with("HEAD")) client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    if (request.starts_with("DELETE")) client.send("HTTP/1.1 204 No Content\r\n\r\n");
    if (request.starts_with("GET")) client.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
  });
  Relayed relay(upstream.url());
  const auto ask = [&](const std::string& method) {
    return relay.talk(method + " /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  };
  EXPECT_EQ(ask("HEAD"), "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(ask("DELETE"), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(ask("GET"), "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n");
}

TEST(Relay, PiecesComeThroughAtOnce) {
  std::mutex mutex;
  std::condition_variable changed;
  bool first_arrived = false;
  RawServer upstream([&](Socket& client) {
    client.receive_request();
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(4), [&] { return first_arrived; }));
    client.send("6\r\nsecond\r\n0\r\n\r\n");
  });
  Relayed relay(upstream.url());
  Socket client(testing::connect_to(relay.port()));
  client.send(get());
  std::string text;
  while (text.find("first") == std::string::npos) {
    const auto piece = client.receive();
    ASSERT_FALSE(piece.empty()) << text;
    text += piece;
  }
  {
    const std::scoped_lock lock(mutex);
    first_arrived = true;
  }
  changed.notify_all();
  text += client.receive_all();
  EXPECT_TRUE(text.ends_with(
      "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n"))
      << text;
}

TEST(Relay, ACutAnswerStaysCut) {
  RawServer upstream([&](Socket& client) {
    const auto request = client.receive_request();
    client.send(request.starts_with("GET /chunks")
                    ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst");
  });
  Relayed relay(upstream.url());
  for (const auto* target : {"/chunks", "/length"}) {
    const auto text = relay.talk(get(target));
    EXPECT_EQ(text.find("0\r\n\r\n"), std::string::npos) << text;
  }
  EXPECT_EQ(relay.seen(2)[0].end.failure, core::Failure::truncated);
  EXPECT_EQ(relay.seen(2)[1].end.failure, core::Failure::truncated);
}

TEST(Relay, PassesEarlyRefusalsOn) {
  RawServer upstream([&](Socket& client) {
    client.receive();
    client.send("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 2\r\n\r\n{}");
  });
  Relayed relay(upstream.url());
  Socket client(testing::connect_to(relay.port()));
  client.send("POST /v1/videos HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
  const auto text = client.receive_all();
  EXPECT_NE(text.find("HTTP/1.1 413 Payload Too Large\r\n"), std::string::npos) << text;
  client.close();
  EXPECT_EQ(relay.seen(1).front().end.failure, core::Failure::none);
}

TEST(Relay, AnswersExpectationsItself) {
  RawServer upstream([&](Socket& client) {
    EXPECT_TRUE(client.receive_request().ends_with("\r\n\r\nabc"));
    client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  });
  Relayed relay(upstream.url());
  Socket client(testing::connect_to(relay.port()));
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.receive(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(Relay, LeadsOwnRedirectsBack) {
  RawServer upstream([&](Socket& client) {
    const auto request = client.receive_request();
    const auto port = std::to_string(upstream.port());
    const std::string to =
        request.starts_with("GET /abroad") ? "https://cdn.example/a" : "http://127.0.0.1:" + port + "/b?c=1";
    client.send("HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
  });
  Relayed relay(upstream.url());
  EXPECT_NE(relay.talk(get("/home")).find("\r\nLocation: http://proxy.example:8082/b?c=1\r\n"), std::string::npos);
  EXPECT_NE(relay.talk(get("/abroad")).find("\r\nLocation: https://cdn.example/a\r\n"), std::string::npos);
}

TEST(Relay, KeepsConnections) {
  Server upstream({}, [](const Request& request) {
    return Response{.status = 200, .body = "got " + request.method + " " + request.body};
  });
  upstream.start();
  Relayed relay("http://127.0.0.1:" + std::to_string(upstream.port()) + "/v1");
  Socket client(testing::connect_to(relay.port()));
  const std::string ask = "GET /v1/a HTTP/1.1\r\nHost: h\r\n\r\n";
  client.send(ask + "POST /v1/b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + get("/v1/c"));
  const auto text = client.receive_all();
  EXPECT_NE(text.find("got GET "), std::string::npos) << text;
  EXPECT_NE(text.find("got POST abc"), std::string::npos) << text;
  EXPECT_EQ(relay.seen(3)[1].sent, "abc");
  EXPECT_EQ(upstream.connections(), 1U) << "reading goes over a kept connection";
}

TEST(Relay, RefusesWhatIsNoRequest) {
  RawServer upstream([](Socket&) {});
  Relayed relay(upstream.url());
  EXPECT_TRUE(relay.talk("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_TRUE(relay.talk("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_EQ(upstream.connections(), 0);
  EXPECT_THROW(Relay({.upstream = "ftp://x"}, {}), core::InputError);
}

TEST(Relay, EndsWhatStillRuns) {
  RawServer upstream([&](Socket& client) {
    client.receive_request();
    client.receive();
  });
  Relayed relay(upstream.url());
  Socket client(testing::connect_to(relay.port()));
  client.send(get());
  while (upstream.connections() == 0) std::this_thread::sleep_for(core::Millis{5});
  relay.stop();
  EXPECT_EQ(relay.seen(1).front().end.failure, core::Failure::interrupted);
}

}  // namespace
}  // namespace vidspec::http
