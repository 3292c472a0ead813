#include "mock/service/auth.h"

#include "core/digest.h"
#include "core/text.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t longest_key = 512;

auto unauthorised(std::string message, std::string code) -> ApiError {
  return {.status = 401, .message = std::move(message), .code = std::move(code)};
}

// First and last characters only: a key is never repeated in full.
auto masked(std::string_view key) -> std::string {
  if (!is_utf8(key)) return "***";
  if (key.size() < 12) return std::string(key.substr(0, 3)) + "***";
  return std::string(key.substr(0, 6)) + "***" + std::string(key.substr(key.size() - 3));
}

}  // namespace

auto identify(const core::Headers& headers, bool required, const std::string& only) -> Caller {
  constexpr std::string_view scheme = "bearer ";
  const std::string_view value = core::header_or_empty(headers, "authorization");
  const bool bearer = value.size() > scheme.size() && core::iequals(value.substr(0, scheme.size()), scheme);
  const std::string_view key = bearer ? core::trim(value.substr(scheme.size())) : std::string_view();
  if (key.empty() && value.empty() && !required) return {};
  if (key.empty()) {
    return {{},
            {},
            unauthorised("You didn't provide an API key. Send it in the header 'Authorization: Bearer YOUR_KEY'.", "")};
  }
  const bool accepted = only.empty()
                            ? key.starts_with("sk-") && !key.starts_with("sk-invalid") && key.size() <= longest_key
                            : key == only;
  if (accepted) return {key_identity(key), masked(key), std::nullopt};
  return {{},
          masked(key),
          unauthorised("Incorrect API key provided: " + masked(key) +
                           ". You can find your API key at https://platform.openai.com/account/api-keys.",
                       "invalid_api_key")};
}

auto key_identity(std::string_view key) -> std::string {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : {core::stable_hash(0x6B6579, key), core::stable_hash(0x79656B, key)}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(half >> static_cast<unsigned>(shift)) & 0xFU];
  }
  return text;
}

}  // namespace vidspec::mock
