#include <thread>

#include "core/error.h"
#include "http/client.h"
#include "http/server.h"
#include "http/server/testing.h"

// Many clients, slow clients, beginning and end.
namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;
using testing::connect_to;
using testing::handle;
using testing::ServerTest;
using testing::Socket;

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
}

// Nor does our client take a TLS connection that it has kept: libcurl 8.14 by itself would.
TEST_F(ServerTest, ATlsPortAnswersNothingInTheClear) {
  const auto files = testing::make_certificate("127.0.0.1");
  std::atomic<int> handled{0};
  start({.tls_cert = files.cert_file, .tls_key = files.key_file}, [&](const Request& request) {
    ++handled;
    return handle(request);
  });
  EXPECT_EQ(talk("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"), "");
  Client client({.ca_file = files.cert_file});
  EXPECT_EQ(client.ask({.url = url("/")}).failure, Failure::reset);
  EXPECT_EQ(handled, 0);

  const auto secure = "https://127.0.0.1:" + std::to_string(server->port()) + "/";
  EXPECT_EQ(client.ask({.url = secure}).status, 200);
  EXPECT_EQ(client.ask({.url = url("/")}).failure, Failure::reset);
  EXPECT_EQ(client.ask({.url = secure}).status, 200);
  EXPECT_EQ(handled, 2);
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
