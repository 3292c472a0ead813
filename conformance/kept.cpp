#include "conformance/kept.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/headers.h"
#include "core/text.h"
#include "core/utf8.h"

namespace vidspec::conformance {

namespace {

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

void keep_text(core::ReceivedAnswer& answer, std::string_view body, bool whole) {
  const auto type = core::media_type(core::header_or_empty(answer.headers, "Content-Type"));
  auto kept = body.substr(0, type.find("json") != std::string::npos ? most_json : most_text);
  if (core::is_utf8(kept)) {
    answer.body = kept;
  } else {
    kept = kept.substr(0, most_text * 3 / 4);
    answer.body = core::base64(kept);
    answer.body_base64 = true;
  }
  answer.body_truncated = !whole || kept.size() < body.size();
}

void DownloadTap::take(std::string_view piece) {
  scanner_.feed(piece);
  digest_.update(piece);
  if (text_.size() < most_text) text_.append(piece.substr(0, most_text - text_.size()));
  if (kept_.size() < keep_) kept_.append(piece.substr(0, static_cast<std::size_t>(keep_ - kept_.size())));
}

void DownloadTap::finish(core::ReceivedAnswer& answer, bool ended, bool head_request) {
  const bool success = answer.status >= 200 && answer.status < 300;
  auto facts = scanner_.facts(declared_length(answer.headers), ended);
  answer.body_sha256 = digest_.hex();
  answer.body_size = facts.bytes;
  if (success && !is_text_kind(facts.kind)) text_.clear();
  keep_text(answer, text_, text_.size() == answer.body_size);
  if (!success || head_request) return;
  if (text_.empty()) answer.body_truncated = false;
  answer.media = std::move(facts);
}

}  // namespace vidspec::conformance
