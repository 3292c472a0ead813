#include "core/signature.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "core/digest.h"
#include "core/error.h"

namespace vidspec::core {

namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t signature_size = 64;

auto bytes_of(std::string_view text) -> const unsigned char* {
  return reinterpret_cast<const unsigned char*>(text.data());
}

auto memory_of(const std::string& text) -> Owned<BIO> {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

auto text_of(const Owned<BIO>& bio) -> std::string {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// Never asks a person: an encrypted key is refused.
auto no_passphrase(char*, int, int, void*) -> int { return -1; }

auto checked(Owned<EVP_PKEY> key, const std::string& name, const char* what) -> Owned<EVP_PKEY> {
  if (!key || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519)
    throw InputError(name, "",
                     std::string("holds no unencrypted Ed25519 ") + what + " key in PEM; vidspec keygen makes one");
  return key;
}

auto private_key(const std::string& pem, const std::string& name) -> Owned<EVP_PKEY> {
  return checked(Owned<EVP_PKEY>(PEM_read_bio_PrivateKey(memory_of(pem).get(), nullptr, no_passphrase, nullptr)), name,
                 "private");
}

auto public_key(const std::string& pem, const std::string& name) -> Owned<EVP_PKEY> {
  return checked(Owned<EVP_PKEY>(PEM_read_bio_PUBKEY(memory_of(pem).get(), nullptr, no_passphrase, nullptr)), name,
                 "public");
}

auto public_pem_of(const Owned<EVP_PKEY>& key) -> std::string {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key.get());
  return text_of(bio);
}

}  // namespace

auto make_key_pair() -> KeyPair {
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr));
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || EVP_PKEY_keygen(context.get(), &made) != 1)
    throw std::runtime_error("OpenSSL makes no Ed25519 key");
  const Owned<EVP_PKEY> key(made);
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {text_of(bio), public_pem_of(key)};
}

auto sign_ed25519(std::string_view message, const std::string& private_pem, const std::string& name) -> std::string {
  const auto key = private_key(private_pem, name);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::array<unsigned char, signature_size> signature{};
  std::size_t size = signature.size();
  const bool done = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(message), message.size()) == 1;
  if (!done || size != signature.size()) throw std::runtime_error("OpenSSL does not sign");
  return {reinterpret_cast<const char*>(signature.data()), size};
}

auto verify_ed25519(std::string_view message, std::string_view signature, const std::string& public_pem,
                    const std::string& name) -> bool {
  const auto key = public_key(public_pem, name);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

auto public_half(const std::string& private_pem, const std::string& name) -> std::string {
  return public_pem_of(private_key(private_pem, name));
}

auto key_id(const std::string& public_pem, const std::string& name) -> std::string {
  const auto key = public_key(public_pem, name);
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  if (size <= 0) throw std::runtime_error("OpenSSL gives no DER");
  const auto id = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return id;
}

}  // namespace vidspec::core
