#include "http/server.h"

#include <future>
#include <thread>

#include "http/client.h"
#include "http/faults_testing.h"
#include "http/server/testing.h"

namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;
using testing::connect_to;
using testing::ServerTest;
using testing::Socket;

TEST_F(ServerTest, AnswersExactlyAsTheHandlerSays) {
  start();
  EXPECT_EQ(talk("POST /a%2Fb?x=%20+y HTTP/1.1\r\nhost: h\r\nX-Odd:  a%20b \r\nContent-Length: 3\r\n\r\nabc"),
            "HTTP/1.1 200 OK\r\nX-zulu: 1\r\nX-Alpha: 2\r\nX-zulu: 3\r\nContent-Length: 63\r\n\r\n"
            "POST /a%2Fb?x=%20+y\nhost: h\nX-Odd: a%20b\nContent-Length: 3\n\nabc");
}

TEST_F(ServerTest, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  start();
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "GET /" + std::to_string(i) + (i % 7 == 0 ? "?delay" : "") + " HTTP/1.1\r\nHost: h\r\n\r\n";
    requests +=
        "POST /p" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
  }
  const auto answers = talk(requests);
  std::size_t at = 0;
  for (int i = 0; i < 200; ++i) {
    at = answers.find("GET /" + std::to_string(i), at);
    ASSERT_NE(at, std::string::npos) << i;
    at = answers.find("POST /p" + std::to_string(i), at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(ServerTest, AClientThatHangsUpDuringALongDelayIsNoticedAtOnce) {
  std::promise<bool> sent;
  start({}, [&](const Request&) -> Response {
    Response late{.status = 200, .body = "late", .delivery = {.delay = Millis{60'000}}};
    late.delivery.ended = [&](bool whole) { sent.set_value(whole); };
    return late;
  });
  {
    Socket socket(connect_to(server->port()));
    socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    std::this_thread::sleep_for(Millis{50});
  }
  auto ended = sent.get_future();
  ASSERT_EQ(ended.wait_for(Millis{5000}), std::future_status::ready);
  EXPECT_FALSE(ended.get());
  server.reset();  // before the promise goes
}

TEST_F(ServerTest, HeadHasLengthAndNoBody) {
  start();
  const auto answer = talk("HEAD /source HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nETag: \"d\"\r\nContent-Length: 3000000\r\n\r\n");
}

TEST_F(ServerTest, ServesRangesOfASource) {
  start();
  Client client;
  const auto part = client.ask({.url = url("/source"), .headers = {{"Range", "bytes=15-18"}, {"If-Range", "\"d\""}}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "5678");
  EXPECT_EQ(core::header_or_empty(part.headers, "Content-Range"), "bytes 15-18/3000000");
  EXPECT_EQ(client.ask({.url = url("/source"), .headers = {{"Range", "bytes=9000000-"}}}).status, 416);
  const auto whole = client.ask({.url = url("/source"), .headers = {{"Range", "bytes=0-1,4-5"}}});
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.received, 3'000'000U);
}

TEST_F(ServerTest, OldClientsAreAnswered) {
  start();
  EXPECT_TRUE(talk("GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  Socket socket(connect_to(server->port()));
  socket.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_NE(socket.receive_all().find("Connection: close\r\n"), std::string::npos);
}

TEST_F(ServerTest, ContinueIsSaidWhenItIsAwaited) {
  start();
  Socket socket(connect_to(server->port()));
  socket.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(socket.receive(), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("hi");
  EXPECT_TRUE(socket.receive().ends_with("\n\nhi"));
}

TEST_F(ServerTest, APostWithoutLengthHasNoBody) {
  start();
  Socket socket(connect_to(server->port()));
  socket.send("POST /x HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(socket.receive().ends_with("POST /x\nHost: h\n\n"));
}

TEST_F(ServerTest, LargeBodiesBothWays) {
  start();
  Client client;
  const auto sent = client.ask({.method = "POST", .url = url("/"), .body = std::string(5'000'000, 'x')});
  EXPECT_EQ(sent.status, 200);
  EXPECT_GT(sent.received, 5'000'000U);
  EXPECT_EQ(client.ask({.url = url("/big")}).body, std::string(2'000'000, 'b'));
}

TEST_F(ServerTest, AnExceptionOfTheHandlerIsA500) {
  start();
  Client client;
  EXPECT_EQ(client.ask({.url = url("/throw")}).status, 500);
  EXPECT_EQ(client.ask({.url = url("/")}).status, 200);
}

TEST_F(ServerTest, FaultsAreEnacted) {
  const auto faults = testing::delivery_faults();
  // Each asks for its fault by number: server and test share nothing that changes.
  start({}, [&](const Request& request) -> Response {
    const auto& fault = faults[std::stoul(request.url.substr(1))];
    return {.status = 200, .body = "0123456789", .delivery = fault.delivery};
  });
  for (std::size_t number = 0; number < std::size(faults); ++number) {
    const auto& fault = faults[number];
    const auto& delivery = fault.delivery;
    SCOPED_TRACE(fault.what);
    Client client;
    const auto got = client.ask(
        {.url = url("/" + std::to_string(number)), .timeout = Millis{fault.failure == Failure::timeout ? 150 : 5000}});
    EXPECT_EQ(got.failure, fault.failure) << got.failure_detail;
    EXPECT_EQ(got.status, fault.status);
    EXPECT_EQ(got.received, fault.received);
    const auto least = delivery.delay + Millis{delivery.bytes_per_second > 0 ? 15 : 0};
    EXPECT_GE(got.duration, least);
  }
}

}  // namespace
}  // namespace vidspec::http
