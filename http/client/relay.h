#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/message.h"

namespace vidspec::http {

/// No bound: of what is passed on and never kept.
inline constexpr std::uint64_t any_size = UINT64_MAX;

/// What asking for more of a request's body came to.
enum class Pull {
  more,   ///< some bytes
  later,  ///< nothing yet; Onward::source becomes readable when there is
  end,    ///< the body is complete
  broken  ///< its sender is gone or sent nonsense
};

/// A request that is passed on as it comes, and where its answer goes as that comes.
struct Onward {
  std::string method;
  std::string url;
  core::Headers headers;                ///< as they go out; Host and framing are made here
  bool body = false;                    ///< whether one goes along
  std::optional<std::uint64_t> length;  ///< of the body; nothing: in chunks
  int source = -1;                      ///< descriptor that pull() reads from
  std::function<Pull(std::span<char> into, std::size_t& count)> pull;
  std::function<bool(const Response& head, std::string_view reason)> on_head;  ///< false stops
  std::function<bool(std::string_view)> on_body;                               ///< false stops
  core::Millis patience{600'000};                                              ///< without any byte in any direction
};

/// Passes requests on over libcurl: bodies in both directions are never held as a whole. What reads alone may go over a
/// kept connection; everything else gets a connection of its own, so that it is sent exactly once. Not thread-safe.
class RelayClient {
 public:
  explicit RelayClient(ClientOptions options);
  ~RelayClient();
  RelayClient(RelayClient&&) noexcept;
  auto operator=(RelayClient&&) noexcept -> RelayClient&;

  /// Gives status, headers, times and failure of the answer, not its body.
  auto pass(const Onward& onward) -> Response;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::http
