#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/digest.h"
#include "core/evidence.h"
#include "core/media.h"

namespace vidspec::conformance {

/// How much of a body becomes evidence (docs/journal.md): all of it up to these sizes, else its beginning.
constexpr std::size_t most_text = 256U << 10U;
constexpr std::size_t most_json = 1U << 20U;
constexpr std::size_t most_part = 16U << 10U;
constexpr std::size_t most_request = 64U << 10U;
/// What is read of any answer that is no download.
constexpr std::size_t most_answer = 4U << 20U;

/// What a body needs in memory, roughly: its text, and what it becomes when it is parsed.
auto weight_of(std::string_view body) -> std::size_t;
/// The same of header lines.
auto weight_of(const core::Headers& headers) -> std::size_t;

/// The room that a journal has for large answers and heads, so that a target that sends many of them cannot fill the
/// memory. What comes too late is kept in part only and not judged, which the report says (Evidence::unread).
/// Thread-safe.
class Room {
 public:
  static constexpr std::size_t small = 32U << 10U;      ///< a body that weighs no more is always kept
  static constexpr std::size_t small_head = 8U << 10U;  ///< and so is a head

  explicit Room(std::size_t size = 48U << 20U) : left_(size) {}

  /// Whether there is room for all of a body; takes its weight away.
  auto takes(std::string_view body) -> bool;
  /// The same for a head.
  auto takes(const core::Headers& headers) -> bool;

 private:
  auto takes(std::size_t weight, std::size_t always) -> bool;

  std::atomic<std::size_t> left_;
};

/// Whether a request header of that name carries a credential.
auto is_credential(std::string_view name) -> bool;

/// The Content-Length, where there is a sound one.
auto declared_length(const core::Headers& headers) -> std::optional<std::uint64_t>;

/// Puts the text of a body into the evidence, as a whole or its beginning; bytes that are no UTF-8 as base64. `whole`:
/// nothing was left out of `body` before.
void keep_text(core::ReceivedAnswer& answer, std::string_view body, bool whole, Room& room);

/// Leaves of the head that is in the evidence its first lines only, where there is no room for all. To be called last:
/// what the body is, its head says.
void keep_head(core::ReceivedAnswer& answer, Room& room);

/// Takes a download as it streams.
class DownloadTap {
 public:
  /// `keep`: so many first bytes are held for sending them on.
  explicit DownloadTap(std::uint64_t keep = 0) : keep_(keep) {}

  void take(std::string_view piece);
  /// Puts what came into the evidence: facts for media, the text of what turns out to be one. Status and headers are
  /// there already; `ended` is whether the stream ended as its framing said.
  void finish(core::ReceivedAnswer& answer, bool ended, bool head_request, Room& room);

  [[nodiscard]] auto text() const -> const std::string& { return text_; }
  [[nodiscard]] auto kept() -> std::string& { return kept_; }

 private:
  core::MediaScanner scanner_;
  core::Sha256 digest_;
  std::string text_;  // the beginning, for answers that turn out to be text
  std::string kept_;
  std::uint64_t keep_;
};

}  // namespace vidspec::conformance
