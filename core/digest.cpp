#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace vidspec::core {

namespace {

auto to_hex(const unsigned char* bytes, std::size_t size) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 15U];
  }
  return text;
}

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

struct Sha256::State {
  struct Free {
    void operator()(EVP_MD_CTX* unused) const { EVP_MD_CTX_free(unused); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
auto Sha256::operator=(Sha256&&) noexcept -> Sha256& = default;

void Sha256::update(std::string_view bytes) { EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()); }

auto Sha256::hex() const -> std::string {
  const State copy;
  EVP_MD_CTX_copy_ex(copy.context.get(), state_->context.get());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(copy.context.get(), digest.data(), &size);
  return to_hex(digest.data(), size);
}

auto sha256_hex(std::string_view bytes) -> std::string {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

auto hmac_sha256(std::string_view key, std::string_view bytes) -> std::string {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

auto base64(std::string_view bytes) -> std::string {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) text += k <= left ? base64_digits[group >> (18U - 6U * k) & 63U] : '=';
  }
  return text;
}

auto base64_decode(std::string_view text, std::string& bytes) -> bool {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  bytes.clear();
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const char standard = c == '-' ? '+' : c == '_' ? '/' : c;
    const auto digit = base64_digits.find(standard);
    if (digit == std::string_view::npos) return false;
    group = (group << 6U | static_cast<std::uint32_t>(digit)) & 0xFFFFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(group >> bits & 0xFFU);
    }
  }
  return text.size() % 4 != 1;
}

auto stable_hash(std::uint64_t seed, std::string_view bytes) -> std::uint64_t {
  // FNV-1a with a final avalanche (the constants of splitmix64), so that close inputs give far outputs.
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ seed;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBULL;
  return hash ^ (hash >> 31U);
}

}  // namespace vidspec::core
