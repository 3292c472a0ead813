#include "http/server/socket.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdint>

#include "core/error.h"

namespace vidspec::http {

namespace {

auto again() -> bool { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

auto bio_fd(BIO* bio) -> int { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

// OpenSSL's own socket BIO would raise SIGPIPE.
auto bio_write(BIO* bio, const char* bytes, int size) -> int {
  const auto sent = ::send(bio_fd(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  BIO_clear_retry_flags(bio);
  if (sent < 0 && again()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

auto bio_read(BIO* bio, char* into, int size) -> int {
  const auto got = ::recv(bio_fd(bio), into, static_cast<std::size_t>(size), 0);
  BIO_clear_retry_flags(bio);
  if (got < 0 && again()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

auto bio_control(BIO*, int command, long, void*) -> long { return command == BIO_CTRL_FLUSH ? 1 : 0; }

auto bio_method() -> const BIO_METHOD* {
  static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "vidspec socket");
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)>(made, BIO_meth_free);
  }();
  return method.get();
}

auto last_error() -> std::string {
  char text[256] = "unknown error";
  if (const auto code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

TlsContext::TlsContext(const std::string& cert_file, const std::string& key_file)
    : context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context_.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate_chain_file(context_.get(), cert_file.c_str()) != 1) {
    throw core::InputError(cert_file, "", "not a PEM certificate chain (" + last_error() + ")");
  }
  if (SSL_CTX_use_PrivateKey_file(context_.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context_.get()) != 1) {
    throw core::InputError(key_file, "", "not the PEM private key of " + cert_file + " (" + last_error() + ")");
  }
}

void ServerSocket::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

ServerSocket::ServerSocket(int fd, const TlsContext* tls) : fd_(fd) {
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls->get()));
  auto* bio = BIO_new(bio_method());
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

ServerSocket::~ServerSocket() { ::close(fd_); }

auto ServerSocket::tls_result(int result) -> Io {
  const int error = SSL_get_error(ssl_.get(), result);
  ERR_clear_error();
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return Io::again;
  return error == SSL_ERROR_ZERO_RETURN ? Io::ended : Io::failed;
}

auto ServerSocket::handshake() -> Io {
  if (!ssl_ || SSL_is_init_finished(ssl_.get()) == 1) return Io::done;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Io::done : tls_result(result);
}

auto ServerSocket::read(std::span<char> into, std::size_t& count) -> Io {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
    return result == 1 ? Io::done : tls_result(result);
  }
  const auto got = ::recv(fd_, into.data(), into.size(), 0);
  if (got > 0) {
    count = static_cast<std::size_t>(got);
    return Io::done;
  }
  return got == 0 ? Io::ended : again() ? Io::again : Io::failed;
}

auto ServerSocket::write(std::string_view bytes, std::size_t& count) -> Io {
  if (ssl_) {
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
    return result == 1 ? Io::done : tls_result(result);
  }
  const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) {
    count = static_cast<std::size_t>(sent);
    return Io::done;
  }
  return again() ? Io::again : Io::failed;
}

void ServerSocket::finish(bool clean) {
  if (ssl_ && clean && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  ::shutdown(fd_, SHUT_WR);
}

auto ServerSocket::drained() const -> bool {
  int waiting = 0;
  return ::ioctl(fd_, TIOCOUTQ, &waiting) != 0 || waiting == 0;
}

void ServerSocket::abort_on_close() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace vidspec::http
