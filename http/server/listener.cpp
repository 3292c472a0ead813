#include "http/server/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "core/error.h"

namespace vidspec::http {

namespace {

constexpr int backlog = 4096;

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

auto name_of(const std::string& host, int port) -> std::string { return host + ":" + std::to_string(port); }

auto resolve(const std::string& host, int port) -> std::unique_ptr<addrinfo, FreeAddresses> {
  if (port < 0 || port > 65535)
    throw core::InputError(name_of(host, port), "", "no such port; choose one from 0 to 65535");
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (error != 0)
    throw core::InputError(name_of(host, port), "",
                           std::string("cannot listen on this host: ") + ::gai_strerror(error));
  return std::unique_ptr<addrinfo, FreeAddresses>(list);
}

auto port_of(int fd) -> int {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  const auto port = address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                                  : reinterpret_cast<sockaddr_in*>(&address)->sin_port;
  return ntohs(port);
}

auto text_of(const sockaddr_storage& address) -> std::string {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr, text, sizeof text);
  } else {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr, text, sizeof text);
  }
  return text;
}

}  // namespace

Listener::Listener(const std::string& host, int port) {
  const auto address = resolve(host, port);
  fd_ = ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  // SO_REUSEADDR lets a restarted server have its port back; SO_REUSEPORT would let two servers share it unnoticed.
  const int on = 1;
  ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (fd_ < 0 || ::bind(fd_, address->ai_addr, address->ai_addrlen) != 0 || ::listen(fd_, backlog) != 0) {
    const int error = errno;
    if (fd_ >= 0) ::close(fd_);
    if (error == EADDRINUSE)
      throw core::InputError(name_of(host, port), "", "the port is in use; choose another, or 0 for any free one");
    throw core::InputError(name_of(host, port), "", std::string("cannot listen: ") + std::strerror(error));
  }
  port_ = port_of(fd_);
  spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

Listener::~Listener() {
  ::close(fd_);
  ::close(spare_);
}

auto Listener::accept(std::string& peer) -> int {
  while (true) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int fd = ::accept4(fd_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      peer = text_of(address);
      return fd;
    }
    if (errno == EMFILE || errno == ENFILE) {
      shed();
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return -1;
    }
  }
}

void Listener::shed() {
  const std::scoped_lock lock(spare_mutex_);
  ::close(spare_);
  const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd >= 0) ::close(fd);
  spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void Listener::refuse_new() { ::shutdown(fd_, SHUT_RDWR); }

}  // namespace vidspec::http
