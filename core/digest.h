#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vidspec::core {

/// Lower-case hex SHA-256 of the bytes.
auto sha256_hex(std::string_view bytes) -> std::string;

/// SHA-256 of a stream, fed in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  auto operator=(Sha256&&) noexcept -> Sha256&;
  void update(std::string_view bytes);
  /// The digest of all that was fed so far, as lower-case hex; more may follow.
  [[nodiscard]] auto hex() const -> std::string;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// HMAC-SHA-256 of the bytes, 32 raw bytes.
auto hmac_sha256(std::string_view key, std::string_view bytes) -> std::string;

/// Standard base64 with padding.
auto base64(std::string_view bytes) -> std::string;

/// The bytes of standard or URL-safe base64, padding optional; false when it is not base64.
auto base64_decode(std::string_view text, std::string& bytes) -> bool;

/// A well-mixed 64-bit hash (not cryptographic) that is the same on every machine: seeds and fault sequences use it.
auto stable_hash(std::uint64_t seed, std::string_view bytes) -> std::uint64_t;

}  // namespace vidspec::core
