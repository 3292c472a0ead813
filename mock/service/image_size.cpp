#include "mock/service/image_size.h"

#include <cstdint>

namespace vidspec::mock {

namespace {

auto byte_at(std::string_view bytes, std::size_t at) -> std::uint32_t {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}
auto big(std::string_view bytes, std::size_t at, std::size_t count) -> int {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | byte_at(bytes, at + i);
  return static_cast<int>(value & 0x7FFFFFFFU);
}
auto little(std::string_view bytes, std::size_t at, std::size_t count) -> int {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) value = value << 8U | byte_at(bytes, at + i - 1);
  return static_cast<int>(value);
}

// Walks the markers to the first frame header.
auto jpeg_size(std::string_view bytes) -> Size {
  std::size_t at = 2;
  while (at + 9 < bytes.size() && byte_at(bytes, at) == 0xFF) {
    const auto marker = byte_at(bytes, at + 1);
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return {big(bytes, at + 7, 2), big(bytes, at + 5, 2)};
    at += 2 + static_cast<std::size_t>(big(bytes, at + 2, 2));
  }
  return {};
}

auto webp_size(std::string_view bytes) -> Size {
  const auto kind = bytes.substr(12, 4);
  if (kind == "VP8X") return {little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1};
  if (kind == "VP8 ") return {little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF};
  if (kind == "VP8L") {
    const int bits = little(bytes, 21, 4);
    return {(bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1};
  }
  return {};
}

}  // namespace

auto image_size(std::string_view bytes) -> Size {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n") && bytes.size() >= 24) return {big(bytes, 16, 4), big(bytes, 20, 4)};
  if (bytes.starts_with("\xFF\xD8")) return jpeg_size(bytes);
  if (bytes.size() >= 30 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return webp_size(bytes);
  return {};
}

}  // namespace vidspec::mock
