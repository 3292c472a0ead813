#include "http/client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "core/error.h"
#include "http/client/proxy.h"
#include "http/testing.h"

namespace vidspec::http {
namespace {

using core::Failure;
using core::Millis;
using testing::RawServer;
using testing::Socket;

const std::string ok_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Answers every request of a connection with the same bytes and keeps what was asked.
class Answering {
 public:
  explicit Answering(std::string answer)
      : server([this, answer = std::move(answer)](Socket& socket) {
          for (auto request = socket.receive_request(); !request.empty(); request = socket.receive_request()) {
            {
              const std::scoped_lock lock(mutex_);
              requests_.push_back(request);
            }
            socket.send(answer);
          }
        }) {}

  auto requests() -> std::vector<std::string> {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> requests_;

 public:
  RawServer server;  // last: its threads end before what they use
};

TEST(Client, ReadsAnAnswerAsItCame) {
  Answering target(
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Made\r\nX-B: 1\r\nx-a:  two \r\nX-B: "
      "3\r\nContent-Length: 2\r\n\r\nok");
  Client client;
  const auto got = client.ask({.url = target.server.url("/v1/videos?x=%zz&y=a+b"),
                               .headers = {{"X-Empty", ""}, {"Authorization", "Bearer k"}}});
  EXPECT_EQ(got.failure, Failure::none) << got.failure_detail;
  EXPECT_EQ(got.status, 201);
  EXPECT_EQ(got.http_version, "1.1");
  EXPECT_EQ(got.interim, std::vector<int>{103});
  EXPECT_EQ(got.headers, (core::Headers{{"X-B", "1"}, {"x-a", "two"}, {"X-B", "3"}, {"Content-Length", "2"}}));
  EXPECT_EQ(got.body, "ok");
  EXPECT_EQ(got.received, 2U);
  EXPECT_TRUE(got.sent);
  const auto host = "127.0.0.1:" + std::to_string(target.server.port());
  EXPECT_EQ(target.requests().at(0),
            "GET /v1/videos?x=%zz&y=a+b HTTP/1.1\r\nHost: " + host +
                "\r\nUser-Agent: vidspec\r\nAccept: */*\r\nX-Empty:\r\nAuthorization: Bearer k\r\n\r\n");
}

TEST(Client, SendsWhatItWasGiven) {
  Answering target(ok_answer);
  Client client;
  client.ask({.method = "POST",
              .url = target.server.url(),
              .headers = {{"Content-Type", "application/json"}},
              .body = "{}",
              .once = true});
  client.ask({.method = "POST", .url = target.server.url()});
  client.ask({.method = "POST",
              .url = target.server.url(),
              .parts = {{"a\"", "1", "", "", false}, {"f", "2", "x\r\n.png", "image/png", true}}});
  client.ask({.method = "DELETE", .url = target.server.url("/x/../y/./z%2F..")});
  const auto requests = target.requests();
  ASSERT_EQ(requests.size(), 4U);
  EXPECT_TRUE(requests[0].ends_with("Accept: */*\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
      << requests[0];
  EXPECT_EQ(requests[0].find("Expect"), std::string::npos);
  EXPECT_TRUE(requests[1].ends_with("Content-Length: 0\r\n\r\n")) << requests[1];
  EXPECT_EQ(requests[1].find("Content-Type"), std::string::npos);
  EXPECT_NE(requests[2].find("name=\"a%22\"\r\n\r\n1\r\n"), std::string::npos) << requests[2];
  EXPECT_NE(requests[2].find("name=\"f\"; filename=\"x%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n2\r\n"),
            std::string::npos);
  EXPECT_TRUE(requests[3].starts_with("DELETE /y/z%2F.. HTTP/1.1\r\n")) << requests[3];
  EXPECT_EQ(requests[3].find("Content-Length"), std::string::npos);
}

TEST(Client, LargeBodyIsSentWithoutExpect) {
  Answering target(ok_answer);
  Client client;
  const auto got =
      client.ask({.method = "POST", .url = target.server.url(), .body = std::string(3U << 20U, 'x'), .once = true});
  EXPECT_EQ(got.status, 200) << got.failure_detail;
  EXPECT_EQ(target.requests().at(0).find("Expect"), std::string::npos);
}

TEST(Client, ReadsKeepTheirConnectionAndWritesNever) {
  Answering target(ok_answer);
  Client client;
  for (int i = 0; i < 3; ++i) client.ask({.url = target.server.url()});
  EXPECT_EQ(target.server.connections(), 1);
  for (int i = 0; i < 2; ++i) client.ask({.method = "POST", .url = target.server.url(), .once = true});
  EXPECT_EQ(target.server.connections(), 3);
  client.ask({.url = target.server.url()});
  EXPECT_EQ(target.server.connections(), 3);
}

struct Ending {
  const char* what;
  RawServer::Script script;
};

// What a server may do with a connection on which a create arrives: it must have arrived once, whatever that is.
auto endings(std::atomic<int>& posts) -> std::vector<Ending> {
  const auto after_post = [&posts](const std::function<void(Socket&)>& act) -> RawServer::Script {
    return [&posts, act](Socket& socket) {
      for (auto request = socket.receive_request(); !request.empty(); request = socket.receive_request()) {
        if (!request.starts_with("POST")) {
          if (!socket.send(ok_answer)) return;
          continue;
        }
        ++posts;
        act(socket);
        if (socket.fd() < 0) return;
      }
    };
  };
  return {
      {"closed before the answer", after_post([](Socket& s) { s.close(); })},
      {"reset before the answer", after_post([](Socket& s) { s.reset(); })},
      {"closed within the status line", after_post([](Socket& s) { s.send("HTTP/1.1 2"), s.close(); })},
      {"closed within the headers", after_post([](Socket& s) { s.send("HTTP/1.1 200 OK\r\nContent-Le"), s.close(); })},
      {"reset within the headers", after_post([](Socket& s) { s.send("HTTP/1.1 200 OK\r\nContent-Le"), s.reset(); })},
      {"closed within the body",
       after_post([](Socket& s) { s.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), s.close(); })},
      {"417 and on",
       after_post([](Socket& s) { s.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"); })},
      {"401 with a challenge", after_post([](Socket& s) {
         s.send("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
       })},
      {"307 to itself",
       after_post([](Socket& s) { s.send("HTTP/1.1 307 Go\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"); })},
      {"408 and closed", after_post([](Socket& s) {
         s.send("HTTP/1.1 408 Slow\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), s.close();
       })},
      {"421", after_post([](Socket& s) { s.send("HTTP/1.1 421 Misdirected\r\nContent-Length: 0\r\n\r\n"); })},
      {"503 with Retry-After",
       after_post([](Socket& s) { s.send("HTTP/1.1 503 Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"); })},
      {"425", after_post([](Socket& s) { s.send("HTTP/1.1 425 Too Early\r\nContent-Length: 0\r\n\r\n"); })},
      {"no answer at all", after_post([](Socket& s) { s.receive(); })},
      {"connections closed between requests",
       [&posts](Socket& socket) {
         const auto request = socket.receive_request();
         posts += request.starts_with("POST") ? 1 : 0;
         if (!request.empty()) socket.send(ok_answer);
       }},
      {"connections reset between requests",
       [&posts](Socket& socket) {
         const auto request = socket.receive_request();
         posts += request.starts_with("POST") ? 1 : 0;
         if (!request.empty()) socket.send(ok_answer);
         socket.reset();
       }},
  };
}

TEST(Client, ABillablePostIsOnTheWireExactlyOnce) {
  std::atomic<int> posts{0};
  for (const auto& ending : endings(posts)) {
    SCOPED_TRACE(ending.what);
    posts = 0;
    RawServer server(ending.script);
    Client client;
    const Millis patience{ending.what == std::string_view("no answer at all") ? 300 : 5000};
    // A kept connection is there to be reused, as after the preflight.
    client.ask({.url = server.url(), .timeout = Millis{5000}});
    const auto got =
        client.ask({.method = "POST", .url = server.url(), .body = "{}", .timeout = patience, .once = true});
    EXPECT_TRUE(got.sent);
    EXPECT_EQ(posts, 1);
    client.ask({.url = server.url(), .timeout = Millis{5000}});
    EXPECT_EQ(posts, 1);
  }
}

TEST(Client, TellsWhetherAnythingWasSent) {
  Client client;
  int port = 0;
  {
    const RawServer gone([](Socket&) {});
    port = gone.port();
  }
  const auto refused =
      client.ask({.method = "POST", .url = "http://127.0.0.1:" + std::to_string(port) + "/", .once = true});
  EXPECT_EQ(refused.failure, Failure::connect);
  EXPECT_FALSE(refused.sent);
  EXPECT_NE(refused.failure_detail, "");
  const auto unknown = client.ask({.url = "http://" + std::string(64, 'a') + ".invalid/"});  // no label is that long
  EXPECT_EQ(unknown.failure, Failure::resolve);
  EXPECT_FALSE(unknown.sent);
  for (const char* url : {"ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://u:p@127.0.0.1/", ""}) {
    const auto got = client.ask({.url = url});
    EXPECT_EQ(got.failure, Failure::refused) << url;
    EXPECT_FALSE(got.sent);
  }
}

TEST(Client, CanBeInterrupted) {
  RawServer server([](Socket& socket) { socket.receive_all(); });
  const std::atomic<bool> interrupt{true};
  Client client({.interrupt = &interrupt});
  const auto got = client.ask({.url = server.url()});
  EXPECT_EQ(got.failure, Failure::interrupted);
  EXPECT_LT(got.duration, Millis{1000});
}

TEST(Client, AThrowingReceiverThrows) {
  Answering target(ok_answer);
  Client client;
  Request request{.url = target.server.url()};
  request.on_body = [](std::string_view) -> bool { throw std::runtime_error("mine"); };
  EXPECT_THROW(client.ask(request), std::runtime_error);
  EXPECT_EQ(client.ask({.url = target.server.url()}).status, 200);
}

TEST(Client, BadCaFileIsOneLine) { EXPECT_THROW(Client({.ca_file = "/no/such/file.pem"}), core::InputError); }

struct ProxyCase {
  const char* url;
  std::map<std::string, const char*> environment;
  const char* expected;
};

TEST(Proxy, IsChosenFromTheEnvironment) {
  const std::vector<ProxyCase> cases = {
      {"https://a.example/", {{"HTTPS_PROXY", "http://p:1"}}, "http://p:1"},
      {"https://a.example/", {{"https_proxy", "http://q:1"}, {"HTTPS_PROXY", "http://p:1"}}, "http://q:1"},
      {"http://a.example/", {{"HTTPS_PROXY", "http://p:1"}}, ""},
      {"http://a.example/", {{"HTTP_PROXY", "http://p:1"}}, ""},
      {"http://a.example/", {{"http_proxy", "http://p:1"}}, "http://p:1"},
      {"http://a.example/", {{"ALL_PROXY", "http://p:1"}}, "http://p:1"},
      {"https://a.example/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "*"}}, ""},
      {"https://a.example/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "b.example, example"}}, ""},
      {"https://a.example/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", ".a.example"}}, ""},
      {"https://xa.example/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "a.example"}}, "p"},
      {"https://x.a.example/", {{"HTTPS_PROXY", "p"}, {"no_proxy", "*.A.example"}}, ""},
      {"https://a.example:444/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "a.example:443"}}, "p"},
      {"https://a.example/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "a.example:443"}}, ""},
      {"https://10.1.2.3/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "10.0.0.0/8"}}, ""},
      {"https://11.1.2.3/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "10.0.0.0/8,10.1.2.3"}}, "p"},
      {"https://[fd00::1]/", {{"HTTPS_PROXY", "p"}, {"NO_PROXY", "fd00::/8"}}, ""},
      {"https://127.0.0.1/", {{"HTTPS_PROXY", "p"}}, ""},
      {"https://127.9.9.9/", {{"HTTPS_PROXY", "p"}}, ""},
      {"https://[::1]:1/", {{"HTTPS_PROXY", "p"}}, ""},
      {"https://LOCALHOST/", {{"HTTPS_PROXY", "p"}}, ""},
      {"https://x.localhost/", {{"HTTPS_PROXY", "p"}}, ""},
      {"https://localhost.example/", {{"HTTPS_PROXY", "p"}}, "p"},
      {"nonsense", {{"HTTPS_PROXY", "p"}}, ""},
  };
  for (const auto& c : cases) {
    const auto variable = [&](const char* name) -> const char* {
      const auto found = c.environment.find(name);
      return found == c.environment.end() ? nullptr : found->second;
    };
    EXPECT_EQ(choose_proxy(c.url, variable), c.expected) << c.url;
  }
}

TEST(ClientSilence, WithinAnAnswerIsACut) {
  const auto ask = [](const std::string& first, const std::string& then, Millis pause) {
    const RawServer server([=](Socket& socket) {
      socket.receive_request();
      socket.send(first);
      std::this_thread::sleep_for(pause);
      socket.send(then);
      socket.receive();
    });
    return Client().ask({.url = server.url(), .timeout = Millis{2000}, .silence = Millis{150}});
  };
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
  const auto cut = ask(head + "12", "", Millis{0});
  EXPECT_EQ(cut.failure, Failure::truncated);
  EXPECT_EQ(cut.body, "12");
  EXPECT_LT(cut.duration, Millis{1500});
  EXPECT_EQ(ask("", head + "1234", Millis{400}).failure, Failure::none) << "before the head a server may think";
  EXPECT_EQ(ask(head + "12", "34", Millis{20}).failure, Failure::none);
}

}  // namespace
}  // namespace vidspec::http
