#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vidspec::core {

/// An Ed25519 key pair as PEM text (PKCS #8 and SubjectPublicKeyInfo, unencrypted).
struct KeyPair {
  std::string private_pem;
  std::string public_pem;
};

auto make_key_pair() -> KeyPair;

/// 64 bytes over the message. Throws InputError (where = `name`) when the PEM holds no Ed25519 private key.
auto sign_ed25519(std::string_view message, const std::string& private_pem, const std::string& name) -> std::string;

/// Whether the signature is of this message by this key. Throws InputError when the PEM holds no Ed25519 public key.
auto verify_ed25519(std::string_view message, std::string_view signature, const std::string& public_pem,
                    const std::string& name) -> bool;

/// The public half of a private key, as PEM. Throws InputError.
auto public_half(const std::string& private_pem, const std::string& name) -> std::string;

/// SHA-256 over the public key's DER: what a signature names its key by. Throws InputError.
auto key_id(const std::string& public_pem, const std::string& name) -> std::string;

}  // namespace vidspec::core
