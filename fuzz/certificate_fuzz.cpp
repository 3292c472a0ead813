#include <string>

#include "conformance/certificate.h"
#include "conformance/certificate/dsse.h"
#include "conformance/judge.h"
#include "core/signature.h"
#include "fuzz/fuzz.h"

// What begins with `+` is a payload that we sign, so that the fuzzer gets past the signature; with `-` a public key;
// anything else an envelope. Nothing is valid that was not signed, and nothing throws but a bad key.
namespace vidspec::conformance {

// Instead of the real one, so that not every check has to be built with sanitizers.
auto judge(const core::Profile&, const core::Journal&) -> reports::Report { return {}; }

}  // namespace vidspec::conformance

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  static const auto keys = core::make_key_pair();
  const core::Instant now{std::chrono::hours{24 * 365 * 56}};
  const auto input = fuzz::text_of(data, size);
  if (input.starts_with('-')) {
    fuzz::refused([&] { conformance::verify("{}", std::string(input), "key.pem", now); });
    return 0;
  }
  const bool sign = input.starts_with('+');
  const auto text = sign ? conformance::seal(input.substr(1), keys.private_pem, "key") : std::string(input);
  auto found = conformance::verify(text, keys.public_pem, "key", now);
  fuzz::demand(sign || (!found.certificate && !found.problems.empty()));
  for (const auto& problem : found.problems) fuzz::demand(!problem.empty() && problem.find('\n') == std::string::npos);
  if (found.certificate) conformance::verify_journal(found, {}, {}, "00");
  return 0;
}
