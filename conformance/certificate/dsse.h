#pragma once

#include <string>
#include <string_view>

namespace vidspec::conformance {

/// A DSSE envelope around in-toto JSON, signed by Ed25519: one line, in one spelling only. Throws core::InputError for
/// a bad key.
auto seal(std::string_view payload, const std::string& private_pem, const std::string& key_name) -> std::string;

/// What opening an envelope gave: the payload, or why its signature does not hold.
struct Unsealed {
  std::string payload;
  std::string problem;
};

/// Throws core::InputError for a bad public key only.
auto unseal(std::string_view envelope, const std::string& public_pem, const std::string& key_name) -> Unsealed;

}  // namespace vidspec::conformance
