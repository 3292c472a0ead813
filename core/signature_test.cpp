#include "core/signature.h"

#include <gtest/gtest.h>

#include "core/digest.h"
#include "core/error.h"

namespace vidspec::core {
namespace {

// RFC 8032, 7.1, test 2: the key wrapped as PKCS #8 and SubjectPublicKeyInfo.
const std::string rfc_private =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n-----END PRIVATE "
    "KEY-----\n";

TEST(Signature, SignsAsTheStandardSays) {
  const auto signature = sign_ed25519("r", rfc_private, "key");
  EXPECT_EQ(base64(signature),
            "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA==");
  EXPECT_TRUE(verify_ed25519("r", signature, public_half(rfc_private, "key"), "key"));
}

TEST(Signature, HoldsOnlyForItsMessageAndKey) {
  const auto mine = make_key_pair();
  const auto other = make_key_pair();
  const auto signature = sign_ed25519("message", mine.private_pem, "key");
  EXPECT_EQ(signature.size(), 64U);
  EXPECT_TRUE(verify_ed25519("message", signature, mine.public_pem, "key"));
  EXPECT_FALSE(verify_ed25519("massage", signature, mine.public_pem, "key"));
  EXPECT_FALSE(verify_ed25519("message", signature, other.public_pem, "key"));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_FALSE(verify_ed25519("message", bent, mine.public_pem, "key")) << i;
  }
  EXPECT_FALSE(verify_ed25519("message", signature.substr(1), mine.public_pem, "key"));
  EXPECT_FALSE(verify_ed25519("message", "", mine.public_pem, "key"));
}

TEST(Signature, KeysAreNamedByTheirPublicHalf) {
  const auto pair = make_key_pair();
  EXPECT_EQ(public_half(pair.private_pem, "key"), pair.public_pem);
  EXPECT_EQ(key_id(pair.public_pem, "key").size(), 64U);
  EXPECT_NE(key_id(pair.public_pem, "key"), key_id(make_key_pair().public_pem, "key"));
}

TEST(Signature, RefusesWhatIsNoKey) {
  const auto pair = make_key_pair();
  for (const auto& text : {std::string(), std::string("x"), pair.public_pem, pair.private_pem.substr(0, 60)}) {
    EXPECT_THROW(sign_ed25519("m", text, "k.pem"), InputError);
  }
  try {
    verify_ed25519("m", "s", pair.private_pem, "k.pem");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "k.pem: holds no unencrypted Ed25519 public key in PEM; vidspec keygen makes one");
  }
}

}  // namespace
}  // namespace vidspec::core
