#pragma once

#include <string>

namespace vidspec::mock {

/// A key and a certificate that signs itself, both PEM, for localhost, 127.0.0.1 and ::1; good for a week from now.
struct Certificate {
  std::string certificate;
  std::string key;
};

/// Makes a new one each time. Throws std::runtime_error when the cryptographic library fails.
auto make_certificate() -> Certificate;

}  // namespace vidspec::mock
