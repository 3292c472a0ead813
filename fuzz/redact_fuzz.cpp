#include <string>

#include "core/redact.h"
#include "core/text.h"
#include "fuzz/fuzz.h"

// The first half of a line is a secret, what follows a text around it: the secret does not survive, plain or
// percent-encoded, and redacting twice changes nothing.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace vidspec;
  const std::string secret =
      "sk-" + core::percent_encode(fuzz::text_of(data, std::min<std::size_t>(size / 2, 40))) + "-9z";
  const auto noise = std::string(fuzz::text_of(data + size / 2, size - size / 2));
  const core::Redactor redactor({secret});
  const auto clean = redactor.text(noise + secret + noise + core::percent_encode(secret) + noise);
  fuzz::demand(clean.find(secret) == std::string::npos);
  fuzz::demand(core::percent_decode(clean).find(secret) == std::string::npos);
  fuzz::demand(redactor.text(clean) == clean);
  return 0;
}
