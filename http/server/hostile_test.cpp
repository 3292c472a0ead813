#include <iostream>
#include <random>
#include <thread>

#include "core/digest.h"
#include "http/server/hostile_testing.h"

namespace vidspec::http {
namespace {

using core::Millis;
using testing::connect_to;
using testing::Hostile;
using testing::Socket;

TEST_F(Hostile, BodiesAreBoundedHoweverTheyCome) {
  start({.max_body = 1000});
  EXPECT_TRUE(talk("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n").starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(talk("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n")
                  .starts_with("HTTP/1.1 413 "));
  std::string chunks;
  for (int i = 0; i < 200; ++i) chunks += "a\r\n0123456789\r\n";
  EXPECT_TRUE(
      talk("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks).starts_with("HTTP/1.1 413 "));
  EXPECT_EQ(handled, 0);
  EXPECT_TRUE(talk("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'))
                  .starts_with("HTTP/1.1 200 "));
}

TEST_F(Hostile, ARefusalReachesAClientThatIsStillSending) {
  start({.max_body = 1000});
  Socket socket(connect_to(server->port()));
  socket.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
  // More than any socket buffer holds: an RST would have cut it short and taken the answer with it.
  EXPECT_TRUE(socket.send(std::string(3'000'000, 'x')));
  EXPECT_TRUE(socket.receive_all().starts_with("HTTP/1.1 413 "));
}

TEST_F(Hostile, HundredsOfSlowClientsHarmNobody) {
  start({.head_timeout = Millis{300}, .body_timeout = Millis{300}});
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<Socket>(connect_to(server->port())));
    slow.back()->send(i % 2 == 0 ? "GET / HTTP/1.1\r\nX-" : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
  }
  for (int round = 0; round < 3; ++round) {
    for (auto& socket : slow) socket->send("y");
    expect_healthy();
  }
  // However little and often they send: the time is for the whole.
  for (auto& socket : slow) EXPECT_TRUE(socket->receive_all().starts_with("HTTP/1.1 408 "));
  expect_healthy();
  EXPECT_EQ(handled, 4);
}

TEST_F(Hostile, AClientThatNeverReadsIsLetGo) {
  server = std::make_unique<Server>(ServerOptions{.body_timeout = Millis{50}}, [](const Request&) -> Response {
    return {.status = 200, .body = std::string(30'000'000, 'x')};
  });
  server->start();
  Socket socket(connect_to(server->port()));
  socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  for (int i = 0; i < 200 && (i == 0 || server->connections() > 0); ++i) std::this_thread::sleep_for(Millis{10});
  EXPECT_EQ(server->connections(), 0U);
}

TEST_F(Hostile, SeededGarbageNeverMakesA5xx) {
  start({.head_timeout = Millis{1000}});
  const std::string seedling =
      "POST /v1/videos HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\nExpect: "
      "100-continue\r\n\r\nhello";
  std::mt19937 random(20261121);  // the same bytes on every run
  int answers = 0;
  constexpr int rounds = 600;
  for (int round = 0; round < rounds; ++round) {
    auto bytes = round % 3 == 0 ? std::string(random() % 300, 0) : seedling;
    const auto edits = round % 3 == 0 ? bytes.size() : random() % 8;
    for (std::size_t i = 0; i < edits && !bytes.empty(); ++i) {
      const auto at = round % 3 == 0 ? i : random() % bytes.size();
      if (random() % 4 == 0 && round % 3 != 0) {
        bytes.erase(at, random() % 12);
      } else {
        bytes[at] = static_cast<char>(random());
      }
    }
    const auto answer = talk(bytes);
    EXPECT_EQ(count(answer, "HTTP/1.1 5"), 0) << core::base64(bytes);
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 ")) << core::base64(bytes);
    answers += answer.empty() ? 0 : 1;
  }
  EXPECT_GT(answers, rounds / 2);
  expect_healthy();
  std::cout << rounds << " garbled requests, " << answers << " answered\n";
}

TEST_F(Hostile, PiecesOfAnySizeMakeTheSameRequest) {
  start();
  const std::string request =
      "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;e\r\nde\r\n0\r\nT: u\r\n\r\n";
  for (const std::size_t size : {1U, 2U, 3U, 7U, 50U}) {
    Socket socket(connect_to(server->port()));
    for (std::size_t at = 0; at < request.size(); at += size) socket.send(std::string_view(request).substr(at, size));
    EXPECT_TRUE(socket.receive().ends_with("\r\n\r\nPOST /x abcde")) << size;
  }
}

}  // namespace
}  // namespace vidspec::http
