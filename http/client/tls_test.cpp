#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <csignal>
#include <iostream>
#include <memory>

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

// What a TLS server does after (or instead of) its handshake.
auto over_tls(const testing::Certificate& files, std::string answer, bool orderly) -> RawServer::Script {
  return [files, answer = std::move(answer), orderly](Socket& socket) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_use_certificate_file(context.get(), files.cert_file.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context.get(), files.key_file.c_str(), SSL_FILETYPE_PEM);
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), socket.fd());
    if (SSL_accept(ssl.get()) != 1) return;
    char buffer[4096];
    if (SSL_read(ssl.get(), buffer, sizeof buffer) <= 0) return;
    SSL_write(ssl.get(), answer.data(), static_cast<int>(answer.size()));
    if (orderly) SSL_shutdown(ssl.get());
  };
}

struct TlsCase {
  const char* what;
  RawServer::Script script;
  bool trusted;
  Failure failure;
  int status = 0;
};

TEST(HostileTarget, TlsIsVerified) {
  std::signal(SIGPIPE, SIG_IGN);  // of OpenSSL's own sockets, in the servers below
  const auto good = testing::make_certificate("127.0.0.1");
  const auto wrong = testing::make_certificate("other.example");
  const auto expired = testing::make_certificate("127.0.0.1", -10, -5);
  const auto early = testing::make_certificate("127.0.0.1", 5, 10);
  const auto answer = with_length("", "ok");
  const std::vector<std::pair<testing::Certificate, TlsCase>> cases = {
      {good, {"good", over_tls(good, answer, true), true, Failure::none, 200}},
      {good, {"self-signed", over_tls(good, answer, true), false, Failure::tls}},
      {wrong, {"wrong host", over_tls(wrong, answer, true), true, Failure::tls}},
      {expired, {"expired", over_tls(expired, answer, true), true, Failure::tls}},
      {early, {"not yet valid", over_tls(early, answer, true), true, Failure::tls}},
      {good, {"no TLS at all", says("HTTP/1.1 200 OK\r\n\r\n"), true, Failure::timeout}},
      {good,
       {"garbage for a handshake", [](Socket& s) { s.receive(), s.send("HTTP/1.1 400 Bad\r\n\r\n"); }, true,
        Failure::tls}},
      {good, {"closes in the handshake", [](Socket& s) { s.receive(); }, true, Failure::tls}},
      {good, {"stalls in the handshake", [](Socket& s) { s.receive(), s.receive(); }, true, Failure::timeout}},
      {good,
       {"cut without close_notify", over_tls(good, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", false), true,
        Failure::truncated, 200}},
      {good, {"until close, in order", over_tls(good, "HTTP/1.1 200 OK\r\n\r\nx", true), true, Failure::none, 200}},
  };
  for (const auto& [files, c] : cases) {
    SCOPED_TRACE(c.what);
    const RawServer server(c.script);
    Client client({.ca_file = c.trusted ? files.cert_file : ""});
    const auto url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
    const auto got = client.ask(
        {.method = "POST", .url = url, .timeout = Millis{c.failure == Failure::timeout ? 200 : 4000}, .once = true});
    EXPECT_EQ(got.failure, c.failure) << core::name(got.failure) << ": " << got.failure_detail;
    EXPECT_EQ(got.status, c.status);
    EXPECT_EQ(got.sent, c.status != 0);
  }
  std::cout << cases.size() << " TLS servers\n";
}

}  // namespace
}  // namespace vidspec::http
