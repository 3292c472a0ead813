#include "http/server.h"

#include <gtest/gtest.h>

#include <sys/socket.h>

#include <future>
#include <thread>

#include "core/error.h"
#include "http/client.h"
#include "http/testing.h"

namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;
using testing::connect_to;
using testing::Socket;

class Digits : public ByteSource {
 public:
  explicit Digits(std::uint64_t size) : size_(size) {}
  [[nodiscard]] auto size() const -> std::uint64_t override { return size_; }
  void read(std::uint64_t offset, std::span<char> into) const override {
    for (auto& c : into) c = static_cast<char>('0' + offset++ % 10);
  }

 private:
  std::uint64_t size_;
};

// Answers by path; what is not known echoes the request.
auto handle(const Request& request) -> Response {
  const auto path = path_of(request.url);
  if (path == "/throw") throw std::runtime_error("ours");
  if (path == "/source")
    return {.status = 200, .headers = {{"ETag", "\"d\""}}, .source = std::make_shared<Digits>(3'000'000)};
  if (path == "/delay") return {.status = 200, .body = "late", .delivery = {.delay = Millis{200}}};
  if (path == "/big") return {.status = 200, .body = std::string(2'000'000, 'b')};
  Response response{.status = 200, .headers = {{"X-zulu", "1"}, {"X-Alpha", "2"}, {"X-zulu", "3"}}};
  response.body = request.method + " " + request.url + "\n";
  for (const auto& header : request.headers) response.body += header.name + ": " + header.value + "\n";
  response.body += "\n" + request.body;
  return response;
}

class ServerTest : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}, Exchange handler = handle) {
    server = std::make_unique<Server>(std::move(options), std::move(handler));
    server->start();
  }
  auto url(const std::string& target) -> std::string {
    return "http://127.0.0.1:" + std::to_string(server->port()) + target;
  }
  // Everything the server says to these bytes until it closes.
  auto talk(const std::string& bytes) -> std::string {
    Socket socket(connect_to(server->port()));
    socket.send(bytes);
    ::shutdown(socket.fd(), SHUT_WR);
    return socket.receive_all();
  }

  std::unique_ptr<Server> server;
};

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

struct Fault {
  const char* what;
  Delivery delivery;
  Failure failure;
  int status;
  std::uint64_t received;
};

