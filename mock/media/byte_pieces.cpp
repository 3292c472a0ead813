#include "mock/media/byte_pieces.h"

#include <algorithm>
#include <cstring>

namespace vidspec::mock {

void BytePieces::add(std::uint64_t length, const char* data, std::int64_t text) {
  if (length == 0) return;
  pieces_.push_back({size_, length, data, text});
  size_ += length;
}

void BytePieces::add_text(std::string text) {
  texts_.push_back(std::move(text));
  add(texts_.back().size(), nullptr, static_cast<std::int64_t>(texts_.size()) - 1);
}

void BytePieces::add_static(std::string_view bytes) { add(bytes.size(), bytes.data(), -1); }

void BytePieces::add_zeros(std::uint64_t count) { add(count, nullptr, -1); }

void BytePieces::read(std::uint64_t offset, std::span<char> into) const {
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset, [](std::uint64_t at, const Piece& candidate) {
    return at < candidate.begin + candidate.length;
  });
  std::size_t done = 0;
  for (; done < into.size() && piece != pieces_.end(); ++piece) {
    const std::uint64_t skip = offset + done - piece->begin;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(piece->length - skip, into.size() - done));
    const char* data = piece->data;
    if (piece->text >= 0) data = texts_[static_cast<std::size_t>(piece->text)].data();
    if (data != nullptr) {
      std::memcpy(into.data() + done, data + skip, count);
    } else {
      std::memset(into.data() + done, 0, count);
    }
    done += count;
  }
}

}  // namespace vidspec::mock
