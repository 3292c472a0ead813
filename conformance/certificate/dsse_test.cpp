#include "conformance/certificate/dsse.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/signature.h"

namespace vidspec::conformance {
namespace {

auto keys() -> const core::KeyPair& {
  static const auto pair = core::make_key_pair();
  return pair;
}

TEST(Dsse, OpensWhatItSealed) {
  const auto opened = unseal(seal("{\"a\":1}", keys().private_pem, "k"), keys().public_pem, "k");
  EXPECT_EQ(opened.problem, "");
  EXPECT_EQ(opened.payload, "{\"a\":1}");
}

TEST(Dsse, CatchesEveryChangedBitOfEveryByte) {
  const auto text = seal("{\"a\":1}", keys().private_pem, "k");
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 1; bit < 256; bit *= 2) {
      auto bent = text;
      bent[i] = static_cast<char>(bent[i] ^ bit);
      ASSERT_NE(unseal(bent, keys().public_pem, "k").problem, "") << "byte " << i << " bit " << bit;
    }
  }
}

TEST(Dsse, CatchesWhatIsAddedTakenOrMissing) {
  const auto text = seal("{\"a\":1}", keys().private_pem, "k");
  for (const auto& changed :
       {text + "\n", " " + text, text.substr(0, text.size() - 1), text.substr(0, 50), std::string(), std::string("{}"),
        std::string("[]"), std::string("null"), std::string(R"({"payload":7,"signatures":{}})")}) {
    EXPECT_NE(unseal(changed, keys().public_pem, "k").problem, "") << changed;
  }
}

TEST(Dsse, IsBoundToItsKey) {
  const auto text = seal("{}", keys().private_pem, "k");
  EXPECT_EQ(unseal(text, core::make_key_pair().public_pem, "other.pub").problem,
            "was signed with another key than other.pub");
  EXPECT_THROW(unseal(text, "no key", "k"), core::InputError);
  EXPECT_THROW(seal("{}", keys().public_pem, "k"), core::InputError);
}

}  // namespace
}  // namespace vidspec::conformance