// The same table as of in_memory(): what a client sees must not depend on the wire.
TEST_F(ServerTest, FaultsAreEnacted) {
  using End = Delivery::End;
  const std::vector<Fault> faults = {
      {"close before", {.end = End::close}, Failure::reset, 0, 0},
      {"reset before", {.end = End::reset}, Failure::reset, 0, 0},
      {"close after head", {.end = End::close, .headers_first = true}, Failure::truncated, 200, 0},
      {"reset after head", {.end = End::reset, .headers_first = true}, Failure::reset, 200, 0},
      {"truncated", {.stop_after = 4, .end = End::close}, Failure::truncated, 200, 4},
      {"reset within", {.stop_after = 4, .end = End::reset}, Failure::reset, 200, 4},
      {"chunked", {.chunked = true}, Failure::none, 200, 10},
      {"chunked cut", {.stop_after = 4, .end = End::close, .chunked = true}, Failure::truncated, 200, 4},
      {"bad chunk", {.bad_chunk = true}, Failure::protocol, 200, 5},
      {"too long declared", {.declared_length = 20}, Failure::truncated, 200, 10},
      {"too short declared", {.declared_length = 3}, Failure::none, 200, 3},
      {"delay", {.delay = Millis{30}}, Failure::none, 200, 10},
      {"drip", {.bytes_per_second = 200}, Failure::none, 200, 10},
      {"chunked drip", {.bytes_per_second = 200, .chunked = true}, Failure::none, 200, 10},
      {"short stall", {.stall = Millis{30}}, Failure::none, 200, 10},
      {"long stall", {.stall = Millis{100'000}}, Failure::timeout, 200, 0},
      {"stall within", {.stop_after = 4, .stall = Millis{100'000}}, Failure::timeout, 200, 4},
      {"stall within, then on", {.stop_after = 4, .stall = Millis{30}}, Failure::none, 200, 10},
      {"stall within, then cut", {.stop_after = 4, .end = End::close, .stall = Millis{30}}, Failure::truncated, 200, 4},
      {"drip, then reset", {.bytes_per_second = 200, .stop_after = 4, .end = End::reset}, Failure::reset, 200, 4},
      {"raw garbage", {.raw = "SSH-2.0-x\r\n"}, Failure::protocol, 0, 0},
      {"raw nothing", {.raw = ""}, Failure::reset, 0, 0},
      {"raw until close", {.raw = "HTTP/1.1 200 OK\r\n\r\nok!"}, Failure::none, 200, 3},
  };
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

TEST_F(ServerTest, DelaysHoldNoThread) {
  start({.threads = 1});
  std::vector<std::unique_ptr<Socket>> held;
  for (int i = 0; i < 100; ++i) {
    held.push_back(std::make_unique<Socket>(connect_to(server->port())));
    held.back()->send("GET /delay HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  Client client;
  const auto quick = client.ask({.url = url("/")});
  EXPECT_EQ(quick.status, 200);
  EXPECT_LT(quick.duration, Millis{2000});  // one after the other they would take 20 s
  for (const auto& socket : held) EXPECT_TRUE(socket->receive().ends_with("\r\n\r\nlate"));
}

TEST_F(ServerTest, IdleConnectionsStarveNobody) {
  start();
  std::vector<std::unique_ptr<Socket>> idle;
  for (int i = 0; i < 300; ++i) {
    idle.push_back(std::make_unique<Socket>(connect_to(server->port())));
    if (i % 3 == 0) idle.back()->send("GET / HT");
  }
  Client client;
  const auto quick = client.ask({.url = url("/")});
  EXPECT_EQ(quick.status, 200);
  EXPECT_LT(quick.duration, Millis{2000});
}

TEST_F(ServerTest, SlowHeadsAndBodiesEnd) {
  start({.head_timeout = Millis{40}, .body_timeout = Millis{40}, .idle_timeout = Millis{40}});
  Socket idle(connect_to(server->port()));
  Socket head(connect_to(server->port()));
  head.send("GET / HTTP/1.1\r\n");
  Socket body(connect_to(server->port()));
  body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
  EXPECT_EQ(idle.receive_all(), "");
  EXPECT_TRUE(head.receive_all().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(body.receive_all().starts_with("HTTP/1.1 408 "));
}

TEST_F(ServerTest, ConnectionsAreBounded) {
  start({.max_connections = 2});
  Socket first(connect_to(server->port()));
  Socket second(connect_to(server->port()));
  for (auto* socket : {&first, &second}) {
    socket->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_NE(socket->receive(), "");
  }
  EXPECT_EQ(server->connections(), 2U);
  Socket third(connect_to(server->port()));
  EXPECT_EQ(third.receive_all(), "");
}

TEST_F(ServerTest, ATakenPortIsOneLine) {
  start();
  Server second({.port = server->port()}, handle);
  try {
    second.start();
    FAIL() << "two servers on one port";
  } catch (const core::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("in use"), std::string::npos) << error.what();
  }
  EXPECT_THROW(Server({.host = "no such host"}, handle).start(), core::InputError);
  EXPECT_THROW(Server({.host = "192.0.2.1"}, handle).start(), core::InputError);
  EXPECT_THROW(Server({.tls_cert = "/no/such.pem", .tls_key = "/no/such.pem"}, handle).start(), core::InputError);
}

TEST_F(ServerTest, AStoppedServerFreesItsPort) {
  start();
  const int port = server->port();
  Client client;
  EXPECT_EQ(client.ask({.url = url("/")}).status, 200);
  server->stop();
  server->stop();
  EXPECT_EQ(client.ask({.url = "http://127.0.0.1:" + std::to_string(port) + "/"}).failure, Failure::connect);
  start({.port = port});
  EXPECT_EQ(client.ask({.url = url("/")}).status, 200);
}

TEST_F(ServerTest, StoppingLetsAnswersEnd) {
  start();
  Socket socket(connect_to(server->port()));
  socket.send("GET /delay HTTP/1.1\r\nHost: h\r\n\r\n");
  while (server->connections() == 0) std::this_thread::yield();
  std::this_thread::sleep_for(Millis{20});
  server->stop();
  EXPECT_TRUE(socket.receive_all().ends_with("\r\n\r\nlate"));
  EXPECT_EQ(server->connections(), 0U);
}

TEST_F(ServerTest, SpeaksTls) {
  const auto files = testing::make_certificate("127.0.0.1");
  start({.tls_cert = files.cert_file, .tls_key = files.key_file});
  Client client({.ca_file = files.cert_file});
  const auto secure = "https://127.0.0.1:" + std::to_string(server->port());
  EXPECT_EQ(client.ask({.url = secure + "/"}).status, 200);
  const auto large = client.ask({.url = secure + "/source"});
  EXPECT_EQ(large.received, 3'000'000U) << large.failure_detail;
  const auto sent = client.ask({.method = "POST", .url = secure + "/", .body = std::string(1'000'000, 'x')});
  EXPECT_GT(sent.received, 1'000'000U) << sent.failure_detail;
  EXPECT_EQ(client.ask({.url = url("/")}).failure, Failure::reset);
}

TEST_F(ServerTest, ManyClientsAtOnce) {
  start();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Client client;
      for (int i = 0; i < 50; ++i) {
        const auto target = "/t" + std::to_string(t) + "-" + std::to_string(i);
        const auto got =
            client.ask({.method = i % 2 == 0 ? "GET" : "POST", .url = url(target), .body = i % 2 == 0 ? "" : target});
        good += got.body.find(target) != std::string::npos ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 400);
}

}  // namespace
}  // namespace vidspec::http
