#include "conformance/kept.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/headers.h"
#include "core/text.h"
#include "core/utf8.h"

namespace vidspec::conformance {

namespace {

// The first bytes of a text that goes on, without half a character at their end.
auto beginning(std::string_view text, std::size_t most) -> std::string_view {
  text = text.substr(0, most);
  for (std::size_t cut = 0; cut < std::min<std::size_t>(4, text.size()); ++cut) {
    if (const auto whole = text.substr(0, text.size() - cut); core::is_utf8(whole)) return whole;
  }
  return text;
}

auto weight_of(const core::Header& header) -> std::size_t {
  return sizeof header + header.name.size() + header.value.size();
}

auto is_text_kind(const std::string& kind) -> bool { return kind == "json" || kind == "html" || kind == "text"; }

}  // namespace

auto is_credential(std::string_view name) -> bool {
  constexpr std::array<std::string_view, 5> names = {"authorization", "api-key", "x-api-key", "cookie",
                                                     "proxy-authorization"};
  return std::find(names.begin(), names.end(), core::lower(name)) != names.end();
}

auto declared_length(const core::Headers& headers) -> std::optional<std::uint64_t> {
  const auto text = core::header_or_empty(headers, "Content-Length");
  std::uint64_t length = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return length;
}

auto weight_of(std::string_view body) -> std::size_t {
  constexpr std::size_t for_a_value = 48;
  const auto begins = [](char c) { return c == ',' || c == ':' || c == '[' || c == '{'; };
  return 2 * body.size() + for_a_value * static_cast<std::size_t>(std::count_if(body.begin(), body.end(), begins));
}

auto weight_of(const core::Headers& headers) -> std::size_t {
  std::size_t weight = 0;
  for (const auto& header : headers) weight += weight_of(header);
  return weight;
}

auto Room::takes(std::string_view body) -> bool { return takes(weight_of(body), small); }

auto Room::takes(const core::Headers& headers) -> bool { return takes(weight_of(headers), small_head); }

auto Room::takes(std::size_t weight, std::size_t always) -> bool {
  if (weight <= always) return true;
  for (auto left = left_.load(); weight <= left;) {
    if (left_.compare_exchange_weak(left, left - weight)) return true;
  }
  return false;
}

void keep_text(core::ReceivedAnswer& answer, std::string_view body, bool whole, Room& room) {
  const auto type = core::media_type(core::header_or_empty(answer.headers, "Content-Type"));
  whole = whole && body.size() <= (type.find("json") != std::string::npos ? most_json : most_text) && room.takes(body);
  const auto kept = whole ? body : beginning(body, most_part);
  answer.body_truncated = !whole;
  answer.body_base64 = !core::is_utf8(kept);
  answer.body = answer.body_base64 ? core::base64(kept) : std::string(kept);
}

void keep_head(core::ReceivedAnswer& answer, Room& room) {
  if (room.takes(answer.headers)) return;
  std::size_t kept = 0;
  std::size_t weight = 0;
  for (const auto& header : answer.headers) {
    weight += weight_of(header);
    if (weight > Room::small_head) {
      answer.headers_left_out += header.name.size() + header.value.size();
    } else {
      ++kept;
    }
  }
  // A new list: the memory of the old one is what this is about.
  answer.headers = core::Headers(answer.headers.begin(), answer.headers.begin() + static_cast<std::ptrdiff_t>(kept));
}

void DownloadTap::take(std::string_view piece) {
  scanner_.feed(piece);
  digest_.update(piece);
  if (text_.size() < most_text) text_.append(piece.substr(0, most_text - text_.size()));
  if (kept_.size() < keep_) kept_.append(piece.substr(0, static_cast<std::size_t>(keep_ - kept_.size())));
}

void DownloadTap::finish(core::ReceivedAnswer& answer, bool ended, bool head_request, Room& room) {
  const bool success = answer.status >= 200 && answer.status < 300;
  auto facts = scanner_.facts(declared_length(answer.headers), ended);
  answer.body_sha256 = digest_.hex();
  answer.body_size = facts.bytes;
  if (success && !is_text_kind(facts.kind)) text_.clear();
  keep_text(answer, text_, text_.size() == answer.body_size, room);
  if (!success || head_request) return;
  if (text_.empty()) answer.body_truncated = false;
  answer.media = std::move(facts);
}

}  // namespace vidspec::conformance
