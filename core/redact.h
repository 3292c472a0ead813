#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/headers.h"
#include "core/redact_search.h"

namespace vidspec::core {

/// Takes secrets out of text at the sink. Every writer of ours passes what it writes through one of these.
///
/// A secret is found in each of its spellings (core/redact_search.h). Secrets shorter than 6 bytes are refused by the
/// command line.
class Redactor {
 public:
  Redactor() = default;
  explicit Redactor(const std::vector<std::string>& secrets);

  /// The text with every secret replaced by `[redacted]`.
  [[nodiscard]] auto text(std::string_view text) const -> std::string;

  /// Header lines with credentials taken out: Authorization, Proxy-Authorization, Cookie, Set-Cookie, api-key and the
  /// like keep their name and scheme, never their value; every other value goes through text().
  [[nodiscard]] auto headers(const Headers& headers) const -> Headers;

  /// A URL with user info and the values of signature-like query members (sig, signature, token, key, X-Amz-…, se …)
  /// taken out.
  [[nodiscard]] auto url(std::string_view url) const -> std::string;

 private:
  SecretSearch search_;
};

}  // namespace vidspec::core
