#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace vidspec::http {

/// What a non-blocking read or write came to.
enum class Io { done, again, ended, failed };

/// Certificate and key of a server. Throws core::InputError when a file is bad.
class TlsContext {
 public:
  TlsContext(const std::string& cert_file, const std::string& key_file);
  [[nodiscard]] auto get() const -> ssl_ctx_st* { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

/// An accepted connection, plain or TLS. Owns its descriptor.
class ServerSocket {
 public:
  ServerSocket(int fd, const TlsContext* tls);
  ~ServerSocket();
  ServerSocket(const ServerSocket&) = delete;
  auto operator=(const ServerSocket&) -> ServerSocket& = delete;

  [[nodiscard]] auto fd() const -> int { return fd_; }
  /// TLS: goes on with the handshake; plain: done.
  auto handshake() -> Io;
  /// Reads into `into`; `count` is what came. A short read of a plain socket means that nothing more is there.
  auto read(std::span<char> into, std::size_t& count) -> Io;
  auto write(std::string_view bytes, std::size_t& count) -> Io;
  /// Says that nothing more will be written (close_notify where `clean`, then FIN).
  void finish(bool clean);
  /// Whether everything written has reached the other side's kernel.
  [[nodiscard]] auto drained() const -> bool;
  /// Makes closing send an RST.
  void abort_on_close();
  [[nodiscard]] auto tls() const -> bool { return ssl_ != nullptr; }

 private:
  auto tls_result(int result) -> Io;
  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  int fd_;
  std::unique_ptr<ssl_st, Free> ssl_;
};

}  // namespace vidspec::http
