#include "http/testing.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "core/headers.h"
#include "core/text.h"

namespace vidspec::http::testing {

namespace {

auto loopback(int port) -> sockaddr_in {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void wait_at_most_5s(int fd) {
  const timeval limit{5, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

auto content_length(std::string_view head) -> std::size_t {
  const auto low = core::lower(head);
  const auto at = low.find("content-length:");
  return at == std::string::npos ? 0 : std::strtoul(low.c_str() + at + 15, nullptr, 10);
}

}  // namespace

Socket::~Socket() { close(); }

auto Socket::send(std::string_view bytes) -> bool {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

auto Socket::receive() -> std::string {
  if (!buffer_.empty()) return std::exchange(buffer_, {});
  std::string bytes(64U << 10U, 0);
  const auto got = ::recv(fd_, bytes.data(), bytes.size(), 0);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

auto Socket::receive_all() -> std::string {
  std::string all;
  for (auto bytes = receive(); !bytes.empty(); bytes = receive()) all += bytes;
  return all;
}

auto Socket::receive_request() -> std::string {
  std::string request;
  while (true) {
    const auto end = request.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto size = end + 4 + content_length(std::string_view(request).substr(0, end));
      if (request.size() >= size) {
        buffer_ = request.substr(size);
        request.resize(size);
        return request;
      }
    }
    const auto bytes = receive();
    if (bytes.empty()) return {};
    request += bytes;
  }
}

void Socket::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

void Socket::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

auto connect_to(int port) -> int {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  wait_at_most_5s(fd);
  const auto address = loopback(port);
  EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return fd;
}

RawServer::RawServer(Script script)
    : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(listener_, 128), 0);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::scoped_lock lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
}

auto RawServer::url(std::string_view target) const -> std::string {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(target);
}

void RawServer::accept_all() {
  while (true) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    ++connections_;
    wait_at_most_5s(fd);
    // A duplicate, so that shutting it down at the end cannot hit a number that was given to another.
    const int handle = ::dup(fd);
    {
      const std::scoped_lock lock(mutex_);
      open_.push_back(handle);
    }
    threads_.emplace_back([this, fd, handle] {
      {
        Socket socket(fd);
        script_(socket);
      }
      const std::scoped_lock lock(mutex_);
      std::erase(open_, handle);
      ::close(handle);
    });
  }
}

auto says(std::string answer) -> RawServer::Script {
  return [answer = std::move(answer)](Socket& socket) {
    if (!socket.receive_request().empty()) socket.send(answer);
  };
}

auto with_length(const std::string& headers, const std::string& body) -> std::string {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

auto make_certificate(const std::string& host, int from_days, int to_days) -> Certificate {
  std::string folder = ::testing::TempDir() + "vidspec-cert-XXXXXX";
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), 86'400L * from_days);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 86'400L * to_days);
  X509_set_pubkey(cert.get(), key.get());
  auto* name = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(cert.get(), name);
  const auto names = (host == "127.0.0.1" ? "IP:" : "DNS:") + host;
  for (const auto& [id, value] : {std::pair{NID_subject_alt_name, names.c_str()}, {NID_basic_constraints, "CA:TRUE"}}) {
    const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, id, value), X509_EXTENSION_free);
    X509_add_ext(cert.get(), extension.get(), -1);
  }
  X509_sign(cert.get(), key.get(), EVP_sha256());
  const Certificate files{folder + "/cert.pem", folder + "/key.pem"};
  const std::unique_ptr<FILE, int (*)(FILE*)> cert_file(::fopen(files.cert_file.c_str(), "w"), ::fclose);
  PEM_write_X509(cert_file.get(), cert.get());
  const std::unique_ptr<FILE, int (*)(FILE*)> key_file(::fopen(files.key_file.c_str(), "w"), ::fclose);
  PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

}  // namespace vidspec::http::testing
