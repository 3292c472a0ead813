#include "conformance/certificate/dsse.h"

#include <nlohmann/json.hpp>

#include "core/digest.h"
#include "core/json.h"
#include "core/signature.h"

namespace vidspec::conformance {

namespace {

constexpr std::string_view payload_type = "application/vnd.in-toto+json";
constexpr std::size_t max_bytes = 4U << 20U;

/// DSSE's pre-authentication encoding: what is really signed, so that type and payload cannot be shifted against each
/// other.
auto to_sign(std::string_view payload) -> std::string {
  return "DSSEv1 " + std::to_string(payload_type.size()) + " " + std::string(payload_type) + " " +
         std::to_string(payload.size()) + " " + std::string(payload);
}

auto spelled(std::string_view payload, const std::string& key_id, std::string_view signature) -> std::string {
  const nlohmann::ordered_json envelope = {
      {"payloadType", payload_type},
      {"payload", core::base64(payload)},
      {"signatures", nlohmann::ordered_json::array({{{"keyid", key_id}, {"sig", core::base64(signature)}}})}};
  return envelope.dump() + "\n";
}

auto text_at(const core::Json& json, std::string_view pointer) -> std::string {
  const auto* value = core::find_pointer(json, pointer);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

auto seal(std::string_view payload, const std::string& private_pem, const std::string& key_name) -> std::string {
  const auto signature = core::sign_ed25519(to_sign(payload), private_pem, key_name);
  return spelled(payload, core::key_id(core::public_half(private_pem, key_name), key_name), signature);
}

auto unseal(std::string_view envelope, const std::string& public_pem, const std::string& key_name) -> Unsealed {
  const auto parsed = core::parse_json(envelope, {max_bytes, 8});
  if (!parsed) return {"", "is no certificate: " + parsed.error};
  std::string payload;
  std::string signature;
  const bool readable = core::base64_decode(text_at(*parsed.value, "/payload"), payload) &&
                        core::base64_decode(text_at(*parsed.value, "/signatures/0/sig"), signature);
  if (!readable || payload.empty()) return {"", "is no DSSE envelope"};
  const auto own_id = core::key_id(public_pem, key_name);
  if (text_at(*parsed.value, "/signatures/0/keyid") != own_id)
    return {"", "was signed with another key than " + key_name};
  // The signature covers type and payload; this covers the rest of the file.
  if (envelope != spelled(payload, own_id, signature)) return {"", "was changed after it was signed"};
  if (!core::verify_ed25519(to_sign(payload), signature, public_pem, key_name))
    return {"", "its signature does not hold: it was changed after it was signed"};
  return {payload, ""};
}

}  // namespace vidspec::conformance
